WITH folded AS (
  SELECT
    step,
    source,
    CASE
      WHEN step = 6 AND NOT target IN ('(open)', '(done)', '(lost)')
      THEN '(other)'
      ELSE target
    END AS target,
    SUM(n) AS n
  FROM journeys.transitions
  WHERE
    step <= 6
  GROUP BY
    step,
    source,
    CASE
      WHEN step = 6 AND NOT target IN ('(open)', '(done)', '(lost)')
      THEN '(other)'
      ELSE target
    END
), reach AS (
  SELECT
    n_all,
    n_counted
  FROM kpis.phase_reach
  WHERE
    phase_number = 1
)
SELECT
  folded.step,
  folded.source,
  folded.target,
  CAST(folded.n AS BIGINT) AS n,
  reach.n_all,
  reach.n_counted
FROM folded
CROSS JOIN reach
