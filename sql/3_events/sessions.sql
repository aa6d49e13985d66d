-- one row per session: web events of a visitor with no gap longer than journey.session_gap
select
    visitor_id,
    session_number,
    min(occurred_at) as started_at,
    max(occurred_at) as ended_at,
    count(*) as n_events,
    arg_min(person_id, visitor_event_number) filter (where person_id is not null) as person_id,
    arg_min(channel, visitor_event_number) filter (where channel is not null) as channel,
    arg_min(device, visitor_event_number) filter (where device is not null) as device,
    arg_min(page_path, visitor_event_number) filter (where page_path is not null) as landing_page_path
from events.events
where session_number is not null
group by visitor_id, session_number
