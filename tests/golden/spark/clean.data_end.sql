SELECT
  MIN(events.occurred_at) AS data_start_at,
  MAX(events.occurred_at) AS data_end_at,
  MAX(events.occurred_on) AS data_end_on
FROM landed.events AS events
LEFT JOIN clean.left_out AS left_out
  ON events.file_id = left_out.file_id AND events.line = left_out.line
WHERE
  left_out.reason IS NULL
