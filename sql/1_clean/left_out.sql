-- one row per landed row that becomes no event, with the reason: each is looked for only where it can be
with flagged as (
    select
        source_id,
        file_id,
        line,
        event_id,
        'future' as reason
    from clean.future

    union all

    select
        events.source_id,
        events.file_id,
        events.line,
        events.event_id,
        case when events.is_bot then 'bot' else 'test' end as reason
    from landed.events as events
    left join clean.future as future on events.file_id = future.file_id and events.line = future.line
    where future.line is null and (events.is_bot or events.is_test)
),

refused as (
    select
        source_id,
        file_id,
        line,
        event_id,
        'duplicate' as reason
    from clean.copies

    union all

    select flagged.*
    from flagged
    left join clean.copies as copies on flagged.file_id = copies.file_id and flagged.line = copies.line
    where copies.line is null
),

numbered_orders as (
    select
        events.source_id,
        events.file_id,
        events.line,
        events.event_id,
        events.record,
        row_number() over (
            partition by events.source_id, events.record, events.order_id
            order by events.updated_at desc nulls last, events.content_hash desc, events.file_id asc, events.line asc
        ) as copy_number,
        row_number() over (
            partition by events.source_id, events.record, events.order_id
            order by events.occurred_at asc, events.event_id asc
        ) as line_number
    from landed.events as events
    left join refused on events.file_id = refused.file_id and events.line = refused.line
    where
        refused.reason is null
        and events.order_id is not null
        and (events.record = 'order' or (events.record = 'event' and events.event_name = 'purchase'))
)

select * from refused

union all

select
    source_id,
    file_id,
    line,
    event_id,
    case when record = 'order' then 'order line' else 'duplicate order' end as reason
from numbered_orders
where case when record = 'order' then line_number else copy_number end > 1
