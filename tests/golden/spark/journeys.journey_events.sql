SELECT
  placements.event_id,
  placements.person_id,
  placements.journey_number,
  placements.occurred_at,
  placements.source_sequence,
  events.event_name,
  events.channel,
  events.device,
  events.country,
  events.product_category,
  placements.phase_number,
  placements.is_conversion,
  placements.is_bound,
  placements.is_by_customer,
  FALSE AS is_derived
FROM journeys.placements AS placements
INNER JOIN events.events AS events
  ON placements.event_id = events.event_id
UNION ALL
SELECT
  event_id,
  person_id,
  journey_number,
  occurred_at,
  source_sequence,
  event_name,
  channel,
  device,
  country,
  product_category,
  phase_number,
  FALSE AS is_conversion,
  FALSE AS is_bound,
  TRUE AS is_by_customer,
  TRUE AS is_derived
FROM journeys.repeat_purchases
