-- one row per rule, with the events it got and those that rules above it took, derived ones included
with matched as (
    select
        rule_number,
        count(*) as n_events
    from (
        select rule_number
        from phases.event_phases

        union all

        select rule_number
        from journeys.repeat_purchases
    ) as judged
    group by rule_number
),

-- what the rules read of an event: few combinations, however many the events
combinations as (
    select
        rule_columns(),
        count(*) as n_events
    from events.events
    group by rule_columns()

    union all

    select
        rule_columns(),
        count(*) as n_events
    from journeys.repeat_purchases
    group by rule_columns()
),

taken as (
    select
        *,
        matched_rule() as taken_by
    from combinations
),

matching as (
    select
        rules.rule_number,
        taken.taken_by,
        cast(sum(taken.n_events) as bigint) as n_events
    from taken
    cross join declared.rules as rules
    where rule_holds(rules.rule_number)
    group by rules.rule_number, taken.taken_by
),

held_against_all as (
    select
        rule_number,
        cast(sum(n_events) as bigint) as n_matching,
        cast(coalesce(sum(n_events) filter (where taken_by <> rule_number), 0) as bigint) as n_shadowed,
        arg_min(taken_by, (-n_events, taken_by)) filter (where taken_by <> rule_number) as mostly_shadowed_by
    from matching
    group by rule_number
)

select
    rules.rule_number,
    rules.rule_name,
    rules.phase_number,
    phases.phase_id,
    coalesce(matched.n_events, 0) as n_events,
    coalesce(matched.n_events, 0) / nullif(summary.n_events + summary.n_derived, 0) as share,
    coalesce(held_against_all.n_matching, 0) as n_matching,
    coalesce(held_against_all.n_shadowed, 0) as n_shadowed,
    held_against_all.mostly_shadowed_by,
    held_against_all.n_matching is null as is_dead
from declared.rules as rules
inner join declared.phases as phases on rules.phase_number = phases.phase_number
cross join report.summary as summary
left join held_against_all on rules.rule_number = held_against_all.rule_number
left join matched on rules.rule_number = matched.rule_number
