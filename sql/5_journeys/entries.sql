-- one row per phase a journey reaches: it has an event in that phase or a later one
select
    first_visits.person_id,
    first_visits.journey_number,
    phases.phase_number,
    min(first_visits.started_at) as entered_at,
    min(case when first_visits.phase_number = phases.phase_number then first_visits.started_at end) as first_visit_at,
    min(case when first_visits.phase_number > phases.phase_number then first_visits.started_at end) as next_entered_at
from journeys.first_visits as first_visits
inner join declared.phases as phases on first_visits.phase_number >= phases.phase_number
group by first_visits.person_id, first_visits.journey_number, phases.phase_number
