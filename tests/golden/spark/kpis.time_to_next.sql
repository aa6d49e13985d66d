WITH durations AS (
  SELECT
    first_visits.phase_number,
    NOT first_visits.next_visit_at IS NULL AS is_observed,
    (
      UNIX_MICROS(COALESCE(first_visits.next_visit_at, data_end.data_end_at)) - UNIX_MICROS(first_visits.started_at)
    ) AS duration_us
  FROM journeys.first_visits AS first_visits
  CROSS JOIN clean.data_end AS data_end
  WHERE
    first_visits.phase_number < (
      SELECT
        MAX(phase_number)
      FROM declared.phases
    )
), moments AS (
  SELECT
    phase_number,
    duration_us,
    COUNT(*) AS n_leaving,
    COUNT(*) FILTER(WHERE
      is_observed) AS n_observed
  FROM durations
  GROUP BY
    phase_number,
    duration_us
), at_risk AS (
  SELECT
    phase_number,
    duration_us,
    n_observed,
    CAST(SUM(n_leaving) OVER (
      PARTITION BY phase_number
      ORDER BY duration_us DESC
      rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
    ) AS BIGINT) AS n_at_risk
  FROM moments
), survival AS (
  SELECT
    phase_number,
    duration_us,
    MAX(CASE WHEN n_observed = n_at_risk THEN 1 ELSE 0 END) OVER earlier AS everyone_left,
    SUM(
      CASE
        WHEN n_observed < n_at_risk
        THEN LN(1.0 - n_observed / NULLIF(n_at_risk, 0))
        ELSE 0.0
      END
    ) OVER earlier AS log_survival
  FROM at_risk
  WHERE
    n_observed > 0
  WINDOW earlier AS (
    PARTITION BY phase_number
    ORDER BY duration_us ASC NULLS LAST
    rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
  )
), survival_medians AS (
  SELECT
    phase_number,
    MIN(duration_us) AS km_median_us
  FROM survival
  WHERE
    everyone_left = 1 OR log_survival <= LN(0.5) + 1e-12
  GROUP BY
    phase_number
), observed AS (
  SELECT
    phase_number,
    COUNT(*) AS n_visited,
    COUNT(*) FILTER(WHERE
      is_observed) AS n_with_next,
    MEDIAN(CASE WHEN is_observed THEN duration_us END) AS median_us,
    PERCENTILE(CASE WHEN is_observed THEN duration_us END, 0.9) AS p90_us
  FROM durations
  GROUP BY
    phase_number
)
SELECT
  reach.phase_number,
  reach.phase_id,
  reach.n_all,
  COALESCE(observed.n_visited, 0) AS n_counted,
  reach.n_unassigned,
  reach.n_counted - COALESCE(observed.n_visited, 0) AS n_not_visited,
  COALESCE(observed.n_with_next, 0) AS n_with_next,
  observed.median_us / 86400000000 AS median_days,
  observed.p90_us / 86400000000 AS p90_days,
  survival_medians.km_median_us / 86400000000 AS km_median_days
FROM kpis.phase_reach AS reach
LEFT JOIN observed
  ON reach.phase_number = observed.phase_number
LEFT JOIN survival_medians
  ON reach.phase_number = survival_medians.phase_number
WHERE
  reach.phase_number < (
    SELECT
      MAX(phase_number)
    FROM declared.phases
  )
