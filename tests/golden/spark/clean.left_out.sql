WITH flagged AS (
  SELECT
    source_id,
    file_id,
    line,
    event_id,
    'future' AS reason
  FROM clean.future
  UNION ALL
  SELECT
    events.source_id,
    events.file_id,
    events.line,
    events.event_id,
    CASE WHEN events.is_bot THEN 'bot' ELSE 'test' END AS reason
  FROM landed.events AS events
  LEFT JOIN clean.future AS future
    ON events.file_id = future.file_id AND events.line = future.line
  WHERE
    future.line IS NULL AND (
      events.is_bot OR events.is_test
    )
), refused AS (
  SELECT
    source_id,
    file_id,
    line,
    event_id,
    'duplicate' AS reason
  FROM clean.copies
  UNION ALL
  SELECT
    flagged.*
  FROM flagged
  LEFT JOIN clean.copies AS copies
    ON flagged.file_id = copies.file_id AND flagged.line = copies.line
  WHERE
    copies.line IS NULL
), numbered_orders AS (
  SELECT
    events.source_id,
    events.file_id,
    events.line,
    events.event_id,
    events.record,
    ROW_NUMBER() OVER (
      PARTITION BY events.source_id, events.record, events.order_id
      ORDER BY events.updated_at DESC, events.content_hash DESC, events.file_id ASC NULLS LAST, events.line ASC NULLS LAST
    ) AS copy_number,
    ROW_NUMBER() OVER (
      PARTITION BY events.source_id, events.record, events.order_id
      ORDER BY events.occurred_at ASC NULLS LAST, events.event_id ASC NULLS LAST
    ) AS line_number
  FROM landed.events AS events
  LEFT JOIN refused
    ON events.file_id = refused.file_id AND events.line = refused.line
  WHERE
    refused.reason IS NULL
    AND NOT events.order_id IS NULL
    AND (
      events.record = 'order'
      OR (
        events.record = 'event' AND events.event_name = 'purchase'
      )
    )
)
SELECT
  *
FROM refused
UNION ALL
SELECT
  source_id,
  file_id,
  line,
  event_id,
  CASE WHEN record = 'order' THEN 'order line' ELSE 'duplicate order' END AS reason
FROM numbered_orders
WHERE
  CASE WHEN record = 'order' THEN line_number ELSE copy_number END > 1
