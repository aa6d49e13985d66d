-- one row per order that converts
select
    coalesce(events.order_id, events.event_id) as order_key,
    events.event_id,
    placements.person_id,
    placements.journey_number,
    placements.occurred_at as converted_at,
    placements.source_sequence,
    coalesce(orders.value, events.value) as value,
    coalesce(orders.currency, events.currency) as currency
from journeys.placements as placements
inner join events.events as events on placements.event_id = events.event_id
left join clean.orders as orders on events.order_id = orders.order_id
where placements.is_conversion
