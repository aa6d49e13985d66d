SELECT
  tracked.tracking_start_at,
  tracked.tracking_end_at,
  CAST(0.8 AS DOUBLE) AS min_capture,
  COALESCE(total.n_orders, 0) AS n_orders,
  COALESCE(total.n_tracked, 0) AS n_tracked,
  total.capture_rate,
  total.capture_low,
  total.capture_high,
  COALESCE(total.is_capture_low, FALSE) AS is_capture_low,
  COALESCE(total.n_without_visitor, 0) AS n_without_visitor,
  COALESCE(total.n_seen, 0) AS n_seen,
  COALESCE(total.n_unseen, 0) AS n_unseen,
  COALESCE(total.n_outside_tracking, 0) AS n_outside_tracking,
  COALESCE(total.n_sold_elsewhere, 0) AS n_sold_elsewhere,
  COALESCE(total.n_of_nobody, 0) AS n_of_nobody,
  COALESCE(total.revenue_of_nobody, 0) AS revenue_of_nobody,
  COALESCE(total.n_without_order, 0) AS n_without_order,
  COALESCE(total.n_cancelled, 0) AS n_cancelled,
  COALESCE(total.n_test, 0) AS n_test,
  COALESCE(total.n_duplicate, 0) AS n_duplicate,
  COALESCE(total.n_unknown, 0) AS n_unknown,
  COALESCE(total.n_outside_orders, 0) AS n_outside_orders,
  COALESCE(total.n_without_value, 0) AS n_without_value,
  COALESCE(total.order_revenue, 0) AS order_revenue,
  COALESCE(total.order_revenue_tracked, 0) AS order_revenue_tracked,
  COALESCE(total.tracked_revenue, 0) AS tracked_revenue,
  COALESCE(total.tracked_revenue_without_order, 0) AS tracked_revenue_without_order,
  COALESCE(total.revenue_difference, 0) AS revenue_difference
FROM (
  SELECT
    MIN(started_at) AS tracking_start_at,
    MAX(ended_at) AS tracking_end_at
  FROM events.sessions
) AS tracked
LEFT JOIN kpis.order_capture AS total
  ON total.week_on IS NULL AND total.channel = '(all)'
