WITH tracked AS (
  SELECT
    events.order_id,
    MIN_BY(
      event_visitors.person_id,
      (events.occurred_at, events.source_sequence, events.event_id)
    ) AS person_id
  FROM landed.events AS events
  INNER JOIN identity.event_visitors AS event_visitors
    ON events.event_id = event_visitors.event_id
  LEFT JOIN clean.left_out AS left_out
    ON events.file_id = left_out.file_id AND events.line = left_out.line
  WHERE
    left_out.reason IS NULL
    AND NOT events.order_id IS NULL
    AND (
      events.record = 'order'
      OR (
        events.record = 'event' AND events.event_name = 'purchase'
      )
    )
  GROUP BY
    events.order_id
)
SELECT
  orders.order_id,
  orders.event_id,
  orders.ordered_at,
  COALESCE(components.person_id, tracked.person_id) AS person_id,
  components.person_id IS NULL AS is_by_visitor
FROM clean.orders AS orders
LEFT JOIN identity.components AS components
  ON orders.identifier = components.identifier
LEFT JOIN tracked
  ON orders.order_id = tracked.order_id
WHERE
  NOT orders.is_test
  AND NOT COALESCE(components.person_id, tracked.person_id) IS NULL
