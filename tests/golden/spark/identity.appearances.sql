WITH kept AS (
  SELECT
    events.event_id,
    events.record,
    events.event_name,
    events.order_id,
    'customer:' || events.customer_id AS customer_identifier,
    events.email_id
  FROM landed.events AS events
  LEFT JOIN clean.left_out AS left_out
    ON events.file_id = left_out.file_id AND events.line = left_out.line
  WHERE
    (
      left_out.reason IS NULL OR left_out.reason = 'order line'
    )
    AND (
      NOT events.customer_id IS NULL OR NOT events.email_id IS NULL
    )
), placed AS (
  SELECT
    CASE
      WHEN NOT order_id IS NULL
      AND (
        record = 'order' OR (
          record = 'event' AND event_name = 'purchase'
        )
      )
      THEN 'order:' || order_id
      WHEN NOT customer_identifier IS NULL AND NOT email_id IS NULL
      THEN 'event:' || event_id
      ELSE COALESCE(customer_identifier, email_id)
    END AS place,
    customer_identifier,
    email_id
  FROM kept
)
SELECT DISTINCT
  place,
  customer_identifier AS identifier
FROM placed
WHERE
  NOT customer_identifier IS NULL
UNION
SELECT DISTINCT
  place,
  email_id AS identifier
FROM placed
WHERE
  NOT email_id IS NULL
