WITH folded AS (
  SELECT
    CASE WHEN variant_number <= 20 THEN variant_number ELSE 21 END AS place,
    MIN(CASE WHEN variant_number <= 20 THEN path ELSE '(other)' END) AS path,
    COUNT(*) AS n_variants,
    SUM(n_journeys) AS n_journeys,
    SUM(n_open) AS n_open,
    SUM(n_closed) AS n_closed,
    SUM(n_converted) AS n_converted,
    SUM(value) AS value,
    SUM(n_valued) AS n_valued,
    SUM(mean_value * n_valued) AS closed_value,
    MIN(n_all) AS n_all,
    MIN(n_counted) AS n_counted
  FROM kpis.variants
  GROUP BY
    CASE WHEN variant_number <= 20 THEN variant_number ELSE 21 END
)
SELECT
  place,
  path,
  n_variants,
  CAST(n_journeys AS BIGINT) AS n_journeys,
  n_journeys / NULLIF(n_counted, 0) AS share,
  CAST(n_open AS BIGINT) AS n_open,
  CAST(n_closed AS BIGINT) AS n_closed,
  CAST(n_converted AS BIGINT) AS n_converted,
  n_converted / NULLIF(n_closed, 0) AS conversion_rate,
  (
    (
      2.0 * CAST(n_converted AS DOUBLE) + 3.8414588206941254 - 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(n_converted AS DOUBLE) * (
          CAST(n_closed AS DOUBLE) - CAST(n_converted AS DOUBLE)
        ) / NULLIF(CAST(n_closed AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(n_closed AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS conversion_low,
  (
    (
      2.0 * CAST(n_converted AS DOUBLE) + 3.8414588206941254 + 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(n_converted AS DOUBLE) * (
          CAST(n_closed AS DOUBLE) - CAST(n_converted AS DOUBLE)
        ) / NULLIF(CAST(n_closed AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(n_closed AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS conversion_high,
  value,
  CAST(n_valued AS BIGINT) AS n_valued,
  closed_value / NULLIF(n_valued, 0) AS mean_value,
  n_all,
  n_counted
FROM folded
