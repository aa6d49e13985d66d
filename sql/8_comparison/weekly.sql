-- one row per change, outcome, side and week that the data touch
with sides as (
    select 'treated' as side
    union all
    select 'control' as side
    union all
    select '(both)' as side
    union all
    select '(neither)' as side
),

grid as (
    select
        changes.change_id,
        outcomes.phase_id,
        outcomes.kpi_id,
        outcomes.measure,
        sides.side,
        weeks.week,
        weeks.starts_on,
        -- exports are delivered by day, so the first day of the data counts as a whole one
        weeks.starts_at + interval '1' day > data_end.data_start_at
        and weeks.ends_at + outcomes.follow_up_seconds * interval '1' second <= data_end.data_end_at as is_complete,
        changes.decide_at is null
        or weeks.ends_at + outcomes.follow_up_seconds * interval '1' second <= changes.decide_at as is_decided_on
    from declared.changes as changes
    inner join declared.change_outcomes as outcomes on changes.change_id = outcomes.change_id
    inner join declared.change_weeks as weeks on changes.change_id = weeks.change_id
    cross join sides
    cross join clean.data_end as data_end
    where
        weeks.ends_at > data_end.data_start_at
        and weeks.starts_at <= data_end.data_end_at
        and (changes.has_control or sides.side <> 'control')
),

counted as (
    select
        change_id,
        phase_id,
        kpi_id,
        side,
        week,
        cast(sum(n) filter (where is_mature) as bigint) as n,
        sum(value) filter (where is_mature) as total,
        avg(value) filter (where is_mature and n = 1) as mean,
        var_samp(value) filter (where is_mature and n = 1) as variance,
        median(case when is_mature and n = 1 then value end) as median,
        cast(sum(n) filter (where is_mature_when_judged) as bigint) as n_when_judged,
        cast(sum(n) filter (where is_before_decision and not is_mature_when_judged) as bigint) as n_immature
    from comparison.change_entries
    group by change_id, phase_id, kpi_id, side, week
)

select
    grid.change_id,
    grid.phase_id,
    grid.kpi_id,
    grid.side,
    grid.week,
    grid.starts_on,
    coalesce(counted.n, 0) as n,
    case
        when grid.measure = 'median' then counted.median
        when grid.measure in ('count', 'sum') then coalesce(counted.total, 0.0)
        else counted.total / nullif(counted.n, 0)
    end as value,
    counted.mean,
    counted.variance,
    coalesce(counted.n_when_judged, 0) as n_when_judged,
    coalesce(counted.n_immature, 0) as n_immature,
    grid.is_complete,
    grid.is_complete and grid.is_decided_on as is_whole
from grid
left join counted
    on
        grid.change_id = counted.change_id
        and grid.phase_id = counted.phase_id
        and grid.kpi_id = counted.kpi_id
        and grid.side = counted.side
        and grid.week = counted.week
where grid.side in ('treated', 'control') or counted.n > 0 or counted.n_immature > 0
