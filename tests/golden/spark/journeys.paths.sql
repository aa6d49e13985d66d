WITH moves AS (
  SELECT
    person_id,
    journey_number,
    visit_number,
    phase_number,
    LAG(phase_number) OVER (PARTITION BY person_id, journey_number ORDER BY visit_number ASC NULLS LAST) AS previous_phase_number
  FROM journeys.visits
)
SELECT
  moves.person_id,
  moves.journey_number,
  LISTAGG(phases.phase_id, ' › ') WITHIN GROUP (ORDER BY
    moves.visit_number NULLS LAST) AS path,
  COUNT(*) AS n_visits,
  COUNT(DISTINCT moves.phase_number) < MAX(moves.phase_number) AS has_skipped,
  COUNT(*) FILTER(WHERE
    moves.phase_number < moves.previous_phase_number) > 0 AS has_gone_back,
  COUNT(*) > COUNT(DISTINCT moves.phase_number) AS has_looped
FROM moves
INNER JOIN declared.phases AS phases
  ON moves.phase_number = phases.phase_number
GROUP BY
  moves.person_id,
  moves.journey_number
