WITH levels AS (
  SELECT
    TRUE AS is_by_week,
    TRUE AS is_by_channel
  UNION ALL
  SELECT
    TRUE AS is_by_week,
    FALSE AS is_by_channel
  UNION ALL
  SELECT
    FALSE AS is_by_week,
    TRUE AS is_by_channel
  UNION ALL
  SELECT
    FALSE AS is_by_week,
    FALSE AS is_by_channel
), spread AS (
  SELECT
    CASE WHEN levels.is_by_week THEN tracking.week_on END AS week_on,
    CASE WHEN levels.is_by_channel THEN tracking.channel ELSE '(all)' END AS channel,
    tracking.is_order AND tracking.standing IN ('tracked', 'seen', 'unseen') AS is_judged,
    tracking.standing,
    tracking.is_of_nobody,
    tracking.has_visitor,
    tracking.value,
    tracking.tracked_value
  FROM events.order_tracking AS tracking
  CROSS JOIN levels
), counted AS (
  SELECT
    week_on,
    channel,
    COUNT(*) FILTER(WHERE
      is_judged) AS n_orders,
    COUNT(*) FILTER(WHERE
      standing = 'tracked') AS n_tracked,
    COUNT(*) FILTER(WHERE
      standing = 'tracked' AND NOT has_visitor) AS n_without_visitor,
    COUNT(*) FILTER(WHERE
      standing = 'seen') AS n_seen,
    COUNT(*) FILTER(WHERE
      standing = 'unseen') AS n_unseen,
    COUNT(*) FILTER(WHERE
      standing = 'outside tracking') AS n_outside_tracking,
    COUNT(*) FILTER(WHERE
      standing = 'sold elsewhere') AS n_sold_elsewhere,
    COUNT(*) FILTER(WHERE
      is_of_nobody) AS n_of_nobody,
    COALESCE(SUM(CASE WHEN is_of_nobody THEN value END), 0) AS revenue_of_nobody,
    COUNT(*) FILTER(WHERE
      standing IN ('cancelled', 'test', 'duplicate', 'unknown')) AS n_without_order,
    COUNT(*) FILTER(WHERE
      standing = 'cancelled') AS n_cancelled,
    COUNT(*) FILTER(WHERE
      standing = 'test') AS n_test,
    COUNT(*) FILTER(WHERE
      standing = 'duplicate') AS n_duplicate,
    COUNT(*) FILTER(WHERE
      standing = 'unknown') AS n_unknown,
    COUNT(*) FILTER(WHERE
      standing = 'outside orders') AS n_outside_orders,
    COUNT(*) FILTER(WHERE
      is_judged AND value IS NULL) AS n_without_value,
    COALESCE(SUM(CASE WHEN is_judged THEN value END), 0) AS order_revenue,
    COALESCE(SUM(CASE WHEN standing = 'tracked' THEN value END), 0) AS order_revenue_tracked,
    COALESCE(SUM(CASE WHEN standing = 'tracked' THEN tracked_value END), 0) AS tracked_revenue,
    COALESCE(SUM(CASE WHEN standing IN ('cancelled', 'unknown') THEN tracked_value END), 0) AS tracked_revenue_without_order
  FROM spread
  GROUP BY
    week_on,
    channel
)
SELECT
  week_on,
  channel,
  n_orders,
  n_tracked,
  n_tracked / NULLIF(n_orders, 0) AS capture_rate,
  (
    (
      2.0 * CAST(n_tracked AS DOUBLE) + 3.8414588206941254 - 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(n_tracked AS DOUBLE) * (
          CAST(n_orders AS DOUBLE) - CAST(n_tracked AS DOUBLE)
        ) / NULLIF(CAST(n_orders AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(n_orders AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS capture_low,
  (
    (
      2.0 * CAST(n_tracked AS DOUBLE) + 3.8414588206941254 + 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(n_tracked AS DOUBLE) * (
          CAST(n_orders AS DOUBLE) - CAST(n_tracked AS DOUBLE)
        ) / NULLIF(CAST(n_orders AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(n_orders AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS capture_high,
  COALESCE(n_tracked / NULLIF(n_orders, 0) < 0.8, FALSE) AS is_capture_low,
  n_without_visitor,
  n_seen,
  n_unseen,
  n_outside_tracking,
  n_sold_elsewhere,
  n_of_nobody,
  revenue_of_nobody,
  n_without_order,
  n_cancelled,
  n_test,
  n_duplicate,
  n_unknown,
  n_outside_orders,
  n_without_value,
  order_revenue,
  order_revenue_tracked,
  tracked_revenue,
  tracked_revenue_without_order,
  tracked_revenue + tracked_revenue_without_order - order_revenue AS revenue_difference
FROM counted
