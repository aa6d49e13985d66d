-- one row per journey, with the first persona of journey.yml that its journey or one of its events matches
with touches as (
    select
        journey_events.person_id,
        journey_events.journey_number,
        events.source_id,
        events.event_name,
        events.touchpoint,
        events.channel,
        events.campaign,
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
        events.is_cancelled
    from journeys.journey_events as journey_events
    inner join events.events as events on journey_events.event_id = events.event_id

    union all

    select
        person_id,
        journey_number,
        source_id,
        event_name,
        touchpoint,
        channel,
        campaign,
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
        is_cancelled
    from journeys.repeat_purchases
),

-- where personas are known by their journeys alone, no event need be read
told as (
    select *
    from touches
    where personas_read_events()
),

described as (
    select
        journeys.person_id,
        journeys.journey_number,
        told.source_id,
        told.event_name,
        told.touchpoint,
        told.channel,
        told.campaign,
        told.page_path,
        told.product_category,
        told.order_id,
        told.value,
        told.currency,
        told.rating,
        told.text,
        told.visitor_id,
        told.customer_id,
        told.initiated_by,
        told.is_cancelled,
        journeys.first_channel as journey_first_channel,
        journeys.main_channel as journey_main_channel,
        journeys.country as journey_country,
        journeys.device as journey_device,
        journeys.orders as journey_orders,
        journeys.categories as journey_categories,
        journeys.is_returning as journey_is_returning
    from journeys.traits as journeys
    left join told
        on journeys.person_id = told.person_id and journeys.journey_number = told.journey_number
),

judged as (
    select
        person_id,
        journey_number,
        matched_persona() as persona_number
    from described
),

matched as (
    select
        person_id,
        journey_number,
        min(persona_number) as persona_number
    from judged
    group by person_id, journey_number
)

select
    matched.person_id,
    matched.journey_number,
    matched.persona_number,
    coalesce(personas.persona_id, '(none)') as persona_id
from matched
left join declared.personas as personas on matched.persona_number = personas.persona_number
