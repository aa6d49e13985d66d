-- one row per order of an order source, and per tracked purchase that tracks none of them
with tracking as (
    select
        min(occurred_at) as first_at,
        max(occurred_at) as last_at
    from events.events
    where session_number is not null
),

sold as (
    select
        min(ordered_at) as first_at,
        max(ordered_at) as last_at
    from clean.orders
    where not is_tracked_only and not is_test
),

purchases as (
    select
        landed.file_id,
        landed.line,
        landed.event_id,
        landed.source_id,
        landed.order_id,
        landed.occurred_at,
        landed.occurred_on,
        landed.channel,
        landed.visitor_id,
        case when landed.currency = setting('project.currency') then landed.value end as value,
        left_out.reason,
        row_number() over (
            partition by landed.order_id, left_out.reason
            order by landed.occurred_at asc, landed.source_sequence asc, landed.event_id asc, landed.file_id asc, landed.line asc
        ) as copy_number
    from landed.events as landed
    left join clean.left_out as left_out on landed.file_id = left_out.file_id and landed.line = left_out.line
    where
        landed.record = 'event'
        and landed.event_name = 'purchase'
        and coalesce(left_out.reason, 'kept') not in ('bot', 'future')
),

-- the channel of the session that a purchase is in, else of the visitor's last session before it that has one
purchase_channels as (
    select
        own.event_id,
        arg_max(sessions.channel, sessions.session_number) filter (where sessions.channel is not null) as channel
    from purchases
    inner join events.events as own on purchases.event_id = own.event_id
    inner join events.sessions as sessions
        on own.visitor_id = sessions.visitor_id and own.session_number >= sessions.session_number
    where purchases.reason is null and sessions.channel is not null
    group by own.event_id
),

placed as (
    select
        own.file_id,
        own.line,
        own.event_id,
        own.source_id,
        own.order_id,
        own.occurred_at,
        own.occurred_on,
        own.person_id,
        own.channel,
        case when own.currency = setting('project.currency') then own.value end as value,
        tracked.event_id as purchase_event_id,
        tracked.visitor_id,
        tracked.channel as purchase_channel,
        tracked.value as tracked_value,
        count(tracked.event_id) over (partition by own.source_id) as n_tracked_of_source,
        count(tracked.event_id) over () as n_tracked
    from clean.orders as orders
    inner join events.events as own on orders.event_id = own.event_id
    left join purchases as tracked
        on orders.order_id = tracked.order_id and tracked.copy_number = 1 and tracked.reason is null
    where not orders.is_tracked_only and not orders.is_cancelled and not orders.is_test
),

-- what the site saw of the customers whose order it did not track
visits as (
    select
        placed.event_id,
        arg_max(
            web.channel, (web.occurred_at, web.source_sequence, web.event_id)
        ) filter (where web.channel is not null) as channel
    from placed
    inner join events.events as web on placed.person_id = web.person_id
    where
        placed.purchase_event_id is null
        and web.session_number is not null
        and web.occurred_at <= placed.occurred_at
        and web.occurred_at >= placed.occurred_at - setting('journey.silence')
    group by placed.event_id
),

judged_orders as (
    select
        placed.*,
        coalesce(purchase_channels.channel, placed.purchase_channel, visits.channel, placed.channel) as known_channel,
        case
            when placed.purchase_event_id is not null then 'tracked'
            when placed.n_tracked_of_source = 0 and placed.n_tracked > 0 then 'sold elsewhere'
            when not coalesce(placed.occurred_at between tracking.first_at and tracking.last_at, false)
                then 'outside tracking'
            when visits.event_id is not null then 'seen'
            else 'unseen'
        end as standing
    from placed
    cross join tracking
    left join purchase_channels on placed.purchase_event_id = purchase_channels.event_id
    left join visits on placed.event_id = visits.event_id
),

judged_purchases as (
    select
        purchases.*,
        coalesce(case when purchases.reason is null then purchase_channels.channel end, purchases.channel) as known_channel,
        case
            when purchases.reason = 'test' then 'test'
            when purchases.reason is not null then 'duplicate'
            when purchases.order_id is not null and purchases.copy_number > 1 then 'duplicate'
            when orders.is_test then 'test'
            when orders.is_cancelled then 'cancelled'
            when orders.order_id is not null then 'tracks its order'
            when purchases.occurred_at between sold.first_at and sold.last_at then 'unknown'
            else 'outside orders'
        end as standing
    from purchases
    cross join sold
    left join purchase_channels on purchases.event_id = purchase_channels.event_id
    left join clean.orders as orders on purchases.order_id = orders.order_id and not orders.is_tracked_only
)

select
    file_id,
    line,
    event_id,
    source_id,
    order_id,
    true as is_order,
    standing,
    occurred_at,
    cast(date_trunc('week', occurred_on) as date) as week_on,
    coalesce(known_channel, '(unknown)') as channel,
    purchase_event_id,
    visitor_id is not null as has_visitor,
    person_id is null as is_of_nobody,
    value,
    tracked_value
from judged_orders

union all

select
    file_id,
    line,
    event_id,
    source_id,
    order_id,
    false as is_order,
    standing,
    occurred_at,
    cast(date_trunc('week', occurred_on) as date) as week_on,
    coalesce(known_channel, '(unknown)') as channel,
    cast(null as varchar) as purchase_event_id,
    visitor_id is not null as has_visitor,
    false as is_of_nobody,
    cast(null as double) as value,
    value as tracked_value
from judged_purchases
where standing <> 'tracks its order'
