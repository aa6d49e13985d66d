SELECT
  kpi_id,
  phase_id,
  measure,
  value,
  low,
  high,
  n,
  n_immature,
  n_without_value,
  target,
  direction,
  CASE direction WHEN 'up' THEN value >= target WHEN 'down' THEN value <= target END AS is_met,
  definition_hash,
  capture_rate,
  is_capture_low,
  n_all,
  n_counted
FROM kpis.kpis
