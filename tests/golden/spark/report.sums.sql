WITH journey_totals AS (
  SELECT
    COALESCE(SUM(orders), 0) AS n_orders,
    COALESCE(SUM(value), 0) AS value
  FROM journeys.journeys
)
SELECT
  claim,
  about,
  n_left,
  n_right,
  CAST(NULL AS DOUBLE) AS value_left,
  CAST(NULL AS DOUBLE) AS value_right
FROM report.row_sums
UNION ALL
SELECT
  claim,
  about,
  n_left,
  n_right,
  CAST(NULL AS DOUBLE) AS value_left,
  CAST(NULL AS DOUBLE) AS value_right
FROM report.journey_sums
UNION ALL
SELECT
  'orders and revenue of the headline = of the journeys' AS claim,
  '-' AS about,
  summary.n_orders AS n_left,
  CAST(journey_totals.n_orders AS BIGINT) AS n_right,
  summary.revenue AS value_left,
  journey_totals.value AS value_right
FROM report.summary AS summary
CROSS JOIN journey_totals
