-- one row per phase a journey reaches: it has an event in that phase or a later one
with first_visits as (
    select
        person_id,
        journey_number,
        phase_number,
        min(started_at) as first_visit_at
    from journeys.visits
    group by person_id, journey_number, phase_number
)

select
    first_visits.person_id,
    first_visits.journey_number,
    phases.phase_number,
    min(first_visits.first_visit_at) as entered_at,
    min(
        case when first_visits.phase_number = phases.phase_number then first_visits.first_visit_at end
    ) as first_visit_at
from first_visits
inner join declared.phases as phases on first_visits.phase_number >= phases.phase_number
group by first_visits.person_id, first_visits.journey_number, phases.phase_number
