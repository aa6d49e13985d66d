WITH by_customer AS (
  SELECT
    entries.change_id,
    entries.phase_id,
    entries.kpi_id,
    entries.customer_id,
    entries.week >= 0 AS is_after,
    SUM(entries.value) AS numerator,
    SUM(entries.n) AS denominator
  FROM comparison.change_entries AS entries
  INNER JOIN declared.changes AS changes
    ON entries.change_id = changes.change_id
  INNER JOIN comparison.weekly AS weekly
    ON entries.change_id = weekly.change_id
    AND entries.phase_id = weekly.phase_id
    AND entries.kpi_id = weekly.kpi_id
    AND entries.side = weekly.side
    AND entries.week = weekly.week
  WHERE
    entries.side = 'treated'
    AND entries.is_mature
    AND weekly.is_whole
    AND (
      entries.week BETWEEN -8 AND -1
      OR entries.week BETWEEN changes.gap_weeks AND changes.gap_weeks + 7
    )
  GROUP BY
    entries.change_id,
    entries.phase_id,
    entries.kpi_id,
    entries.customer_id,
    entries.week >= 0
)
SELECT
  change_id,
  phase_id,
  kpi_id,
  is_after,
  COUNT(*) AS n,
  SUM(numerator) AS num,
  CAST(SUM(denominator) AS DOUBLE) AS den,
  SUM(numerator * numerator) AS num2,
  CAST(SUM(denominator * denominator) AS DOUBLE) AS den2,
  CAST(SUM(numerator * denominator) AS DOUBLE) AS num_den
FROM by_customer
GROUP BY
  change_id,
  phase_id,
  kpi_id,
  is_after
