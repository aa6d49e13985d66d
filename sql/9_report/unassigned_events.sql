-- one row per event name that no rule matched
select
    events.event_name,
    count(*) as n_events,
    count(distinct events.person_id) as n_persons,
    count(*) / nullif(max(summary.n_events), 0) as share
from events.events as events
inner join phases.event_phases as event_phases on events.event_id = event_phases.event_id
cross join report.summary as summary
where event_phases.phase_number is null
group by events.event_name
