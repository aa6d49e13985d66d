SELECT
  visits.person_id,
  visits.journey_number,
  phases.phase_number,
  MIN(visits.started_at) AS entered_at,
  MIN(CASE WHEN visits.phase_number = phases.phase_number THEN visits.started_at END) AS first_visit_at
FROM journeys.visits AS visits
INNER JOIN declared.phases AS phases
  ON visits.phase_number >= phases.phase_number
GROUP BY
  visits.person_id,
  visits.journey_number,
  phases.phase_number
