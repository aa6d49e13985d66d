WITH repeated_ids AS (
  SELECT
    event_id
  FROM landed.events
  GROUP BY
    event_id
  HAVING
    COUNT(*) > 1
), numbered AS (
  SELECT
    events.source_id,
    events.file_id,
    events.line,
    events.event_id,
    ROW_NUMBER() OVER (
      PARTITION BY events.event_id
      ORDER BY events.updated_at DESC, events.content_hash DESC, events.file_id ASC NULLS LAST, events.line ASC NULLS LAST
    ) AS copy_number
  FROM landed.events AS events
  INNER JOIN repeated_ids
    ON events.event_id = repeated_ids.event_id
)
SELECT
  source_id,
  file_id,
  line,
  event_id
FROM numbered
WHERE
  copy_number > 1
