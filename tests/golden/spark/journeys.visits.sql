WITH assigned AS (
  SELECT
    *,
    CASE
      WHEN COALESCE(LAG(phase_number) OVER journey_order, 0) = phase_number
      THEN 0
      ELSE 1
    END AS starts_visit
  FROM journeys.journey_events
  WHERE
    NOT phase_number IS NULL
  WINDOW journey_order AS (
    PARTITION BY person_id, journey_number
    ORDER BY occurred_at ASC NULLS LAST, source_sequence ASC NULLS LAST, event_id ASC NULLS LAST
  )
), numbered AS (
  SELECT
    person_id,
    journey_number,
    phase_number,
    occurred_at,
    CAST(SUM(starts_visit) OVER (
      PARTITION BY person_id, journey_number
      ORDER BY occurred_at ASC NULLS LAST, source_sequence ASC NULLS LAST, event_id ASC NULLS LAST
      rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
    ) AS BIGINT) AS visit_number
  FROM assigned
)
SELECT
  person_id,
  journey_number,
  visit_number,
  phase_number,
  MIN(occurred_at) AS started_at,
  MAX(occurred_at) AS ended_at,
  COUNT(*) AS n_events
FROM numbered
GROUP BY
  person_id,
  journey_number,
  visit_number,
  phase_number
