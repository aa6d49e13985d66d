-- one row per event of a visitor that names an order, with the person the visitor belonged to at that moment
select
    events.event_id,
    case
        when visitors.visitor_id is null then 'visitor:' || events.visitor_id
        else periods.person_id
    end as person_id
from landed.events as events
left join clean.left_out as left_out on events.file_id = left_out.file_id and events.line = left_out.line
left join identity.visitors as visitors on events.visitor_id = visitors.visitor_id
left join identity.visitor_periods as periods
    on
        events.visitor_id = periods.visitor_id
        and (
            periods.period_number = 1
            or events.occurred_at > periods.from_at
            or (events.occurred_at = periods.from_at and events.source_sequence > periods.from_sequence)
            or (
                events.occurred_at = periods.from_at
                and events.source_sequence = periods.from_sequence
                and events.event_id >= periods.from_event_id
            )
        )
        and (
            periods.until_at is null
            or events.occurred_at < periods.until_at
            or (events.occurred_at = periods.until_at and events.source_sequence < periods.until_sequence)
            or (
                events.occurred_at = periods.until_at
                and events.source_sequence = periods.until_sequence
                and events.event_id < periods.until_event_id
            )
        )
where
    left_out.reason is null
    and events.visitor_id is not null
    and events.order_id is not null
    and (visitors.visitor_id is null or periods.person_id is not null)
