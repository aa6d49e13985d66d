-- one row per step, phase left and phase (or end) gone to, with how many journeys did so
with moves as (
    select
        visits.visit_number - 1 as step,
        lag(visits.phase_number) over path as source_phase_number,
        visits.phase_number as target_phase_number,
        cast(null as varchar) as ending
    from journeys.visits as visits
    window path as (partition by visits.person_id, visits.journey_number order by visits.visit_number asc)
),

ends as (
    select
        visits.visit_number as step,
        visits.phase_number as source_phase_number,
        cast(null as bigint) as target_phase_number,
        journeys.ending
    from journeys.visits as visits
    inner join journeys.journeys as journeys
        on visits.person_id = journeys.person_id and visits.journey_number = journeys.journey_number
    qualify
        row_number() over (
            partition by visits.person_id, visits.journey_number
            order by visits.visit_number desc
        ) = 1
),

steps as (
    select * from moves
    union all
    select * from ends
)

select
    steps.step,
    coalesce(source.phase_id, '(start)') as source,
    coalesce(target.phase_id, steps.ending) as target,
    count(*) as n
from steps
left join declared.phases as source on steps.source_phase_number = source.phase_number
left join declared.phases as target on steps.target_phase_number = target.phase_number
group by steps.step, coalesce(source.phase_id, '(start)'), coalesce(target.phase_id, steps.ending)
