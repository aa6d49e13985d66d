-- one row per phase a journey reaches: it has an event in that phase or a later one
with first_visits as (
    select
        person_id,
        journey_number,
        phase_number,
        min(visit_number) as visit_number,
        min(started_at) as started_at
    from journeys.visits
    group by person_id, journey_number, phase_number
),

followed as (
    select
        first_visits.person_id,
        first_visits.journey_number,
        first_visits.phase_number,
        first_visits.started_at,
        min(visits.started_at) as next_visit_at
    from first_visits
    left join journeys.visits as visits
        on
            first_visits.person_id = visits.person_id
            and first_visits.journey_number = visits.journey_number
            and first_visits.phase_number + 1 = visits.phase_number
            and first_visits.visit_number < visits.visit_number
    group by first_visits.person_id, first_visits.journey_number, first_visits.phase_number, first_visits.started_at
)

select
    followed.person_id,
    followed.journey_number,
    phases.phase_number,
    min(followed.started_at) as entered_at,
    min(case when followed.phase_number = phases.phase_number then followed.started_at end) as first_visit_at,
    min(case when followed.phase_number > phases.phase_number then followed.started_at end) as next_entered_at,
    min(case when followed.phase_number = phases.phase_number then followed.next_visit_at end) as next_visit_at
from followed
inner join declared.phases as phases on followed.phase_number >= phases.phase_number
group by followed.person_id, followed.journey_number, phases.phase_number
