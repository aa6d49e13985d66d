-- one row per change, outcome and thing that enters it in one of the change's weeks, with its side
with described as (
    select
        changes.change_number,
        changes.change_id,
        changes.decide_at,
        outcomes.phase_id,
        outcomes.kpi_id,
        weeks.week,
        entries.entity_id,
        entries.is_denominator,
        coalesce(entries.person_id, entries.entity_id) as customer_id,
        entries.n,
        entries.value,
        entries.entered_at,
        entries.follow_up_ends_at,
        coalesce(personas.persona_id, '(none)') as persona_id,
        journeys.first_channel,
        journeys.main_channel,
        journeys.country,
        journeys.device,
        journeys.orders,
        journeys.categories,
        journeys.is_returning
    from declared.changes as changes
    inner join declared.change_outcomes as outcomes on changes.change_id = outcomes.change_id
    inner join declared.change_weeks as weeks on changes.change_id = weeks.change_id
    inner join comparison.entries as entries
        on
            outcomes.kpi_id = entries.kpi_id
            and outcomes.phase_id = entries.phase_id
            and outcomes.maturity_seconds = entries.maturity_seconds
            and weeks.starts_at <= entries.entered_at
            and weeks.ends_at > entries.entered_at
    left join journeys.journeys as journeys
        on entries.person_id = journeys.person_id and entries.journey_number = journeys.journey_number
    left join map.journey_personas as personas
        on entries.person_id = personas.person_id and entries.journey_number = personas.journey_number
)

select
    described.change_id,
    described.phase_id,
    described.kpi_id,
    described.entity_id,
    described.is_denominator,
    described.customer_id,
    described.week,
    coalesce(change_side(described.change_number), '(neither)') as side,
    described.persona_id,
    coalesce(described.first_channel, '(none)') as channel,
    case when described.is_returning then 'returning' when not described.is_returning then 'new' else '(none)' end as visit,
    described.n,
    described.value,
    described.follow_up_ends_at <= data_end.data_end_at as is_mature,
    described.follow_up_ends_at <= data_end.data_end_at
    and (described.decide_at is null or described.follow_up_ends_at <= described.decide_at) as is_mature_when_judged,
    described.decide_at is null or described.entered_at < described.decide_at as is_before_decision
from described
cross join clean.data_end as data_end
