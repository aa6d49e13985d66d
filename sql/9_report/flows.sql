-- one row per drawn flow: a step of the path, unrolled; what lies past the sixth visit is folded into (other)
with folded as (
    select
        step,
        source,
        case when step = 6 and target not in ('(open)', '(done)', '(lost)') then '(other)' else target end as target,
        sum(n) as n
    from journeys.transitions
    where step <= 6
    group by
        step,
        source,
        case when step = 6 and target not in ('(open)', '(done)', '(lost)') then '(other)' else target end
),

reach as (
    select
        n_all,
        n_counted
    from kpis.phase_reach
    where phase_number = 1
)

select
    folded.step,
    folded.source,
    folded.target,
    cast(folded.n as bigint) as n,
    reach.n_all,
    reach.n_counted
from folded
cross join reach
