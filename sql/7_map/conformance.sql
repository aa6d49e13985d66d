-- one row per persona that can be recognised, (none) and (all): how many journeys skip, go back or loop
with judged as (
    select
        personas.persona_number,
        paths.has_skipped,
        paths.has_gone_back,
        paths.has_looped,
        not paths.has_skipped and not paths.has_gone_back and not paths.has_looped as is_conforming
    from journeys.paths as paths
    inner join map.journey_personas as personas
        on paths.person_id = personas.person_id and paths.journey_number = personas.journey_number
),

counted as (
    select
        persona_number,
        count(*) as n_counted,
        count(*) filter (where has_skipped) as n_skipping,
        count(*) filter (where has_gone_back) as n_going_back,
        count(*) filter (where has_looped) as n_looping,
        count(*) filter (where is_conforming) as n_conforming
    from judged
    group by persona_number
),

-- the rows to be, with what is counted in each
told as (
    select
        personas.persona_id,
        counted.*
    from declared.personas as personas
    left join counted on personas.persona_number = counted.persona_number
    where personas.has_match

    union all

    select
        nobody.persona_id,
        counted.*
    from (select '(none)' as persona_id) as nobody
    left join counted on counted.persona_number is null

    union all

    select
        everyone.persona_id,
        counted.*
    from (select '(all)' as persona_id) as everyone
    left join counted on true
),

summed as (
    select
        persona_id,
        cast(coalesce(sum(n_counted), 0) as bigint) as n_counted,
        cast(coalesce(sum(n_skipping), 0) as bigint) as n_skipping,
        cast(coalesce(sum(n_going_back), 0) as bigint) as n_going_back,
        cast(coalesce(sum(n_looping), 0) as bigint) as n_looping,
        cast(coalesce(sum(n_conforming), 0) as bigint) as n_conforming
    from told
    group by persona_id
),

reach as (
    select
        n_all,
        n_counted,
        n_unassigned
    from kpis.phase_reach
    where phase_number = 1
),

rated as (
    select
        summed.*,
        reach.n_all,
        reach.n_unassigned,
        reach.n_counted - summed.n_counted as n_other_persona
    from summed
    cross join reach
)

select
    persona_id,
    n_all,
    n_counted,
    n_unassigned,
    n_other_persona,
    n_skipping,
    n_skipping / nullif(n_counted, 0) as skipping_share,
    wilson_low(n_skipping, n_counted) as skipping_low,
    wilson_high(n_skipping, n_counted) as skipping_high,
    n_going_back,
    n_going_back / nullif(n_counted, 0) as going_back_share,
    wilson_low(n_going_back, n_counted) as going_back_low,
    wilson_high(n_going_back, n_counted) as going_back_high,
    n_looping,
    n_looping / nullif(n_counted, 0) as looping_share,
    wilson_low(n_looping, n_counted) as looping_low,
    wilson_high(n_looping, n_counted) as looping_high,
    n_conforming,
    n_conforming / nullif(n_counted, 0) as conforming_share,
    wilson_low(n_conforming, n_counted) as conforming_low,
    wilson_high(n_conforming, n_counted) as conforming_high
from rated
