WITH first_visits AS (
  SELECT
    person_id,
    journey_number,
    phase_number,
    MIN(started_at) AS first_visit_at
  FROM journeys.visits
  GROUP BY
    person_id,
    journey_number,
    phase_number
)
SELECT
  first_visits.person_id,
  first_visits.journey_number,
  phases.phase_number,
  MIN(first_visits.first_visit_at) AS entered_at,
  MIN(
    CASE
      WHEN first_visits.phase_number = phases.phase_number
      THEN first_visits.first_visit_at
    END
  ) AS first_visit_at
FROM first_visits
INNER JOIN declared.phases AS phases
  ON first_visits.phase_number >= phases.phase_number
GROUP BY
  first_visits.person_id,
  first_visits.journey_number,
  phases.phase_number
