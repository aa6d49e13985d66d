-- one row per order that converts
select
    coalesce(events.order_id, events.event_id) as order_key,
    events.event_id,
    journey_events.person_id,
    journey_events.journey_number,
    journey_events.event_number,
    journey_events.occurred_at as converted_at,
    coalesce(orders.value, events.value) as value,
    coalesce(orders.currency, events.currency) as currency
from journeys.journey_events as journey_events
inner join events.events as events on journey_events.event_id = events.event_id
left join clean.orders as orders on events.order_id = orders.order_id
where journey_events.is_conversion
