-- one row per landed row that another of the same event replaces: the latest version stands
with repeated_ids as (
    select event_id
    from landed.events
    group by event_id
    having count(*) > 1
),

numbered as (
    select
        events.source_id,
        events.file_id,
        events.line,
        events.event_id,
        row_number() over (
            partition by events.event_id
            order by events.updated_at desc nulls last, events.content_hash desc, events.file_id asc, events.line asc
        ) as copy_number
    from landed.events as events
    inner join repeated_ids on events.event_id = repeated_ids.event_id
)

select
    source_id,
    file_id,
    line,
    event_id
from numbered
where copy_number > 1
