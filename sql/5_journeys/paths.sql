-- one row per journey with a phase: its visits in their order, and how it goes through the phases
select
    visits.person_id,
    visits.journey_number,
    string_agg(phases.phase_id, ' › ' order by visits.visit_number) as path,
    count(*) as n_visits,
    count(distinct visits.phase_number) < max(visits.phase_number) as has_skipped,
    count(*) filter (where visits.next_phase_number < visits.phase_number) > 0 as has_gone_back,
    count(*) > count(distinct visits.phase_number) as has_looped
from journeys.visits as visits
inner join declared.phases as phases on visits.phase_number = phases.phase_number
group by visits.person_id, visits.journey_number
