-- one row per phase that a journey visits: its first visit there, and the first later one to the next phase
with firsts as (
    select
        person_id,
        journey_number,
        phase_number,
        min(visit_number) as visit_number,
        min(started_at) as started_at
    from journeys.visits
    group by person_id, journey_number, phase_number
)

select
    firsts.person_id,
    firsts.journey_number,
    firsts.phase_number,
    firsts.started_at,
    min(visits.started_at) as next_visit_at
from firsts
left join journeys.visits as visits
    on
        firsts.person_id = visits.person_id
        and firsts.journey_number = visits.journey_number
        and firsts.phase_number + 1 = visits.phase_number
        and firsts.visit_number < visits.visit_number
group by firsts.person_id, firsts.journey_number, firsts.phase_number, firsts.started_at
