-- one row per landed row that becomes no event, with the reason
with repeated_ids as (
    select event_id
    from landed.events
    group by event_id
    having count(*) > 1
),

copies as (
    select
        events.file_id,
        events.line,
        row_number() over (
            partition by events.event_id
            order by events.updated_at desc nulls last, events.content_hash desc, events.file_id asc, events.line asc
        ) as copy_number
    from landed.events as events
    inner join repeated_ids on events.event_id = repeated_ids.event_id
),

judged as (
    select
        events.*,
        case
            when copies.copy_number > 1 then 'duplicate'
            when events.occurred_at > run.as_of + interval '24' hour then 'future'
            when events.is_bot then 'bot'
            when events.is_test then 'test'
        end as reason
    from landed.events as events
    cross join declared.run as run
    left join copies on events.file_id = copies.file_id and events.line = copies.line
),

tracked_twice as (
    select
        file_id,
        line,
        row_number() over (
            partition by source_id, order_id
            order by updated_at desc nulls last, content_hash desc, file_id asc, line asc
        ) as copy_number
    from judged
    where reason is null and record = 'event' and event_name = 'purchase' and order_id is not null
),

order_lines as (
    select
        file_id,
        line,
        row_number() over (
            partition by source_id, order_id
            order by occurred_at asc, event_id asc
        ) as line_number
    from judged
    where reason is null and record = 'order' and order_id is not null
),

decided as (
    select
        judged.source_id,
        judged.file_id,
        judged.line,
        judged.event_id,
        case
            when judged.reason is not null then judged.reason
            when tracked_twice.copy_number > 1 then 'duplicate order'
            when order_lines.line_number > 1 then 'order line'
        end as reason
    from judged
    left join tracked_twice on judged.file_id = tracked_twice.file_id and judged.line = tracked_twice.line
    left join order_lines on judged.file_id = order_lines.file_id and judged.line = order_lines.line
)

select
    source_id,
    file_id,
    line,
    event_id,
    reason
from decided
where reason is not null
