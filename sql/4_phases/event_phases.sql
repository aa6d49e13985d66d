-- one row per event with the first rule that matches it and the phase that gives
with judged as (
    select
        event_id,
        person_id,
        occurred_at,
        source_sequence,
        order_id,
        is_bound,
        initiated_by = 'customer' as is_by_customer,
        matched_rule() as rule_number,
        is_conversion() and not is_cancelled as is_converting
    from events.events
),

-- a tracked purchase and the shop's order are two events of one conversion; read for themselves, for they are few
conversions as (
    select event_id
    from events.events
    where is_conversion() and not is_cancelled
    qualify
        row_number() over (
            partition by coalesce(order_id, event_id)
            order by is_own_order desc, occurred_at asc, source_sequence asc, event_id asc
        ) = 1
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
        when judged.is_converting then conversion_phase.phase_number
        else rules.phase_number
    end as phase_number,
    conversions.event_id is not null as is_conversion,
    judged.person_id,
    judged.occurred_at,
    judged.source_sequence,
    judged.order_id,
    judged.is_bound,
    judged.is_by_customer
from judged
left join declared.rules as rules on judged.rule_number = rules.rule_number
left join conversions on judged.event_id = conversions.event_id
cross join conversion_phase
