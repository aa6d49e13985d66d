SELECT
  events.source_id,
  events.file_id,
  events.line,
  events.event_id
FROM landed.events AS events
CROSS JOIN declared.run AS run
WHERE
  events.occurred_at > run.as_of + INTERVAL '24' HOUR
