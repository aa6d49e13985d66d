-- one row per visit: an unbroken run of a journey's events in one phase
with assigned as (
    select
        *,
        case when coalesce(lag(phase_number) over journey_order, 0) = phase_number then 0 else 1 end as starts_visit
    from journeys.journey_events
    where phase_number is not null
    window journey_order as (
        partition by person_id, journey_number
        order by occurred_at asc, source_sequence asc, event_id asc
    )
),

numbered as (
    select
        person_id,
        journey_number,
        phase_number,
        occurred_at,
        cast(sum(starts_visit) over (
            partition by person_id, journey_number
            order by occurred_at asc, source_sequence asc, event_id asc
            rows between unbounded preceding and current row
        ) as bigint) as visit_number
    from assigned
)

select
    person_id,
    journey_number,
    visit_number,
    phase_number,
    min(occurred_at) as started_at,
    max(occurred_at) as ended_at,
    count(*) as n_events
from numbered
group by person_id, journey_number, visit_number, phase_number
