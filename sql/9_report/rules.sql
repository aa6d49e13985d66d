-- one row per rule, with the events it got, derived ones included
with matched as (
    select rule_number
    from phases.event_phases

    union all

    select rule_number
    from journeys.repeat_purchases
)

select
    rules.rule_number,
    rules.rule_name,
    rules.phase_number,
    phases.phase_id,
    count(matched.rule_number) as n_events,
    count(matched.rule_number) / nullif(summary.n_events + summary.n_derived, 0) as share
from declared.rules as rules
inner join declared.phases as phases on rules.phase_number = phases.phase_number
cross join report.summary as summary
left join matched on rules.rule_number = matched.rule_number
group by
    rules.rule_number, rules.rule_name, rules.phase_number, phases.phase_id, summary.n_events, summary.n_derived
