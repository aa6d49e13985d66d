WITH sides AS (
  SELECT
    'treated' AS side
  UNION ALL
  SELECT
    'control' AS side
  UNION ALL
  SELECT
    '(both)' AS side
  UNION ALL
  SELECT
    '(neither)' AS side
), grid AS (
  SELECT
    changes.change_id,
    outcomes.phase_id,
    outcomes.kpi_id,
    outcomes.measure,
    sides.side,
    weeks.week,
    weeks.starts_on,
    weeks.starts_at + INTERVAL '1' DAY > data_end.data_start_at
    AND weeks.ends_at + outcomes.follow_up_seconds * INTERVAL '1' SECOND <= data_end.data_end_at AS is_complete,
    changes.decide_at IS NULL
    OR weeks.ends_at + outcomes.follow_up_seconds * INTERVAL '1' SECOND <= changes.decide_at AS is_decided_on
  FROM declared.changes AS changes
  INNER JOIN declared.change_outcomes AS outcomes
    ON changes.change_id = outcomes.change_id
  INNER JOIN declared.change_weeks AS weeks
    ON changes.change_id = weeks.change_id
  CROSS JOIN sides
  CROSS JOIN clean.data_end AS data_end
  WHERE
    weeks.ends_at > data_end.data_start_at
    AND weeks.starts_at <= data_end.data_end_at
    AND (
      changes.has_control OR sides.side <> 'control'
    )
), counted AS (
  SELECT
    change_id,
    phase_id,
    kpi_id,
    side,
    week,
    CAST(SUM(n) FILTER(WHERE
      is_mature) AS BIGINT) AS n,
    SUM(value) FILTER(WHERE
      is_mature) AS total,
    AVG(value) FILTER(WHERE
      is_mature AND n = 1) AS mean,
    VARIANCE(value) FILTER(WHERE
      is_mature AND n = 1) AS variance,
    MEDIAN(CASE WHEN is_mature AND n = 1 THEN value END) AS median,
    CAST(SUM(n) FILTER(WHERE
      is_mature_when_judged) AS BIGINT) AS n_when_judged,
    CAST(SUM(n) FILTER(WHERE
      is_before_decision AND NOT is_mature_when_judged) AS BIGINT) AS n_immature
  FROM comparison.change_entries
  GROUP BY
    change_id,
    phase_id,
    kpi_id,
    side,
    week
)
SELECT
  grid.change_id,
  grid.phase_id,
  grid.kpi_id,
  grid.side,
  grid.week,
  grid.starts_on,
  COALESCE(counted.n, 0) AS n,
  CASE
    WHEN grid.measure = 'median'
    THEN counted.median
    WHEN grid.measure IN ('count', 'sum')
    THEN COALESCE(counted.total, 0.0)
    ELSE counted.total / NULLIF(counted.n, 0)
  END AS value,
  counted.mean,
  counted.variance,
  COALESCE(counted.n_when_judged, 0) AS n_when_judged,
  COALESCE(counted.n_immature, 0) AS n_immature,
  grid.is_complete,
  grid.is_complete AND grid.is_decided_on AS is_whole
FROM grid
LEFT JOIN counted
  ON grid.change_id = counted.change_id
  AND grid.phase_id = counted.phase_id
  AND grid.kpi_id = counted.kpi_id
  AND grid.side = counted.side
  AND grid.week = counted.week
WHERE
  grid.side IN ('treated', 'control') OR counted.n > 0 OR counted.n_immature > 0
