-- one row per step, phase left and phase (or end) gone to, with how many journeys did so
with steps as (
    select
        person_id,
        journey_number,
        cast(0 as bigint) as step,
        cast(null as bigint) as source_phase_number,
        phase_number as target_phase_number
    from journeys.visits
    where visit_number = 1

    union all

    -- nothing follows the last visit but its journey's end
    select
        person_id,
        journey_number,
        visit_number as step,
        phase_number as source_phase_number,
        next_phase_number as target_phase_number
    from journeys.visits
)

select
    steps.step,
    coalesce(source.phase_id, '(start)') as source,
    coalesce(target.phase_id, journeys.ending) as target,
    count(*) as n
from steps
left join journeys.journeys as journeys
    on
        steps.target_phase_number is null
        and steps.person_id = journeys.person_id
        and steps.journey_number = journeys.journey_number
left join declared.phases as source on steps.source_phase_number = source.phase_number
left join declared.phases as target on steps.target_phase_number = target.phase_number
group by steps.step, coalesce(source.phase_id, '(start)'), coalesce(target.phase_id, journeys.ending)
