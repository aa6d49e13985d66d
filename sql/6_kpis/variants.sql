-- one row per path that journeys take: the phases in the order of their visits
with taken as (
    select
        paths.path,
        paths.n_visits,
        journeys.is_closed,
        journeys.is_converted,
        journeys.value,
        -- what a closed journey was worth; unknown where it converted without a value in our currency
        case
            when journeys.is_closed and journeys.is_converted then journeys.value
            when journeys.is_closed then 0.0
        end as closed_value
    from journeys.paths as paths
    inner join journeys.journeys as journeys
        on paths.person_id = journeys.person_id and paths.journey_number = journeys.journey_number
),

counted as (
    select
        path,
        n_visits,
        count(*) as n_journeys,
        count(*) filter (where not is_closed) as n_open,
        count(*) filter (where is_closed) as n_closed,
        count(*) filter (where is_closed and is_converted) as n_converted,
        coalesce(sum(value), 0.0) as value,
        count(closed_value) as n_valued,
        avg(closed_value) as mean_value
    from taken
    group by path, n_visits
),

reach as (
    select
        n_all,
        n_counted,
        n_unassigned
    from kpis.phase_reach
    where phase_number = 1
)

select
    row_number() over (order by counted.n_journeys desc, counted.path asc) as variant_number,
    counted.path,
    counted.n_visits,
    counted.n_journeys,
    counted.n_journeys / nullif(reach.n_counted, 0) as share,
    counted.n_open,
    counted.n_closed,
    counted.n_converted,
    counted.n_converted / nullif(counted.n_closed, 0) as conversion_rate,
    wilson_low(counted.n_converted, counted.n_closed) as conversion_low,
    wilson_high(counted.n_converted, counted.n_closed) as conversion_high,
    counted.value,
    counted.n_valued,
    counted.mean_value,
    reach.n_all,
    reach.n_counted,
    reach.n_unassigned
from counted
cross join reach
