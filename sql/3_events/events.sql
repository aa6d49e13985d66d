-- one row per touch of a customer with the organisation
with owned as (
    select
        events.*,
        countries.country,
        coalesce(
            order_persons.person_id,
            own_customer.person_id,
            own_email.person_id,
            event_visitors.person_id
        ) as person_id,
        case
            when order_persons.person_id is not null then 'order'
            when coalesce(own_customer.person_id, own_email.person_id) is not null then 'customer'
            when event_visitors.person_id is not null then 'visitor'
        end as identified_by,
        order_persons.ordered_at < events.occurred_at as is_bound,
        coalesce(orders.is_cancelled or orders.is_test, false) as is_void,
        coalesce(events.event_id = orders.event_id, false) as is_own_order,
        case
            when events.event_id = orders.event_id then orders.value
            when
                orders.order_id is not null
                and (events.record = 'order' or (events.record = 'event' and events.event_name = 'purchase'))
                then null
            else events.value
        end as value_once,
        case when events.event_id = orders.event_id then orders.currency else events.currency end as currency_once
    from landed.events as events
    left join clean.left_out as left_out on events.file_id = left_out.file_id and events.line = left_out.line
    left join clean.orders as orders on events.order_id = orders.order_id
    left join identity.order_persons as order_persons on events.order_id = order_persons.order_id
    left join identity.components as own_customer on 'customer:' || events.customer_id = own_customer.identifier
    left join identity.components as own_email on events.email_id = own_email.identifier
    left join identity.event_visitors as event_visitors on events.event_id = event_visitors.event_id
    left join declared.countries as countries on lower(trim(events.country_name)) = countries.name
    where left_out.reason is null
),

spaced as (
    select
        *,
        case
            when lag(occurred_at) over visitor_order + setting('journey.session_gap') >= occurred_at then 0
            else 1
        end as starts_session,
        is_payment_return and record = 'event' and visitor_id is not null as comes_back,
        -- a channel and its campaign stay together, also where it has none
        case when channel is not null then coalesce(campaign, '') end as campaign_of_channel
    from owned
    window visitor_order as (
        partition by case when record = 'event' then visitor_id end
        order by occurred_at asc, source_sequence asc, event_id asc
    )
)

select
    event_id,
    source_id,
    file_id,
    line,
    record,
    occurred_at,
    occurred_on,
    source_sequence,
    event_name,
    touchpoint,
    case
        when comes_back then last_value(channel ignore nulls) over so_far
        else channel
    end as channel,
    case
        when comes_back then nullif(last_value(campaign_of_channel ignore nulls) over so_far, '')
        else campaign
    end as campaign,
    is_payment_return,
    device,
    country,
    page_path,
    product_category,
    order_id,
    value_once as value,
    currency_once as currency,
    rating,
    rating_kind,
    text,
    visitor_id,
    coalesce(customer_id, email_id) as customer_id,
    initiated_by,
    person_id,
    identified_by,
    case
        when record = 'event' and visitor_id is not null then cast(sum(starts_session) over so_far as bigint)
    end as session_number,
    coalesce(is_bound, false) as is_bound,
    is_own_order,
    is_void as is_cancelled
from spaced
window so_far as (
    partition by case when record = 'event' then visitor_id end
    order by occurred_at asc, source_sequence asc, event_id asc
    rows between unbounded preceding and current row
)
