-- one row per phase: how many journeys reach it, and how many of those skipped it
with journey_counts as (
    select
        count(*) as n_all,
        count(*) filter (where is_assigned) as n_counted,
        count(*) filter (where not is_assigned) as n_unassigned
    from journeys.journeys
),

reached as (
    select
        phases.phase_number,
        phases.phase_id,
        count(entries.person_id) as n_reached,
        count(entries.person_id) filter (where entries.first_visit_at is null) as n_skipped
    from declared.phases as phases
    left join journeys.entries as entries on phases.phase_number = entries.phase_number
    group by phases.phase_number, phases.phase_id
)

select
    reached.phase_number,
    reached.phase_id,
    journey_counts.n_all,
    journey_counts.n_counted,
    journey_counts.n_unassigned,
    reached.n_reached,
    reached.n_skipped,
    reached.n_reached / nullif(journey_counts.n_counted, 0) as rate_of_first,
    wilson_low(reached.n_reached, journey_counts.n_counted) as rate_of_first_low,
    wilson_high(reached.n_reached, journey_counts.n_counted) as rate_of_first_high,
    reached.n_reached / nullif(lag(reached.n_reached) over (order by reached.phase_number asc), 0) as rate_of_previous
from reached
cross join journey_counts
