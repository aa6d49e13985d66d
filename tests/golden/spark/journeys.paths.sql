SELECT
  visits.person_id,
  visits.journey_number,
  LISTAGG(phases.phase_id, ' › ') WITHIN GROUP (ORDER BY
    visits.visit_number NULLS LAST) AS path,
  COUNT(*) AS n_visits,
  COUNT(DISTINCT visits.phase_number) < MAX(visits.phase_number) AS has_skipped,
  COUNT(*) FILTER(WHERE
    visits.next_phase_number < visits.phase_number) > 0 AS has_gone_back,
  COUNT(*) > COUNT(DISTINCT visits.phase_number) AS has_looped
FROM journeys.visits AS visits
INNER JOIN declared.phases AS phases
  ON visits.phase_number = phases.phase_number
GROUP BY
  visits.person_id,
  visits.journey_number
