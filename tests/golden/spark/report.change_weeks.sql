SELECT
  weekly.change_id,
  weekly.phase_id,
  weekly.kpi_id,
  weekly.side,
  weekly.week,
  weekly.starts_on,
  weekly.n,
  weekly.value,
  weekly.is_complete,
  weekly.is_whole,
  weekly.week BETWEEN 0 AND changes.gap_weeks - 1 AS is_washout
FROM comparison.weekly AS weekly
INNER JOIN declared.changes AS changes
  ON weekly.change_id = changes.change_id
WHERE
  weekly.side IN ('treated', 'control')
