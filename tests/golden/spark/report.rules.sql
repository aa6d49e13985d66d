WITH matched AS (
  SELECT
    rule_number
  FROM phases.event_phases
  UNION ALL
  SELECT
    rule_number
  FROM journeys.repeat_purchases
)
SELECT
  rules.rule_number,
  rules.rule_name,
  rules.phase_number,
  phases.phase_id,
  COUNT(matched.rule_number) AS n_events,
  COUNT(matched.rule_number) / NULLIF(summary.n_events + summary.n_derived, 0) AS share
FROM declared.rules AS rules
INNER JOIN declared.phases AS phases
  ON rules.phase_number = phases.phase_number
CROSS JOIN report.summary AS summary
LEFT JOIN matched
  ON rules.rule_number = matched.rule_number
GROUP BY
  rules.rule_number,
  rules.rule_name,
  rules.phase_number,
  phases.phase_id,
  summary.n_events,
  summary.n_derived
