SELECT
  events.event_id,
  events.visitor_id,
  events.occurred_at,
  events.source_sequence,
  COALESCE(orders.identifier, 'customer:' || events.customer_id, events.email_id) AS identifier
FROM landed.events AS events
LEFT JOIN clean.left_out AS left_out
  ON events.file_id = left_out.file_id AND events.line = left_out.line
LEFT JOIN clean.orders AS orders
  ON events.order_id = orders.order_id AND NOT orders.is_test
WHERE
  left_out.reason IS NULL
  AND NOT events.visitor_id IS NULL
  AND NOT COALESCE(orders.identifier, 'customer:' || events.customer_id, events.email_id) IS NULL
