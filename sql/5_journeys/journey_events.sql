-- one row per event in a journey, landed or derived
select
    placements.event_id,
    placements.person_id,
    placements.journey_number,
    placements.occurred_at,
    placements.source_sequence,
    events.event_name,
    events.channel,
    events.device,
    events.country,
    events.product_category,
    placements.phase_number,
    placements.is_conversion,
    placements.is_bound,
    placements.is_by_customer,
    false as is_derived
from journeys.placements as placements
inner join events.events as events on placements.event_id = events.event_id

union all

select
    event_id,
    person_id,
    journey_number,
    occurred_at,
    source_sequence,
    event_name,
    channel,
    device,
    country,
    product_category,
    phase_number,
    false as is_conversion,
    false as is_bound,
    true as is_by_customer,
    true as is_derived
from journeys.repeat_purchases
