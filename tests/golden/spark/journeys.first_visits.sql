WITH firsts AS (
  SELECT
    person_id,
    journey_number,
    phase_number,
    MIN(visit_number) AS visit_number,
    MIN(started_at) AS started_at
  FROM journeys.visits
  GROUP BY
    person_id,
    journey_number,
    phase_number
)
SELECT
  firsts.person_id,
  firsts.journey_number,
  firsts.phase_number,
  firsts.started_at,
  MIN(visits.started_at) AS next_visit_at
FROM firsts
LEFT JOIN journeys.visits AS visits
  ON firsts.person_id = visits.person_id
  AND firsts.journey_number = visits.journey_number
  AND firsts.phase_number + 1 = visits.phase_number
  AND firsts.visit_number < visits.visit_number
GROUP BY
  firsts.person_id,
  firsts.journey_number,
  firsts.phase_number,
  firsts.started_at
