-- one row per event and KPI condition that holds for it
with touches as (
    select
        events.event_id,
        events.person_id,
        events.occurred_at,
        events.source_id,
        events.event_name,
        events.touchpoint,
        events.channel,
        events.campaign,
        events.device,
        events.country,
        events.page_path,
        events.product_category,
        events.order_id,
        events.value,
        events.currency,
        events.rating,
        events.text,
        events.visitor_id,
        events.customer_id,
        events.initiated_by,
        events.is_cancelled,
        placed.journey_number,
        false as is_derived
    from events.events as events
    left join journeys.journey_events as placed on events.event_id = placed.event_id

    union all

    select
        event_id,
        person_id,
        occurred_at,
        source_id,
        event_name,
        touchpoint,
        channel,
        campaign,
        device,
        country,
        page_path,
        product_category,
        order_id,
        value,
        currency,
        rating,
        text,
        visitor_id,
        customer_id,
        initiated_by,
        is_cancelled,
        journey_number,
        true as is_derived
    from journeys.repeat_purchases
),

-- most events can meet no condition, and need not be looked up in their journeys
meant as (
    select *
    from touches
    where condition_may_hold()
),

described as (
    select
        meant.*,
        coalesce(journeys.is_assigned, false) as is_assigned,
        journeys.first_channel as journey_first_channel,
        journeys.main_channel as journey_main_channel,
        journeys.country as journey_country,
        journeys.device as journey_device,
        journeys.orders as journey_orders,
        journeys.categories as journey_categories,
        journeys.is_returning as journey_is_returning,
        persons.first_channel as person_first_channel,
        persons.main_channel as person_main_channel,
        persons.country as person_country,
        persons.device as person_device,
        persons.orders as person_orders,
        persons.categories as person_categories,
        persons.is_returning as person_is_returning
    from meant
    left join journeys.traits as journeys
        on meant.person_id = journeys.person_id and meant.journey_number = journeys.journey_number
    left join journeys.persons as persons on journeys.person_id = persons.person_id
)

select
    conditions.condition_number,
    described.event_id,
    described.person_id,
    described.journey_number,
    described.occurred_at,
    described.rating,
    case when described.currency = setting('project.currency') then described.value end as value
from described
cross join declared.conditions as conditions
where
    condition_holds(conditions.condition_number)
    and case when conditions.grain = 'events' then not described.is_derived else described.is_assigned end
