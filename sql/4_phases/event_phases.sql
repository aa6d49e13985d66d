-- one row per event with the first rule that matches it and the phase that gives
with judged as (
    select
        event_id,
        matched_rule() as rule_number,
        is_conversion() and not is_void as is_conversion
    from events.events
),

conversion_phase as (
    select phase_number
    from declared.phases
    where is_conversion_phase
)

select
    judged.event_id,
    judged.rule_number,
    case
        when judged.is_conversion then conversion_phase.phase_number
        else rules.phase_number
    end as phase_number,
    judged.is_conversion
from judged
left join declared.rules as rules on judged.rule_number = rules.rule_number
cross join conversion_phase
