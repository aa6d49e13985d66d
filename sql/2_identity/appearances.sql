-- one row per customer-level identifier and place: identifiers in one place appear together
with kept as (
    select
        events.event_id,
        events.record,
        events.event_name,
        events.order_id,
        'customer:' || events.customer_id as customer_identifier,
        events.email_id
    from landed.events as events
    left join clean.left_out as left_out on events.file_id = left_out.file_id and events.line = left_out.line
    where
        (left_out.reason is null or left_out.reason = 'order line')
        and (events.customer_id is not null or events.email_id is not null)
),

placed as (
    select
        case
            when order_id is not null and (record = 'order' or (record = 'event' and event_name = 'purchase'))
                then 'order:' || order_id
            when customer_identifier is not null and email_id is not null then 'event:' || event_id
            -- most events name one alone: however many, they tell no more than that it is there
            else coalesce(customer_identifier, email_id)
        end as place,
        customer_identifier,
        email_id
    from kept
)

select distinct
    place,
    customer_identifier as identifier
from placed
where customer_identifier is not null

union

select distinct
    place,
    email_id as identifier
from placed
where email_id is not null
