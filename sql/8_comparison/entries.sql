-- one row per KPI or phase's conversion, follow-up and thing that enters it: what it adds above and below the line
with kpi_entries as (
    select
        entries.kpi_id,
        coalesce(kpis.phase_id, '(all)') as phase_id,
        entries.maturity_seconds,
        entries.entity_id,
        entries.person_id,
        entries.journey_number,
        entries.entered_at,
        kpis.measure,
        kpis.grain,
        kpis.of_column,
        entries.value,
        kpis.grain <> 'events' and (kpis.measure = 'ratio' or kpis.of_column is not null) as has_follow_up
    from kpis.kpi_entries as entries
    inner join declared.kpis as kpis on entries.kpi_id = kpis.kpi_id
),

-- a journey's value and orders as they stood when its follow-up ended: the young are not poorer than the old
grown as (
    select
        entries.kpi_id,
        entries.maturity_seconds,
        entries.entity_id,
        sum(case when conversions.currency = setting('project.currency') then conversions.value end) as value,
        count(*) as orders
    from kpi_entries as entries
    inner join journeys.conversions as conversions
        on
            entries.person_id = conversions.person_id
            and (entries.grain = 'persons' or entries.journey_number = conversions.journey_number)
    where
        entries.has_follow_up
        and entries.measure <> 'ratio'
        and conversions.converted_at <= entries.entered_at + entries.maturity_seconds * interval '1' second
    group by entries.kpi_id, entries.maturity_seconds, entries.entity_id
),

-- a ratio of events is so many of these on so many of those: each counts when it happens
numerators as (
    select
        kpis.kpi_id,
        coalesce(kpis.phase_id, '(all)') as phase_id,
        follow_ups.maturity_seconds,
        matches.event_id as entity_id,
        matches.person_id,
        matches.journey_number,
        matches.occurred_at as entered_at
    from declared.kpis as kpis
    inner join declared.follow_ups as follow_ups on kpis.kpi_id = follow_ups.kpi_id
    inner join kpis.matches as matches on kpis.reached_condition = matches.condition_number
    where kpis.measure = 'ratio' and kpis.grain = 'events'
),

conversions as (
    select
        next_phases.phase_id,
        follow_ups.maturity_seconds,
        entries.person_id || '#' || entries.journey_number as entity_id,
        entries.person_id,
        entries.journey_number,
        entries.entered_at,
        coalesce(
            entries.next_entered_at <= entries.entered_at + follow_ups.maturity_seconds * interval '1' second, false
        ) as moved_on
    from journeys.entries as entries
    inner join declared.phases as next_phases on entries.phase_number + 1 = next_phases.phase_number
    inner join declared.follow_ups as follow_ups
        on next_phases.phase_id = follow_ups.phase_id and follow_ups.kpi_id = '(conversion)'
)

select
    entries.kpi_id,
    entries.phase_id,
    entries.maturity_seconds,
    entries.entity_id,
    true as is_denominator,
    entries.person_id,
    entries.journey_number,
    entries.entered_at,
    entries.entered_at
    + case when entries.has_follow_up then entries.maturity_seconds else 0 end * interval '1' second as follow_up_ends_at,
    cast(1 as bigint) as n,
    case
        when entries.measure = 'ratio' and entries.grain = 'events' then 0.0
        when not entries.has_follow_up or entries.measure = 'ratio' then entries.value
        when entries.of_column = 'value' then coalesce(grown.value, 0.0)
        else cast(coalesce(grown.orders, 0) as double)
    end as value
from kpi_entries as entries
left join grown
    on
        entries.kpi_id = grown.kpi_id
        and entries.maturity_seconds = grown.maturity_seconds
        and entries.entity_id = grown.entity_id
where entries.value is not null

union all

select
    kpi_id,
    phase_id,
    maturity_seconds,
    entity_id,
    false as is_denominator,
    person_id,
    journey_number,
    entered_at,
    entered_at as follow_up_ends_at,
    cast(0 as bigint) as n,
    1.0 as value
from numerators

union all

select
    '(conversion)' as kpi_id,
    phase_id,
    maturity_seconds,
    entity_id,
    true as is_denominator,
    person_id,
    journey_number,
    entered_at,
    entered_at + maturity_seconds * interval '1' second as follow_up_ends_at,
    cast(1 as bigint) as n,
    case when moved_on then 1.0 else 0.0 end as value
from conversions
