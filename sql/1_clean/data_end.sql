-- one row: the first and the last moment of the data
select
    min(events.occurred_at) as data_start_at,
    max(events.occurred_at) as data_end_at,
    max(events.occurred_on) as data_end_on
from landed.events as events
left join clean.left_out as left_out on events.file_id = left_out.file_id and events.line = left_out.line
where left_out.reason is null
