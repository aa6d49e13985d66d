-- one row per visit: an unbroken run of a journey's events in one phase
with touches as (
    select
        person_id,
        journey_number,
        event_number,
        phase_number,
        occurred_at
    from journeys.journey_events

    union all

    select
        person_id,
        journey_number,
        event_number,
        phase_number,
        occurred_at
    from journeys.repeat_purchases
),

numbered as (
    select
        person_id,
        journey_number,
        phase_number,
        occurred_at,
        lag(phase_number) over journey_order as previous_phase_number,
        lag(occurred_at) over journey_order as previous_at,
        row_number() over journey_order as place,
        max(occurred_at) over (partition by person_id, journey_number) as last_at,
        count(*) over (partition by person_id, journey_number) as last_place
    from touches
    where phase_number is not null
    window journey_order as (
        partition by person_id, journey_number
        order by event_number asc
    )
),

starting as (
    select *
    from numbered
    where coalesce(previous_phase_number, 0) <> phase_number
)

-- a visit ends with the event before the next one starts, the last one with the journey
select
    person_id,
    journey_number,
    row_number() over visit_order as visit_number,
    phase_number,
    occurred_at as started_at,
    coalesce(lead(previous_at) over visit_order, last_at) as ended_at,
    coalesce(lead(place) over visit_order, last_place + 1) - place as n_events,
    lead(phase_number) over visit_order as next_phase_number
from starting
window visit_order as (partition by person_id, journey_number order by place asc)
