SELECT DISTINCT
  'kpis.phase_reach' AS table_name,
  n_all,
  n_counted
FROM kpis.phase_reach
UNION ALL
SELECT DISTINCT
  'kpis.phase_conversion' AS table_name,
  n_all,
  n_all - n_unassigned AS n_counted
FROM kpis.phase_conversion
UNION ALL
SELECT DISTINCT
  'kpis.drop_off' AS table_name,
  n_all,
  n_all - n_unassigned AS n_counted
FROM kpis.drop_off
UNION ALL
SELECT DISTINCT
  'kpis.time_to_next' AS table_name,
  n_all,
  n_all - n_unassigned AS n_counted
FROM kpis.time_to_next
UNION ALL
SELECT DISTINCT
  'kpis.kpis' AS table_name,
  n_all,
  n_counted
FROM kpis.kpis
UNION ALL
SELECT DISTINCT
  'kpis.variants' AS table_name,
  n_all,
  n_counted
FROM kpis.variants
UNION ALL
SELECT DISTINCT
  'map.conformance' AS table_name,
  n_all,
  n_all - n_unassigned AS n_counted
FROM map.conformance
UNION ALL
SELECT DISTINCT
  'report.flows' AS table_name,
  n_all,
  n_counted
FROM report.flows
UNION ALL
SELECT DISTINCT
  'report.funnel' AS table_name,
  n_all,
  n_counted
FROM report.funnel
UNION ALL
SELECT DISTINCT
  'report.kpis' AS table_name,
  n_all,
  n_counted
FROM report.kpis
UNION ALL
SELECT DISTINCT
  'report.summary' AS table_name,
  n_all,
  n_counted
FROM report.summary
