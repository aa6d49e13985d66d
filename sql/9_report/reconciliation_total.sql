-- one row: all orders against what was tracked of them
select
    tracked.tracking_start_at,
    tracked.tracking_end_at,
    cast(setting('kpi.min_capture') as double) as min_capture,
    coalesce(total.n_orders, 0) as n_orders,
    coalesce(total.n_tracked, 0) as n_tracked,
    total.capture_rate,
    total.capture_low,
    total.capture_high,
    coalesce(total.is_capture_low, false) as is_capture_low,
    coalesce(total.n_without_visitor, 0) as n_without_visitor,
    coalesce(total.n_seen, 0) as n_seen,
    coalesce(total.n_unseen, 0) as n_unseen,
    coalesce(total.n_outside_tracking, 0) as n_outside_tracking,
    coalesce(total.n_sold_elsewhere, 0) as n_sold_elsewhere,
    coalesce(total.n_of_nobody, 0) as n_of_nobody,
    coalesce(total.revenue_of_nobody, 0) as revenue_of_nobody,
    coalesce(total.n_without_order, 0) as n_without_order,
    coalesce(total.n_cancelled, 0) as n_cancelled,
    coalesce(total.n_test, 0) as n_test,
    coalesce(total.n_duplicate, 0) as n_duplicate,
    coalesce(total.n_unknown, 0) as n_unknown,
    coalesce(total.n_outside_orders, 0) as n_outside_orders,
    coalesce(total.n_without_value, 0) as n_without_value,
    coalesce(total.order_revenue, 0) as order_revenue,
    coalesce(total.order_revenue_tracked, 0) as order_revenue_tracked,
    coalesce(total.tracked_revenue, 0) as tracked_revenue,
    coalesce(total.tracked_revenue_without_order, 0) as tracked_revenue_without_order,
    coalesce(total.revenue_difference, 0) as revenue_difference
from (
    select
        min(started_at) as tracking_start_at,
        max(ended_at) as tracking_end_at
    from events.sessions
) as tracked
left join kpis.order_capture as total on total.week_on is null and total.channel = '(all)'
