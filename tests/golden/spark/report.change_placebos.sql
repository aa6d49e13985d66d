SELECT
  placebos.change_id,
  placebos.phase_id,
  placebos.kpi_id,
  placebos.week,
  weeks.starts_on,
  placebos.estimate
FROM comparison.placebos AS placebos
INNER JOIN declared.change_weeks AS weeks
  ON placebos.change_id = weeks.change_id AND placebos.week = weeks.week
