-- one row per landed row that lies in the future: more than 24 hours beyond the run
select
    events.source_id,
    events.file_id,
    events.line,
    events.event_id
from landed.events as events
cross join declared.run as run
where events.occurred_at > run.as_of + interval '24' hour
