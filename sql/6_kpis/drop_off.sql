-- one row per phase but the last: of the closed journeys that reach it, how many go no further
with closed as (
    select
        furthest_phase_number,
        count(*) as n_journeys,
        count(*) filter (where not is_converted) as n_lost
    from journeys.journeys
    where is_assigned and is_closed
    group by furthest_phase_number
),

reached as (
    select
        reach.phase_number,
        reach.phase_id,
        reach.n_all,
        reach.n_unassigned,
        reach.n_counted - reach.n_reached as n_not_reached,
        reach.n_reached,
        cast(coalesce(sum(closed.n_journeys), 0) as bigint) as n_closed_reached,
        cast(coalesce(sum(
            case when closed.furthest_phase_number = reach.phase_number then closed.n_journeys end
        ), 0) as bigint) as n_dropped,
        cast(coalesce(sum(
            case when closed.furthest_phase_number = reach.phase_number then closed.n_lost end
        ), 0) as bigint) as n_lost
    from kpis.phase_reach as reach
    left join closed on reach.phase_number <= closed.furthest_phase_number
    where reach.phase_number < (select max(phase_number) from declared.phases)
    group by
        reach.phase_number, reach.phase_id, reach.n_all, reach.n_unassigned, reach.n_counted, reach.n_reached
)

select
    phase_number,
    phase_id,
    n_all,
    n_closed_reached as n_counted,
    n_unassigned,
    n_not_reached,
    n_reached - n_closed_reached as n_open,
    n_closed_reached,
    n_dropped,
    n_lost,
    n_dropped / nullif(n_closed_reached, 0) as drop_off,
    wilson_low(n_dropped, n_closed_reached) as drop_off_low,
    wilson_high(n_dropped, n_closed_reached) as drop_off_high
from reached
