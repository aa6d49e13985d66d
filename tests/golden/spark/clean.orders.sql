WITH order_rows AS (
  SELECT
    events.order_id,
    events.source_id,
    events.record = 'order' AS is_from_order_source,
    events.event_id,
    events.occurred_at,
    events.value,
    events.currency,
    events.customer_id,
    events.email_id,
    events.is_cancelled,
    events.is_test
  FROM landed.events AS events
  LEFT JOIN clean.left_out AS left_out
    ON events.file_id = left_out.file_id AND events.line = left_out.line
  WHERE
    NOT events.order_id IS NULL
    AND (
      events.record = 'order'
      OR (
        events.record = 'event' AND events.event_name = 'purchase'
      )
    )
    AND (
      left_out.reason IS NULL
      OR left_out.reason = 'order line'
      OR (
        left_out.reason = 'test' AND events.record = 'order'
      )
    )
), by_source AS (
  SELECT
    order_id,
    source_id,
    is_from_order_source,
    MIN_BY(event_id, (occurred_at, event_id)) AS event_id,
    MIN(occurred_at) AS ordered_at,
    COALESCE(SUM(CASE WHEN NOT is_cancelled THEN value END), SUM(value)) AS value,
    MIN(currency) AS currency,
    COALESCE('customer:' || MIN(customer_id), MIN(email_id)) AS identifier,
    BOOL_AND(is_cancelled) AS is_cancelled,
    BOOL_OR(is_test) AS is_test
  FROM order_rows
  GROUP BY
    order_id,
    source_id,
    is_from_order_source
), ranked AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      PARTITION BY order_id
      ORDER BY is_from_order_source DESC, ordered_at ASC NULLS LAST, source_id ASC NULLS LAST
    ) AS source_rank,
    MIN(identifier) OVER (PARTITION BY order_id) AS identifier_anywhere,
    MAX(CASE WHEN NOT is_from_order_source THEN value END) OVER (PARTITION BY order_id) AS tracked_value,
    MAX(CASE WHEN NOT is_from_order_source THEN currency END) OVER (PARTITION BY order_id) AS tracked_currency,
    BOOL_OR(is_cancelled) OVER (PARTITION BY order_id) AS is_cancelled_anywhere,
    BOOL_OR(is_test) OVER (PARTITION BY order_id) AS is_test_anywhere
  FROM by_source
)
SELECT
  order_id,
  source_id,
  event_id,
  ordered_at,
  COALESCE(value, tracked_value) AS value,
  CASE WHEN value IS NULL THEN tracked_currency ELSE currency END AS currency,
  COALESCE(identifier, identifier_anywhere) AS identifier,
  NOT is_from_order_source AS is_tracked_only,
  is_cancelled_anywhere AS is_cancelled,
  is_test_anywhere AS is_test
FROM ranked
WHERE
  source_rank = 1
