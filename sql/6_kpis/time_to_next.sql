-- one row per phase but the last: time from the first own visit to the first later visit to the next phase
with durations as (
    select
        first_visits.phase_number,
        first_visits.next_visit_at is not null as is_observed,
        microseconds_between(
            first_visits.started_at, coalesce(first_visits.next_visit_at, data_end.data_end_at)
        ) as duration_us
    from journeys.first_visits as first_visits
    cross join clean.data_end as data_end
    where first_visits.phase_number < (select max(phase_number) from declared.phases)
),

moments as (
    select
        phase_number,
        duration_us,
        count(*) as n_leaving,
        count(*) filter (where is_observed) as n_observed
    from durations
    group by phase_number, duration_us
),

at_risk as (
    select
        phase_number,
        duration_us,
        n_observed,
        cast(sum(n_leaving) over (
            partition by phase_number
            order by duration_us desc
            rows between unbounded preceding and current row
        ) as bigint) as n_at_risk
    from moments
),

survival as (
    select
        phase_number,
        duration_us,
        max(case when n_observed = n_at_risk then 1 else 0 end) over earlier as everyone_left,
        sum(case when n_observed < n_at_risk then ln(1.0 - n_observed / nullif(n_at_risk, 0)) else 0.0 end) over earlier
            as log_survival
    from at_risk
    -- the curve steps down only where somebody moves on
    where n_observed > 0
    window earlier as (
        partition by phase_number
        order by duration_us asc
        rows between unbounded preceding and current row
    )
),

survival_medians as (
    select
        phase_number,
        min(duration_us) as km_median_us
    from survival
    where everyone_left = 1 or log_survival <= ln(0.5) + 1e-12
    group by phase_number
),

observed as (
    select
        phase_number,
        count(*) as n_visited,
        count(*) filter (where is_observed) as n_with_next,
        median(case when is_observed then duration_us end) as median_us,
        quantile_cont(case when is_observed then duration_us end, 0.9) as p90_us
    from durations
    group by phase_number
)

select
    reach.phase_number,
    reach.phase_id,
    reach.n_all,
    coalesce(observed.n_visited, 0) as n_counted,
    reach.n_unassigned,
    reach.n_counted - coalesce(observed.n_visited, 0) as n_not_visited,
    coalesce(observed.n_with_next, 0) as n_with_next,
    observed.median_us / 86400000000 as median_days,
    observed.p90_us / 86400000000 as p90_days,
    survival_medians.km_median_us / 86400000000 as km_median_days
from kpis.phase_reach as reach
left join observed on reach.phase_number = observed.phase_number
left join survival_medians on reach.phase_number = survival_medians.phase_number
where reach.phase_number < (select max(phase_number) from declared.phases)
