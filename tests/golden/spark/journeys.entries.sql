SELECT
  first_visits.person_id,
  first_visits.journey_number,
  phases.phase_number,
  MIN(first_visits.started_at) AS entered_at,
  MIN(
    CASE
      WHEN first_visits.phase_number = phases.phase_number
      THEN first_visits.started_at
    END
  ) AS first_visit_at,
  MIN(
    CASE
      WHEN first_visits.phase_number > phases.phase_number
      THEN first_visits.started_at
    END
  ) AS next_entered_at
FROM journeys.first_visits AS first_visits
INNER JOIN declared.phases AS phases
  ON first_visits.phase_number >= phases.phase_number
GROUP BY
  first_visits.person_id,
  first_visits.journey_number,
  phases.phase_number
