WITH taken AS (
  SELECT
    paths.path,
    paths.n_visits,
    journeys.is_closed,
    journeys.is_converted,
    journeys.value,
    CASE
      WHEN journeys.is_closed AND journeys.is_converted
      THEN journeys.value
      WHEN journeys.is_closed
      THEN 0.0
    END AS closed_value
  FROM journeys.paths AS paths
  INNER JOIN journeys.journeys AS journeys
    ON paths.person_id = journeys.person_id
    AND paths.journey_number = journeys.journey_number
), counted AS (
  SELECT
    path,
    n_visits,
    COUNT(*) AS n_journeys,
    COUNT(*) FILTER(WHERE
      NOT is_closed) AS n_open,
    COUNT(*) FILTER(WHERE
      is_closed) AS n_closed,
    COUNT(*) FILTER(WHERE
      is_closed AND is_converted) AS n_converted,
    COALESCE(SUM(value), 0.0) AS value,
    COUNT(closed_value) AS n_valued,
    AVG(closed_value) AS mean_value
  FROM taken
  GROUP BY
    path,
    n_visits
), reach AS (
  SELECT
    n_all,
    n_counted,
    n_unassigned
  FROM kpis.phase_reach
  WHERE
    phase_number = 1
)
SELECT
  ROW_NUMBER() OVER (ORDER BY counted.n_journeys DESC, counted.path ASC NULLS LAST) AS variant_number,
  counted.path,
  counted.n_visits,
  counted.n_journeys,
  counted.n_journeys / NULLIF(reach.n_counted, 0) AS share,
  counted.n_open,
  counted.n_closed,
  counted.n_converted,
  counted.n_converted / NULLIF(counted.n_closed, 0) AS conversion_rate,
  (
    (
      2.0 * CAST(counted.n_converted AS DOUBLE) + 3.8414588206941254 - 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(counted.n_converted AS DOUBLE) * (
          CAST(counted.n_closed AS DOUBLE) - CAST(counted.n_converted AS DOUBLE)
        ) / NULLIF(CAST(counted.n_closed AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(counted.n_closed AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS conversion_low,
  (
    (
      2.0 * CAST(counted.n_converted AS DOUBLE) + 3.8414588206941254 + 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(counted.n_converted AS DOUBLE) * (
          CAST(counted.n_closed AS DOUBLE) - CAST(counted.n_converted AS DOUBLE)
        ) / NULLIF(CAST(counted.n_closed AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(counted.n_closed AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS conversion_high,
  counted.value,
  counted.n_valued,
  counted.mean_value,
  reach.n_all,
  reach.n_counted,
  reach.n_unassigned
FROM counted
CROSS JOIN reach
