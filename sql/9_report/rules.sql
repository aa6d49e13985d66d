-- one row per rule, with the events it got
select
    rules.rule_number,
    rules.rule_name,
    rules.phase_number,
    phases.phase_id,
    count(event_phases.event_id) as n_events,
    count(event_phases.event_id) / nullif(summary.n_events, 0) as share
from declared.rules as rules
inner join declared.phases as phases on rules.phase_number = phases.phase_number
cross join report.summary as summary
left join phases.event_phases as event_phases on rules.rule_number = event_phases.rule_number
group by rules.rule_number, rules.rule_name, rules.phase_number, phases.phase_id, summary.n_events
