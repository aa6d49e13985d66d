SELECT
  rules.rule_number,
  rules.rule_name,
  rules.phase_number,
  phases.phase_id,
  COUNT(event_phases.event_id) AS n_events,
  COUNT(event_phases.event_id) / NULLIF(summary.n_events, 0) AS share
FROM declared.rules AS rules
INNER JOIN declared.phases AS phases
  ON rules.phase_number = phases.phase_number
CROSS JOIN report.summary AS summary
LEFT JOIN phases.event_phases AS event_phases
  ON rules.rule_number = event_phases.rule_number
GROUP BY
  rules.rule_number,
  rules.rule_name,
  rules.phase_number,
  phases.phase_id,
  summary.n_events
