-- one row per known order: from an order source, else from its tracked purchase
with order_rows as (
    select
        events.order_id,
        events.source_id,
        events.record = 'order' as is_from_order_source,
        events.event_id,
        events.occurred_at,
        events.value,
        events.currency,
        events.customer_id,
        events.email_id,
        events.is_cancelled,
        events.is_test
    from landed.events as events
    left join clean.left_out as left_out on events.file_id = left_out.file_id and events.line = left_out.line
    where
        events.order_id is not null
        and (events.record = 'order' or (events.record = 'event' and events.event_name = 'purchase'))
        and (
            left_out.reason is null
            or left_out.reason = 'order line'
            -- whether an order is a test, its shop says; a purchase tracked in debug mode says nothing of it
            or (left_out.reason = 'test' and events.record = 'order')
        )
),

by_source as (
    select
        order_id,
        source_id,
        is_from_order_source,
        arg_min(event_id, (occurred_at, event_id)) as event_id,
        min(occurred_at) as ordered_at,
        coalesce(sum(case when not is_cancelled then value end), sum(value)) as value,
        min(currency) as currency,
        coalesce('customer:' || min(customer_id), min(email_id)) as identifier,
        bool_and(is_cancelled) as is_cancelled,
        bool_or(is_test) as is_test
    from order_rows
    group by order_id, source_id, is_from_order_source
),

ranked as (
    select
        *,
        row_number() over (
            partition by order_id
            order by is_from_order_source desc, ordered_at asc, source_id asc
        ) as source_rank,
        min(identifier) over (partition by order_id) as identifier_anywhere,
        max(case when not is_from_order_source then value end) over (partition by order_id) as tracked_value,
        max(case when not is_from_order_source then currency end) over (partition by order_id) as tracked_currency,
        bool_or(is_cancelled) over (partition by order_id) as is_cancelled_anywhere,
        bool_or(is_test) over (partition by order_id) as is_test_anywhere
    from by_source
)

select
    order_id,
    source_id,
    event_id,
    ordered_at,
    coalesce(value, tracked_value) as value,
    case when value is null then tracked_currency else currency end as currency,
    coalesce(identifier, identifier_anywhere) as identifier,
    not is_from_order_source as is_tracked_only,
    is_cancelled_anywhere as is_cancelled,
    is_test_anywhere as is_test
from ranked
where source_rank = 1
