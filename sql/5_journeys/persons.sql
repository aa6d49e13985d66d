-- one row per person with a journey
with counted as (
    select
        person_id,
        journey_number,
        started_at,
        ended_at,
        n_events,
        orders,
        value,
        first_channel,
        main_channel,
        device,
        country,
        count(*) over (partition by person_id, main_channel) as n_of_channel
    from journeys.traits
),

merged_categories as (
    select
        journey_events.person_id,
        string_agg(distinct events.product_category, '|' order by events.product_category) as categories
    from journeys.journey_events as journey_events
    inner join events.events as events on journey_events.event_id = events.event_id
    where events.product_category is not null
    group by journey_events.person_id
)

select
    counted.person_id,
    min(counted.started_at) as first_seen_at,
    max(counted.ended_at) as last_seen_at,
    count(*) as n_journeys,
    cast(sum(counted.n_events) as bigint) as n_events,
    cast(sum(counted.orders) as bigint) as orders,
    sum(counted.value) as value,
    arg_min(counted.first_channel, counted.journey_number) filter (where counted.first_channel is not null) as first_channel,
    arg_min(counted.main_channel, (-counted.n_of_channel, counted.main_channel)) filter (
        where counted.main_channel is not null
    ) as main_channel,
    arg_min(counted.device, counted.journey_number) filter (where counted.device is not null) as device,
    arg_min(counted.country, counted.journey_number) filter (where counted.country is not null) as country,
    min(merged_categories.categories) as categories,
    count(*) > 1 as is_returning
from counted
left join merged_categories on counted.person_id = merged_categories.person_id
group by counted.person_id
