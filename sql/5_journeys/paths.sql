-- one row per journey with a phase: its visits in their order, and how it goes through the phases
with moves as (
    select
        person_id,
        journey_number,
        visit_number,
        phase_number,
        lag(phase_number) over (partition by person_id, journey_number order by visit_number asc) as previous_phase_number
    from journeys.visits
)

select
    moves.person_id,
    moves.journey_number,
    string_agg(phases.phase_id, ' › ' order by moves.visit_number) as path,
    count(*) as n_visits,
    count(distinct moves.phase_number) < max(moves.phase_number) as has_skipped,
    count(*) filter (where moves.phase_number < moves.previous_phase_number) > 0 as has_gone_back,
    count(*) > count(distinct moves.phase_number) as has_looped
from moves
inner join declared.phases as phases on moves.phase_number = phases.phase_number
group by moves.person_id, moves.journey_number
