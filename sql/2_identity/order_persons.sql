-- one row per known order that is somebody's
with tracked as (
    select
        events.order_id,
        arg_min(event_visitors.person_id, (events.occurred_at, events.source_sequence, events.event_id)) as person_id
    from landed.events as events
    inner join identity.event_visitors as event_visitors on events.event_id = event_visitors.event_id
    -- a copy that is left out bears the same event id
    left join clean.left_out as left_out on events.file_id = left_out.file_id and events.line = left_out.line
    where
        left_out.reason is null
        and events.order_id is not null
        and (events.record = 'order' or (events.record = 'event' and events.event_name = 'purchase'))
    group by events.order_id
)

select
    orders.order_id,
    orders.event_id,
    orders.ordered_at,
    coalesce(components.person_id, tracked.person_id) as person_id,
    components.person_id is null as is_by_visitor
from clean.orders as orders
left join identity.components as components on orders.identifier = components.identifier
left join tracked on orders.order_id = tracked.order_id
where not orders.is_test and coalesce(components.person_id, tracked.person_id) is not null
