-- one row per atomic event of Snowplow, actions under GA4's names; checked against the export of a demo shop
with valid as (
    select
        *,
        case when json_valid(action) then action end as action_json,
        case when json_valid(person) then person end as person_json,
        case when json_valid(products) then products end as products_json,
        case when json_valid(step) then step end as step_json,
        case when json_valid(purchase) then purchase end as purchase_json,
        case when json_valid(refund) then refund end as refund_json,
        case when json_valid(mobile) then mobile end as mobile_json,
        (action <> '' and not json_valid(action))
        or (person <> '' and not json_valid(person))
        or (purchase <> '' and not json_valid(purchase))
        or (refund <> '' and not json_valid(refund)) as is_broken
    from raw
),

said as (
    select
        line,
        is_broken,
        known(event_id) as event_id,
        derived_tstamp,
        -- Snowplow writes UTC, with an offset or without
        timezone('UTC', try_cast(regexp_replace(derived_tstamp, ' ([+-])', '\1') as timestamptz)) as moment,
        known(action_json ->> '$.type') as action,
        known(step_json ->> '$[0].step') as step,
        known(case event when 'struct' then se_action else event_name end) as event_name,
        case
            when known(mkt_medium) is not null or known(mkt_source) is not null then channel_of(mkt_source, mkt_medium)
            when refr_medium = 'search' then 'organic'
            when refr_medium <> 'internal' then channel_of(refr_host, replace(refr_medium, 'unknown', 'referral'))
        end as channel,
        known(mkt_campaign) as campaign,
        case platform when 'mob' then 'mobile' when 'tv' then 'tv' end as device,
        known(country) as country,
        page_of(known(page_url)) as page,
        known(products_json ->> '$[0].category') as product_category,
        known(purchase_json ->> '$[0].transaction_id') as purchase_id,
        known(purchase_json ->> '$[0].revenue') as revenue,
        known(refund_json ->> '$[0].transaction_id') as refund_id,
        known(refund_json ->> '$[0].refund_amount') as refunded,
        known(coalesce(purchase_json ->> '$[0].currency', refund_json ->> '$[0].currency')) as currency,
        coalesce(known(domain_userid), known(mobile_json ->> '$[0].userId')) as visitor_id,
        try_cast(mobile_json ->> '$[0].eventIndex' as bigint) as event_index,
        coalesce(known(user_id), known(person_json ->> '$[0].id')) as customer_id,
        known(person_json ->> '$[0].email') as email
    from valid
)

select
    line,
    event_id,
    coalesce(event_index, 0) as source_sequence,
    moment as occurred_at,
    case
        when action = 'transaction' then 'purchase'
        when action = 'product_view' then 'view_item'
        when action = 'list_view' then 'view_item_list'
        when action = 'list_click' then 'select_item'
        when action = 'promo_view' then 'view_promotion'
        when action = 'promo_click' then 'select_promotion'
        when action = 'checkout_step' and step = '1' then 'begin_checkout'
        when action is not null then action
        -- a tracker that leaves out the action still says what was bought
        when purchase_id is not null then 'purchase'
        else event_name
    end as event_name,
    channel,
    campaign,
    device,
    country as country_name,
    path_of(page) as page_path,
    product_category,
    coalesce(purchase_id, refund_id) as order_id,
    coalesce(source_number(revenue), -source_number(refunded)) as value,
    upper(currency) as currency,
    visitor_id,
    customer_id,
    email,
    case
        when event_id is null then 'event_id is missing'
        when derived_tstamp is null then 'derived_tstamp is missing'
        when moment is null then 'derived_tstamp is no time: ' || derived_tstamp
        when moment not between '2000-01-01' and '2200-01-01'
            then 'derived_tstamp is not between 2000 and 2200: ' || derived_tstamp
        when is_broken then 'the action, the user, the transaction or the refund is no JSON'
        when coalesce(action, event_name) is null then 'event_name is missing'
        when revenue is not null and source_number(revenue) is null then 'the revenue is no number: ' || revenue
        when refunded is not null and source_number(refunded) is null then 'the refund_amount is no number: ' || refunded
    end as problem
from said
