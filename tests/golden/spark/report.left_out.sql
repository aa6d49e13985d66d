SELECT
  source_id,
  reason,
  COUNT(*) AS n_rows
FROM clean.left_out
GROUP BY
  source_id,
  reason
