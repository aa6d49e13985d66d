-- one row per touch of a customer with the organisation
-- windows walk rows as narrow as can be, read for themselves: what an event says is joined to what they find
with spaced as (
    select
        events.event_id,
        events.visitor_id,
        events.occurred_at,
        events.source_sequence,
        row_number() over visitor_order as visitor_event_number,
        case
            when lag(events.occurred_at) over visitor_order + setting('journey.session_gap') >= events.occurred_at then 0
            else 1
        end as starts_session
    from landed.events as events
    left join clean.left_out as left_out on events.file_id = left_out.file_id and events.line = left_out.line
    where left_out.reason is null and events.record = 'event' and events.visitor_id is not null
    window visitor_order as (
        partition by events.visitor_id
        order by events.occurred_at asc, events.source_sequence asc, events.event_id asc
    )
),

numbered as (
    select
        event_id,
        visitor_event_number,
        cast(sum(starts_session) over so_far as bigint) as session_number
    from spaced
    window so_far as (
        partition by visitor_id
        order by visitor_event_number asc
        rows between unbounded preceding and current row
    )
),

-- who comes back from paying came as he came before; few visitors do, and only theirs are looked through
payers as (
    select distinct visitor_id
    from landed.events
    where is_payment_return
),

remembered as (
    select
        events.event_id,
        events.is_payment_return,
        last_value(events.channel ignore nulls) over so_far as channel,
        -- a channel and its campaign stay together, also where it has none
        nullif(
            last_value(case when events.channel is not null then coalesce(events.campaign, '') end ignore nulls) over so_far, ''
        ) as campaign
    from landed.events as events
    inner join payers on events.visitor_id = payers.visitor_id
    left join clean.left_out as left_out on events.file_id = left_out.file_id and events.line = left_out.line
    where left_out.reason is null and events.record = 'event'
    window so_far as (
        partition by events.visitor_id
        order by events.occurred_at asc, events.source_sequence asc, events.event_id asc
        rows between unbounded preceding and current row
    )
),

returned as (
    select
        event_id,
        channel,
        campaign
    from remembered
    where is_payment_return
)

select
    events.event_id,
    events.source_id,
    events.file_id,
    events.line,
    events.record,
    events.occurred_at,
    events.occurred_on,
    events.source_sequence,
    events.event_name,
    events.touchpoint,
    case when returned.event_id is not null then returned.channel else events.channel end as channel,
    case when returned.event_id is not null then returned.campaign else events.campaign end as campaign,
    events.is_payment_return,
    events.device,
    countries.country,
    events.page_path,
    events.product_category,
    events.order_id,
    case
        when events.event_id = orders.event_id then orders.value
        when
            orders.order_id is not null
            and (events.record = 'order' or (events.record = 'event' and events.event_name = 'purchase'))
            then null
        else events.value
    end as value,
    case when events.event_id = orders.event_id then orders.currency else events.currency end as currency,
    events.rating,
    events.rating_kind,
    events.text,
    events.visitor_id,
    coalesce(events.customer_id, events.email_id) as customer_id,
    events.initiated_by,
    coalesce(
        order_persons.person_id,
        own_customer.person_id,
        own_email.person_id,
        periods.person_id,
        case when visitors.visitor_id is null then 'visitor:' || events.visitor_id end
    ) as person_id,
    case
        when order_persons.person_id is not null then 'order'
        when coalesce(own_customer.person_id, own_email.person_id) is not null then 'customer'
        when periods.person_id is not null or (visitors.visitor_id is null and events.visitor_id is not null) then 'visitor'
    end as identified_by,
    numbered.visitor_event_number,
    numbered.session_number,
    coalesce(order_persons.ordered_at < events.occurred_at, false) as is_bound,
    coalesce(events.event_id = orders.event_id, false) as is_own_order,
    coalesce(orders.is_cancelled or orders.is_test, false) as is_cancelled
from landed.events as events
left join clean.left_out as left_out on events.file_id = left_out.file_id and events.line = left_out.line
left join clean.orders as orders on events.order_id = orders.order_id
left join identity.order_persons as order_persons on events.order_id = order_persons.order_id
left join identity.components as own_customer on 'customer:' || events.customer_id = own_customer.identifier
left join identity.components as own_email on events.email_id = own_email.identifier
-- whose a visitor was at that moment, as identity.event_visitors has it for orders
left join identity.visitors as visitors on events.visitor_id = visitors.visitor_id
left join identity.visitor_periods as periods
    on
        events.visitor_id = periods.visitor_id
        and (
            periods.period_number = 1
            or events.occurred_at > periods.from_at
            or (events.occurred_at = periods.from_at and events.source_sequence > periods.from_sequence)
            or (
                events.occurred_at = periods.from_at
                and events.source_sequence = periods.from_sequence
                and events.event_id >= periods.from_event_id
            )
        )
        and (
            periods.until_at is null
            or events.occurred_at < periods.until_at
            or (events.occurred_at = periods.until_at and events.source_sequence < periods.until_sequence)
            or (
                events.occurred_at = periods.until_at
                and events.source_sequence = periods.until_sequence
                and events.event_id < periods.until_event_id
            )
        )
left join declared.countries as countries on lower(trim(events.country_name)) = countries.name
left join numbered on events.event_id = numbered.event_id
left join returned on events.event_id = returned.event_id
where left_out.reason is null
