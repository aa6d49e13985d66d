-- one row per phase a journey reaches: it has an event in that phase or a later one
select
    visits.person_id,
    visits.journey_number,
    phases.phase_number,
    min(visits.started_at) as entered_at,
    min(case when visits.phase_number = phases.phase_number then visits.started_at end) as first_visit_at
from journeys.visits as visits
inner join declared.phases as phases on visits.phase_number >= phases.phase_number
group by visits.person_id, visits.journey_number, phases.phase_number
