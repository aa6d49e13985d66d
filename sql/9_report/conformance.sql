-- one row per persona, (all) and (none): everything that is drawn of how journeys keep to the phases
with persona_counts as (
    select count(*) as n_personas
    from declared.personas
)

select
    case conformance.persona_id
        when '(all)' then 0
        when '(none)' then persona_counts.n_personas + 1
        else personas.persona_number
    end as place,
    conformance.persona_id,
    conformance.n_all,
    conformance.n_counted,
    conformance.n_unassigned,
    conformance.n_other_persona,
    conformance.n_skipping,
    conformance.skipping_share,
    conformance.skipping_low,
    conformance.skipping_high,
    conformance.n_going_back,
    conformance.going_back_share,
    conformance.going_back_low,
    conformance.going_back_high,
    conformance.n_looping,
    conformance.looping_share,
    conformance.looping_low,
    conformance.looping_high,
    conformance.n_conforming,
    conformance.conforming_share,
    conformance.conforming_low,
    conformance.conforming_high
from map.conformance as conformance
cross join persona_counts
left join declared.personas as personas on conformance.persona_id = personas.persona_id
