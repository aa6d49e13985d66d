WITH touches AS (
  SELECT
    person_id,
    journey_number,
    event_number,
    phase_number,
    occurred_at
  FROM journeys.journey_events
  UNION ALL
  SELECT
    person_id,
    journey_number,
    event_number,
    phase_number,
    occurred_at
  FROM journeys.repeat_purchases
), numbered AS (
  SELECT
    person_id,
    journey_number,
    phase_number,
    occurred_at,
    LAG(phase_number) OVER journey_order AS previous_phase_number,
    LAG(occurred_at) OVER journey_order AS previous_at,
    ROW_NUMBER() OVER journey_order AS place,
    MAX(occurred_at) OVER (PARTITION BY person_id, journey_number) AS last_at,
    COUNT(*) OVER (PARTITION BY person_id, journey_number) AS last_place
  FROM touches
  WHERE
    NOT phase_number IS NULL
  WINDOW journey_order AS (PARTITION BY person_id, journey_number ORDER BY event_number ASC NULLS LAST)
), starting AS (
  SELECT
    *
  FROM numbered
  WHERE
    COALESCE(previous_phase_number, 0) <> phase_number
)
SELECT
  person_id,
  journey_number,
  ROW_NUMBER() OVER visit_order AS visit_number,
  phase_number,
  occurred_at AS started_at,
  COALESCE(LEAD(previous_at) OVER visit_order, last_at) AS ended_at,
  COALESCE(LEAD(place) OVER visit_order, last_place + 1) - place AS n_events,
  LEAD(phase_number) OVER visit_order AS next_phase_number
FROM starting
WINDOW visit_order AS (PARTITION BY person_id, journey_number ORDER BY place ASC NULLS LAST)
