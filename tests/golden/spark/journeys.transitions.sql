WITH moves AS (
  SELECT
    visits.visit_number - 1 AS step,
    LAG(visits.phase_number) OVER path AS source_phase_number,
    visits.phase_number AS target_phase_number,
    CAST(NULL AS STRING) AS ending
  FROM journeys.visits AS visits
  WINDOW path AS (
    PARTITION BY visits.person_id, visits.journey_number
    ORDER BY visits.visit_number ASC NULLS LAST
  )
), ends AS (
  SELECT
    step,
    source_phase_number,
    target_phase_number,
    ending
  FROM (
    SELECT
      visits.visit_number AS step,
      visits.phase_number AS source_phase_number,
      CAST(NULL AS BIGINT) AS target_phase_number,
      journeys.ending,
      ROW_NUMBER() OVER (
        PARTITION BY visits.person_id, visits.journey_number
        ORDER BY visits.visit_number DESC
      ) AS _w
    FROM journeys.visits AS visits
    INNER JOIN journeys.journeys AS journeys
      ON visits.person_id = journeys.person_id
      AND visits.journey_number = journeys.journey_number
  ) AS _t
  WHERE
    _w = 1
), steps AS (
  SELECT
    *
  FROM moves
  UNION ALL
  SELECT
    *
  FROM ends
)
SELECT
  steps.step,
  COALESCE(source.phase_id, '(start)') AS source,
  COALESCE(target.phase_id, steps.ending) AS target,
  COUNT(*) AS n
FROM steps
LEFT JOIN declared.phases AS source
  ON steps.source_phase_number = source.phase_number
LEFT JOIN declared.phases AS target
  ON steps.target_phase_number = target.phase_number
GROUP BY
  steps.step,
  COALESCE(source.phase_id, '(start)'),
  COALESCE(target.phase_id, steps.ending)
