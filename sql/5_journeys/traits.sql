-- one row per journey, with all that its own events say of it
with touches as (
    select
        journey_events.person_id,
        journey_events.journey_number,
        journey_events.event_number,
        journey_events.occurred_at,
        journey_events.event_id,
        journey_events.phase_number,
        journey_events.is_by_customer,
        false as is_derived,
        events.channel,
        events.device,
        events.country,
        events.product_category
    from journeys.journey_events as journey_events
    inner join events.events as events on journey_events.event_id = events.event_id

    union all

    select
        person_id,
        journey_number,
        event_number,
        occurred_at,
        event_id,
        phase_number,
        true as is_by_customer,
        true as is_derived,
        channel,
        device,
        country,
        product_category
    from journeys.repeat_purchases
),

described as (
    select
        person_id,
        journey_number,
        min(occurred_at) as started_at,
        max(case when not is_derived then occurred_at end) as ended_at,
        max(case when is_by_customer and not is_derived then occurred_at end) as last_customer_event_at,
        count(*) filter (where not is_derived) as n_events,
        count(*) filter (where is_derived) as n_derived,
        count(*) filter (where phase_number is null) as n_unassigned_events,
        max(phase_number) as furthest_phase_number,
        arg_min(event_id, event_number) filter (where not is_derived) as opening_event_id,
        arg_min(channel, event_number) filter (where channel is not null) as first_channel,
        arg_min(device, event_number) filter (where device is not null) as device,
        arg_min(country, event_number) filter (where country is not null) as country,
        string_agg(distinct product_category, '|' order by product_category) as categories
    from touches
    group by person_id, journey_number
),

channel_counts as (
    select
        person_id,
        journey_number,
        channel,
        count(*) as n_events
    from touches
    where channel is not null
    group by person_id, journey_number, channel
),

main_channels as (
    select
        person_id,
        journey_number,
        channel as main_channel
    from channel_counts
    qualify row_number() over (partition by person_id, journey_number order by n_events desc, channel asc) = 1
),

converted as (
    select
        person_id,
        journey_number,
        min(converted_at) as converted_at,
        count(*) as orders,
        sum(case when currency = setting('project.currency') then value end) as value
    from journeys.conversions
    group by person_id, journey_number
)

select
    described.person_id,
    described.journey_number,
    described.opening_event_id,
    described.started_at,
    described.ended_at,
    described.last_customer_event_at,
    described.n_events,
    described.n_derived,
    described.n_unassigned_events,
    described.furthest_phase_number,
    described.furthest_phase_number is not null as is_assigned,
    converted.person_id is not null as is_converted,
    converted.converted_at,
    coalesce(converted.orders, 0) as orders,
    converted.value,
    described.first_channel,
    main_channels.main_channel,
    described.device,
    described.country,
    described.categories,
    described.journey_number > 1 as is_returning
from described
left join main_channels
    on
        described.person_id = main_channels.person_id
        and described.journey_number = main_channels.journey_number
left join converted
    on
        described.person_id = converted.person_id
        and described.journey_number = converted.journey_number
