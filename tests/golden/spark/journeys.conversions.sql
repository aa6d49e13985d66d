WITH converting AS (
  SELECT
    events.event_id,
    COALESCE(events.order_id, events.event_id) AS order_key,
    events.occurred_at,
    events.source_sequence,
    events.value,
    events.currency,
    placements.person_id,
    placements.journey_number,
    NOT orders.order_id IS NULL AS is_known_order,
    orders.value AS order_value,
    orders.currency AS order_currency,
    ROW_NUMBER() OVER (
      PARTITION BY COALESCE(events.order_id, events.event_id)
      ORDER BY CASE WHEN orders.event_id = events.event_id THEN 0 ELSE 1 END ASC NULLS LAST, events.occurred_at ASC NULLS LAST, events.source_sequence ASC NULLS LAST, events.event_id ASC NULLS LAST
    ) AS event_rank
  FROM phases.event_phases AS phases
  INNER JOIN events.events AS events
    ON phases.event_id = events.event_id
  INNER JOIN journeys.placements AS placements
    ON events.event_id = placements.event_id
  LEFT JOIN clean.orders AS orders
    ON events.order_id = orders.order_id
  WHERE
    phases.is_conversion
)
SELECT
  order_key,
  event_id,
  person_id,
  journey_number,
  occurred_at AS converted_at,
  source_sequence,
  CASE WHEN is_known_order THEN order_value ELSE value END AS value,
  CASE WHEN is_known_order THEN order_currency ELSE currency END AS currency
FROM converting
WHERE
  event_rank = 1
