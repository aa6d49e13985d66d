SELECT
  events.event_id,
  CASE
    WHEN visitors.visitor_id IS NULL
    THEN 'visitor:' || events.visitor_id
    ELSE periods.person_id
  END AS person_id
FROM landed.events AS events
LEFT JOIN clean.left_out AS left_out
  ON events.file_id = left_out.file_id AND events.line = left_out.line
LEFT JOIN identity.visitors AS visitors
  ON events.visitor_id = visitors.visitor_id
LEFT JOIN identity.visitor_periods AS periods
  ON events.visitor_id = periods.visitor_id
  AND (
    periods.period_number = 1
    OR events.occurred_at > periods.from_at
    OR (
      events.occurred_at = periods.from_at
      AND events.source_sequence > periods.from_sequence
    )
    OR (
      events.occurred_at = periods.from_at
      AND events.source_sequence = periods.from_sequence
      AND events.event_id >= periods.from_event_id
    )
  )
  AND (
    periods.until_at IS NULL
    OR events.occurred_at < periods.until_at
    OR (
      events.occurred_at = periods.until_at
      AND events.source_sequence < periods.until_sequence
    )
    OR (
      events.occurred_at = periods.until_at
      AND events.source_sequence = periods.until_sequence
      AND events.event_id < periods.until_event_id
    )
  )
WHERE
  left_out.reason IS NULL
  AND NOT events.visitor_id IS NULL
  AND NOT events.order_id IS NULL
  AND (
    visitors.visitor_id IS NULL OR NOT periods.person_id IS NULL
  )
