-- one row per event by which a visitor is known to be a customer
select
    events.event_id,
    events.visitor_id,
    events.occurred_at,
    events.source_sequence,
    coalesce(orders.identifier, 'customer:' || events.customer_id, events.email_id) as identifier
from landed.events as events
left join clean.left_out as left_out on events.file_id = left_out.file_id and events.line = left_out.line
left join clean.orders as orders on events.order_id = orders.order_id and not orders.is_test
where
    left_out.reason is null
    and events.visitor_id is not null
    and coalesce(orders.identifier, 'customer:' || events.customer_id, events.email_id) is not null
