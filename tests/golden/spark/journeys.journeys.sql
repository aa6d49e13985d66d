WITH traits AS (
  SELECT
    traits.*,
    COALESCE(
      traits.last_customer_event_at < data_end.data_end_at - INTERVAL '2592000' SECOND,
      TRUE
    ) AS is_closed
  FROM journeys.traits AS traits
  CROSS JOIN clean.data_end AS data_end
)
SELECT
  traits.person_id,
  traits.journey_number,
  traits.opening_event_id,
  traits.started_at,
  traits.ended_at,
  traits.last_customer_event_at,
  traits.n_events,
  traits.n_derived,
  traits.n_unassigned_events,
  traits.furthest_phase_number,
  traits.is_assigned,
  traits.is_converted,
  traits.is_closed,
  CASE
    WHEN NOT traits.is_closed
    THEN '(open)'
    WHEN traits.is_converted
    THEN '(done)'
    ELSE '(lost)'
  END AS ending,
  traits.converted_at,
  traits.orders,
  traits.value,
  traits.first_channel,
  traits.main_channel,
  traits.device,
  traits.country,
  traits.categories,
  traits.is_returning
FROM traits
