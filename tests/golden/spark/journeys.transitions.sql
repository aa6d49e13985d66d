WITH steps AS (
  SELECT
    person_id,
    journey_number,
    CAST(0 AS BIGINT) AS step,
    CAST(NULL AS BIGINT) AS source_phase_number,
    phase_number AS target_phase_number
  FROM journeys.visits
  WHERE
    visit_number = 1
  UNION ALL
  SELECT
    person_id,
    journey_number,
    visit_number AS step,
    phase_number AS source_phase_number,
    next_phase_number AS target_phase_number
  FROM journeys.visits
)
SELECT
  steps.step,
  COALESCE(source.phase_id, '(start)') AS source,
  COALESCE(target.phase_id, journeys.ending) AS target,
  COUNT(*) AS n
FROM steps
LEFT JOIN journeys.journeys AS journeys
  ON steps.target_phase_number IS NULL
  AND steps.person_id = journeys.person_id
  AND steps.journey_number = journeys.journey_number
LEFT JOIN declared.phases AS source
  ON steps.source_phase_number = source.phase_number
LEFT JOIN declared.phases AS target
  ON steps.target_phase_number = target.phase_number
GROUP BY
  steps.step,
  COALESCE(source.phase_id, '(start)'),
  COALESCE(target.phase_id, journeys.ending)
