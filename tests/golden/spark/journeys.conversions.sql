SELECT
  COALESCE(events.order_id, events.event_id) AS order_key,
  events.event_id,
  placements.person_id,
  placements.journey_number,
  events.occurred_at AS converted_at,
  events.source_sequence,
  COALESCE(orders.value, events.value) AS value,
  COALESCE(orders.currency, events.currency) AS currency
FROM phases.event_phases AS phases
INNER JOIN events.events AS events
  ON phases.event_id = events.event_id
INNER JOIN journeys.placements AS placements
  ON events.event_id = placements.event_id
LEFT JOIN clean.orders AS orders
  ON events.order_id = orders.order_id
WHERE
  phases.is_conversion
