-- one row per KPI, follow-up and thing it counts (an event, a journey, a person), with the number it contributes
with things as (
    select
        condition_number,
        event_id,
        person_id,
        journey_number,
        person_id || '#' || journey_number as journey_id,
        occurred_at,
        value,
        rating
    from kpis.matches
),

counted as (
    select
        kpis.kpi_id,
        case kpis.grain
            when 'events' then things.event_id
            when 'journeys' then things.journey_id
            else things.person_id
        end as entity_id,
        things.person_id,
        case when kpis.grain = 'journeys' then things.journey_number end as counted_journey_number,
        arg_min(things.journey_number, (things.occurred_at, things.event_id)) filter (
            where things.journey_number is not null
        ) as journey_number,
        min(things.occurred_at) as entered_at,
        min(things.value) as event_value,
        min(things.rating) as event_rating
    from declared.kpis as kpis
    inner join things on kpis.counted_condition = things.condition_number
    group by
        kpis.kpi_id,
        case kpis.grain
            when 'events' then things.event_id
            when 'journeys' then things.journey_id
            else things.person_id
        end,
        things.person_id,
        case when kpis.grain = 'journeys' then things.journey_number end
),

reaching as (
    select
        kpis.kpi_id,
        case kpis.grain
            when 'events' then things.event_id
            when 'journeys' then things.journey_id
            else things.person_id
        end as entity_id,
        case kpis.reached_grain
            when 'events' then things.event_id
            when 'journeys' then things.journey_id
            else things.person_id
        end as unit_id,
        things.occurred_at
    from declared.kpis as kpis
    inner join things on kpis.reached_condition = things.condition_number
),

reached as (
    select
        counted.kpi_id,
        follow_ups.maturity_seconds,
        counted.entity_id,
        count(distinct reaching.unit_id) as n_reached
    from counted
    inner join declared.follow_ups as follow_ups on counted.kpi_id = follow_ups.kpi_id
    inner join reaching on counted.kpi_id = reaching.kpi_id and counted.entity_id = reaching.entity_id
    where
        reaching.occurred_at >= counted.entered_at
        and reaching.occurred_at <= counted.entered_at + follow_ups.maturity_seconds * interval '1' second
    group by counted.kpi_id, follow_ups.maturity_seconds, counted.entity_id
)

select
    counted.kpi_id,
    follow_ups.maturity_seconds,
    follow_ups.is_own as is_own_maturity,
    counted.entity_id,
    counted.person_id,
    counted.journey_number,
    counted.entered_at,
    case
        when kpis.measure = 'ratio' and kpis.grain <> 'events'
            then counted.entered_at + follow_ups.maturity_seconds * interval '1' second
    end as matures_at,
    cast(case
        when kpis.measure = 'count' then 1
        when kpis.measure = 'ratio' then coalesce(reached.n_reached, 0)
        when kpis.grain = 'events' and kpis.of_column = 'value' then counted.event_value
        when kpis.grain = 'events' and kpis.of_column = 'rating' then counted.event_rating
        when kpis.grain = 'journeys' and kpis.of_column = 'value' then coalesce(journeys.value, 0)
        when kpis.grain = 'journeys' and kpis.of_column = 'orders' then journeys.orders
        when kpis.grain = 'persons' and kpis.of_column = 'value' then coalesce(persons.value, 0)
        when kpis.grain = 'persons' and kpis.of_column = 'orders' then persons.orders
    end as double) as value
from counted
inner join declared.kpis as kpis on counted.kpi_id = kpis.kpi_id
inner join declared.follow_ups as follow_ups on counted.kpi_id = follow_ups.kpi_id
left join reached
    on
        counted.kpi_id = reached.kpi_id
        and follow_ups.maturity_seconds = reached.maturity_seconds
        and counted.entity_id = reached.entity_id
left join journeys.traits as journeys
    on counted.person_id = journeys.person_id and counted.counted_journey_number = journeys.journey_number
left join journeys.persons as persons on counted.person_id = persons.person_id
