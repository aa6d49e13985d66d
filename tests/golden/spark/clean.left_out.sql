WITH repeated_ids AS (
  SELECT
    event_id
  FROM landed.events
  GROUP BY
    event_id
  HAVING
    COUNT(*) > 1
), copies AS (
  SELECT
    events.file_id,
    events.line,
    ROW_NUMBER() OVER (
      PARTITION BY events.event_id
      ORDER BY events.updated_at DESC, events.content_hash DESC, events.file_id ASC NULLS LAST, events.line ASC NULLS LAST
    ) AS copy_number
  FROM landed.events AS events
  INNER JOIN repeated_ids
    ON events.event_id = repeated_ids.event_id
), judged AS (
  SELECT
    events.*,
    CASE
      WHEN copies.copy_number > 1
      THEN 'duplicate'
      WHEN events.occurred_at > run.as_of + INTERVAL '24' HOUR
      THEN 'future'
      WHEN events.is_bot
      THEN 'bot'
      WHEN events.is_test
      THEN 'test'
    END AS reason
  FROM landed.events AS events
  CROSS JOIN declared.run AS run
  LEFT JOIN copies
    ON events.file_id = copies.file_id AND events.line = copies.line
), tracked_twice AS (
  SELECT
    file_id,
    line,
    ROW_NUMBER() OVER (
      PARTITION BY source_id, order_id
      ORDER BY updated_at DESC, content_hash DESC, file_id ASC NULLS LAST, line ASC NULLS LAST
    ) AS copy_number
  FROM judged
  WHERE
    reason IS NULL
    AND record = 'event'
    AND event_name = 'purchase'
    AND NOT order_id IS NULL
), order_lines AS (
  SELECT
    file_id,
    line,
    ROW_NUMBER() OVER (
      PARTITION BY source_id, order_id
      ORDER BY occurred_at ASC NULLS LAST, event_id ASC NULLS LAST
    ) AS line_number
  FROM judged
  WHERE
    reason IS NULL AND record = 'order' AND NOT order_id IS NULL
), decided AS (
  SELECT
    judged.source_id,
    judged.file_id,
    judged.line,
    judged.event_id,
    CASE
      WHEN NOT judged.reason IS NULL
      THEN judged.reason
      WHEN tracked_twice.copy_number > 1
      THEN 'duplicate order'
      WHEN order_lines.line_number > 1
      THEN 'order line'
    END AS reason
  FROM judged
  LEFT JOIN tracked_twice
    ON judged.file_id = tracked_twice.file_id AND judged.line = tracked_twice.line
  LEFT JOIN order_lines
    ON judged.file_id = order_lines.file_id AND judged.line = order_lines.line
)
SELECT
  source_id,
  file_id,
  line,
  event_id,
  reason
FROM decided
WHERE
  NOT reason IS NULL
