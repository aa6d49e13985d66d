-- one row per week and channel, per week, per channel and over all: orders against what was tracked of them
with levels as (
    select
        true as is_by_week,
        true as is_by_channel

    union all

    select
        true as is_by_week,
        false as is_by_channel

    union all

    select
        false as is_by_week,
        true as is_by_channel

    union all

    select
        false as is_by_week,
        false as is_by_channel
),

spread as (
    select
        case when levels.is_by_week then tracking.week_on end as week_on,
        case when levels.is_by_channel then tracking.channel else '(all)' end as channel,
        tracking.is_order and tracking.standing in ('tracked', 'seen', 'unseen') as is_judged,
        tracking.standing,
        tracking.is_of_nobody,
        tracking.has_visitor,
        tracking.value,
        tracking.tracked_value
    from events.order_tracking as tracking
    cross join levels
),

counted as (
    select
        week_on,
        channel,
        count(*) filter (where is_judged) as n_orders,
        count(*) filter (where standing = 'tracked') as n_tracked,
        count(*) filter (where standing = 'tracked' and not has_visitor) as n_without_visitor,
        count(*) filter (where standing = 'seen') as n_seen,
        count(*) filter (where standing = 'unseen') as n_unseen,
        count(*) filter (where standing = 'outside tracking') as n_outside_tracking,
        count(*) filter (where standing = 'sold elsewhere') as n_sold_elsewhere,
        count(*) filter (where is_of_nobody) as n_of_nobody,
        coalesce(sum(case when is_of_nobody then value end), 0) as revenue_of_nobody,
        count(*) filter (where standing in ('cancelled', 'test', 'duplicate', 'unknown')) as n_without_order,
        count(*) filter (where standing = 'cancelled') as n_cancelled,
        count(*) filter (where standing = 'test') as n_test,
        count(*) filter (where standing = 'duplicate') as n_duplicate,
        count(*) filter (where standing = 'unknown') as n_unknown,
        count(*) filter (where standing = 'outside orders') as n_outside_orders,
        count(*) filter (where is_judged and value is null) as n_without_value,
        coalesce(sum(case when is_judged then value end), 0) as order_revenue,
        coalesce(sum(case when standing = 'tracked' then value end), 0) as order_revenue_tracked,
        coalesce(sum(case when standing = 'tracked' then tracked_value end), 0) as tracked_revenue,
        coalesce(sum(case when standing in ('cancelled', 'unknown') then tracked_value end), 0)
            as tracked_revenue_without_order
    from spread
    group by week_on, channel
)

select
    week_on,
    channel,
    n_orders,
    n_tracked,
    n_tracked / nullif(n_orders, 0) as capture_rate,
    wilson_low(n_tracked, n_orders) as capture_low,
    wilson_high(n_tracked, n_orders) as capture_high,
    coalesce(n_tracked / nullif(n_orders, 0) < setting('kpi.min_capture'), false) as is_capture_low,
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
    tracked_revenue + tracked_revenue_without_order - order_revenue as revenue_difference
from counted
