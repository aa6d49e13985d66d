SELECT
  COALESCE(events.order_id, events.event_id) AS order_key,
  events.event_id,
  journey_events.person_id,
  journey_events.journey_number,
  journey_events.event_number,
  journey_events.occurred_at AS converted_at,
  COALESCE(orders.value, events.value) AS value,
  COALESCE(orders.currency, events.currency) AS currency
FROM journeys.journey_events AS journey_events
INNER JOIN events.events AS events
  ON journey_events.event_id = events.event_id
LEFT JOIN clean.orders AS orders
  ON events.order_id = orders.order_id
WHERE
  journey_events.is_conversion
