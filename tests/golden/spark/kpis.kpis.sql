WITH entries AS (
  SELECT
    entries.kpi_id,
    entries.value,
    COALESCE(entries.matures_at <= data_end.data_end_at, TRUE) AS is_mature
  FROM kpis.kpi_entries AS entries
  CROSS JOIN clean.data_end AS data_end
  WHERE
    entries.is_own_maturity
), usable AS (
  SELECT
    kpi_id,
    value,
    ROW_NUMBER() OVER (PARTITION BY kpi_id ORDER BY value ASC NULLS LAST) AS value_rank,
    COUNT(*) OVER (PARTITION BY kpi_id) AS n_usable
  FROM entries
  WHERE
    is_mature AND NOT value IS NULL
), aggregated AS (
  SELECT
    kpi_id,
    COUNT(*) AS n,
    SUM(value) AS total,
    AVG(value) AS mean,
    VARIANCE(value) AS variance,
    MEDIAN(value) AS median,
    MAX(
      CASE
        WHEN value_rank = GREATEST(CAST(FLOOR((
          n_usable - 1.959963984540054 * SQRT(n_usable)
        ) / 2) AS BIGINT), 1)
        THEN value
      END
    ) AS median_low,
    MAX(
      CASE
        WHEN value_rank = LEAST(
          CAST(CEIL(1 + (
            n_usable + 1.959963984540054 * SQRT(n_usable)
          ) / 2) AS BIGINT),
          n_usable
        )
        THEN value
      END
    ) AS median_high
  FROM usable
  GROUP BY
    kpi_id
), reaching_events AS (
  SELECT
    kpis.kpi_id,
    COUNT(*) AS n_reaching
  FROM declared.kpis AS kpis
  INNER JOIN kpis.matches AS matches
    ON kpis.reached_condition = matches.condition_number
  WHERE
    kpis.grain = 'events'
  GROUP BY
    kpis.kpi_id
), ratios AS (
  SELECT
    kpis.kpi_id,
    kpis.is_share
    AND COALESCE(reaching_events.n_reaching = aggregated.total, kpis.grain <> 'events') AS is_share,
    CASE
      WHEN kpis.grain = 'events'
      THEN COALESCE(reaching_events.n_reaching, 0)
      ELSE aggregated.total
    END AS n_reaching
  FROM declared.kpis AS kpis
  LEFT JOIN aggregated
    ON kpis.kpi_id = aggregated.kpi_id
  LEFT JOIN reaching_events
    ON kpis.kpi_id = reaching_events.kpi_id
), journey_counts AS (
  SELECT
    COUNT(*) AS n_all,
    COUNT(*) FILTER(WHERE
      is_assigned) AS n_counted
  FROM journeys.journeys
), capture AS (
  SELECT
    MAX(capture_rate) AS capture_rate,
    COALESCE(BOOL_OR(is_capture_low), FALSE) AS is_capture_low
  FROM kpis.order_capture
  WHERE
    week_on IS NULL AND channel = '(all)'
), left_out AS (
  SELECT
    kpi_id,
    COUNT(*) FILTER(WHERE
      NOT is_mature) AS n_immature,
    COUNT(*) FILTER(WHERE
      is_mature AND value IS NULL) AS n_without_value
  FROM entries
  GROUP BY
    kpi_id
)
SELECT
  kpis.kpi_id,
  kpis.phase_id,
  kpis.measure,
  CASE
    WHEN kpis.measure = 'count'
    THEN CAST(COALESCE(aggregated.n, 0) AS DOUBLE)
    WHEN kpis.measure = 'sum'
    THEN COALESCE(aggregated.total, 0)
    WHEN kpis.measure = 'median'
    THEN aggregated.median
    WHEN kpis.measure = 'ratio'
    THEN ratios.n_reaching / NULLIF(aggregated.n, 0)
    ELSE aggregated.mean
  END AS value,
  CASE
    WHEN ratios.is_share
    THEN (
      (
        2.0 * CAST(aggregated.total AS DOUBLE) + 3.8414588206941254 - 1.959963984540054 * SQRT(
          3.8414588206941254 + 4.0 * CAST(aggregated.total AS DOUBLE) * (
            CAST(aggregated.n AS DOUBLE) - CAST(aggregated.total AS DOUBLE)
          ) / NULLIF(CAST(aggregated.n AS DOUBLE), 0)
        )
      ) / (
        2.0 * (
          NULLIF(CAST(aggregated.n AS DOUBLE), 0) + 3.8414588206941254
        )
      )
    )
    WHEN kpis.measure = 'mean' OR (
      kpis.measure = 'ratio' AND kpis.grain <> 'events'
    )
    THEN aggregated.mean - (
      CASE
        WHEN CAST(aggregated.n - 1 AS DOUBLE) = 1
        THEN 12.706204736
        WHEN CAST(aggregated.n - 1 AS DOUBLE) = 2
        THEN 4.30265273
        WHEN CAST(aggregated.n - 1 AS DOUBLE) = 3
        THEN 3.182446305
        WHEN CAST(aggregated.n - 1 AS DOUBLE) = 4
        THEN 2.776445105
        WHEN CAST(aggregated.n - 1 AS DOUBLE) > 4
        THEN 1.959963984540054 + 2.372271230299 / POWER(CAST(aggregated.n - 1 AS DOUBLE), 1) + 2.822498615740 / POWER(CAST(aggregated.n - 1 AS DOUBLE), 2) + 2.555849679508 / POWER(CAST(aggregated.n - 1 AS DOUBLE), 3) + 1.589534053394 / POWER(CAST(aggregated.n - 1 AS DOUBLE), 4)
      END
    ) * SQRT(aggregated.variance / NULLIF(aggregated.n, 0))
    WHEN kpis.measure = 'median' AND aggregated.n >= 6
    THEN aggregated.median_low
  END AS low,
  CASE
    WHEN ratios.is_share
    THEN (
      (
        2.0 * CAST(aggregated.total AS DOUBLE) + 3.8414588206941254 + 1.959963984540054 * SQRT(
          3.8414588206941254 + 4.0 * CAST(aggregated.total AS DOUBLE) * (
            CAST(aggregated.n AS DOUBLE) - CAST(aggregated.total AS DOUBLE)
          ) / NULLIF(CAST(aggregated.n AS DOUBLE), 0)
        )
      ) / (
        2.0 * (
          NULLIF(CAST(aggregated.n AS DOUBLE), 0) + 3.8414588206941254
        )
      )
    )
    WHEN kpis.measure = 'mean' OR (
      kpis.measure = 'ratio' AND kpis.grain <> 'events'
    )
    THEN aggregated.mean + (
      CASE
        WHEN CAST(aggregated.n - 1 AS DOUBLE) = 1
        THEN 12.706204736
        WHEN CAST(aggregated.n - 1 AS DOUBLE) = 2
        THEN 4.30265273
        WHEN CAST(aggregated.n - 1 AS DOUBLE) = 3
        THEN 3.182446305
        WHEN CAST(aggregated.n - 1 AS DOUBLE) = 4
        THEN 2.776445105
        WHEN CAST(aggregated.n - 1 AS DOUBLE) > 4
        THEN 1.959963984540054 + 2.372271230299 / POWER(CAST(aggregated.n - 1 AS DOUBLE), 1) + 2.822498615740 / POWER(CAST(aggregated.n - 1 AS DOUBLE), 2) + 2.555849679508 / POWER(CAST(aggregated.n - 1 AS DOUBLE), 3) + 1.589534053394 / POWER(CAST(aggregated.n - 1 AS DOUBLE), 4)
      END
    ) * SQRT(aggregated.variance / NULLIF(aggregated.n, 0))
    WHEN kpis.measure = 'median' AND aggregated.n >= 6
    THEN aggregated.median_high
  END AS high,
  COALESCE(aggregated.n, 0) AS n,
  COALESCE(left_out.n_immature, 0) AS n_immature,
  COALESCE(left_out.n_without_value, 0) AS n_without_value,
  kpis.target,
  kpis.direction,
  kpis.definition_hash,
  CASE WHEN kpis.depends_on_capture THEN capture.capture_rate END AS capture_rate,
  kpis.depends_on_capture AND capture.is_capture_low AS is_capture_low,
  journey_counts.n_all,
  journey_counts.n_counted
FROM declared.kpis AS kpis
CROSS JOIN journey_counts
CROSS JOIN capture
INNER JOIN ratios
  ON kpis.kpi_id = ratios.kpi_id
LEFT JOIN aggregated
  ON kpis.kpi_id = aggregated.kpi_id
LEFT JOIN left_out
  ON kpis.kpi_id = left_out.kpi_id
