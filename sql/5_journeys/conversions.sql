-- one row per order that converts: a tracked purchase and the shop's order are two events of one
with converting as (
    select
        events.event_id,
        coalesce(events.order_id, events.event_id) as order_key,
        events.occurred_at,
        events.source_sequence,
        events.value,
        events.currency,
        placements.person_id,
        placements.journey_number,
        orders.order_id is not null as is_known_order,
        orders.value as order_value,
        orders.currency as order_currency,
        row_number() over (
            partition by coalesce(events.order_id, events.event_id)
            order by
                case when orders.event_id = events.event_id then 0 else 1 end asc,
                events.occurred_at asc, events.source_sequence asc, events.event_id asc
        ) as event_rank
    from phases.event_phases as phases
    inner join events.events as events on phases.event_id = events.event_id
    inner join journeys.placements as placements on events.event_id = placements.event_id
    left join clean.orders as orders on events.order_id = orders.order_id
    where phases.is_conversion
)

select
    order_key,
    event_id,
    person_id,
    journey_number,
    occurred_at as converted_at,
    source_sequence,
    case when is_known_order then order_value else value end as value,
    case when is_known_order then order_currency else currency end as currency
from converting
where event_rank = 1
