SELECT
  verdicts.*,
  changes.change_number,
  changes.date_on,
  changes.has_control,
  changes.gap_weeks,
  changes.decide_at,
  ROW_NUMBER() OVER (
    PARTITION BY verdicts.change_id
    ORDER BY verdicts.is_confirmatory DESC, phases.phase_number ASC, CASE WHEN verdicts.kpi_id = '(conversion)' THEN 1 ELSE 0 END ASC NULLS LAST, verdicts.kpi_id ASC NULLS LAST
  ) AS place
FROM comparison.verdicts AS verdicts
INNER JOIN declared.changes AS changes
  ON verdicts.change_id = changes.change_id
LEFT JOIN declared.phases AS phases
  ON verdicts.phase_id = phases.phase_id
