SELECT
  COALESCE(events.order_id, events.event_id) AS order_key,
  events.event_id,
  placements.person_id,
  placements.journey_number,
  placements.occurred_at AS converted_at,
  placements.source_sequence,
  COALESCE(orders.value, events.value) AS value,
  COALESCE(orders.currency, events.currency) AS currency
FROM journeys.placements AS placements
INNER JOIN events.events AS events
  ON placements.event_id = events.event_id
LEFT JOIN clean.orders AS orders
  ON events.order_id = orders.order_id
WHERE
  placements.is_conversion
