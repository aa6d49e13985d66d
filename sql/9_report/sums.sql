-- one row per sum that must close, with both sides: what a run is published on
with journey_totals as (
    select
        coalesce(sum(orders), 0) as n_orders,
        coalesce(sum(value), 0) as value
    from journeys.journeys
)

select
    claim,
    about,
    n_left,
    n_right,
    cast(null as double) as value_left,
    cast(null as double) as value_right
from report.row_sums

union all

select
    claim,
    about,
    n_left,
    n_right,
    cast(null as double) as value_left,
    cast(null as double) as value_right
from report.journey_sums

union all

select
    'orders and revenue of the headline = of the journeys' as claim,
    '-' as about,
    summary.n_orders as n_left,
    cast(journey_totals.n_orders as bigint) as n_right,
    summary.revenue as value_left,
    journey_totals.value as value_right
from report.summary as summary
cross join journey_totals
