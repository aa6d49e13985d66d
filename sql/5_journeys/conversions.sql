-- one row per order that converts
select
    coalesce(events.order_id, events.event_id) as order_key,
    events.event_id,
    placements.person_id,
    placements.journey_number,
    events.occurred_at as converted_at,
    events.source_sequence,
    coalesce(orders.value, events.value) as value,
    coalesce(orders.currency, events.currency) as currency
from phases.event_phases as phases
inner join events.events as events on phases.event_id = events.event_id
inner join journeys.placements as placements on events.event_id = placements.event_id
left join clean.orders as orders on events.order_id = orders.order_id
where phases.is_conversion
