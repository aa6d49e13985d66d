-- one row per row of any table, under the names that the mapping in journey.yml gives its columns
with said as (
    select
        line,
        known(event_id) as event_id,
        given(occurred_at) as occurred_at,
        given(updated_at) as updated_at,
        coalesce(known(event_name), getvariable('default_event_name')) as event_name,
        known(touchpoint) as touchpoint,
        known(channel) as channel,
        known(campaign) as campaign,
        known(referrer) as referrer,
        known(device) as device,
        known(country) as country,
        page_of(known(page_path)) as page,
        known(product_category) as product_category,
        known(order_id) as order_id,
        given(value) as value,
        given(quantity) as quantity,
        given(unit_price) as unit_price,
        known(currency) as currency,
        given(rating) as rating,
        known(text) as text,
        known(visitor_id) as visitor_id,
        known(customer_id) as customer_id,
        known(email) as email,
        lower(known(initiated_by)) as initiated_by,
        is_cancelled,
        is_test,
        is_bot,
        is_ignored
    from raw
),

parsed as (
    select
        *,
        source_moment(occurred_at) as moment,
        source_moment(updated_at) as changed_at,
        source_number(value) as amount,
        source_number(quantity) as pieces,
        source_number(unit_price) as price,
        source_number(rating) as mark,
        getvariable('rating_min') as worst,
        getvariable('rating_max') as best
    from said
)

select
    line,
    event_id,
    moment as occurred_at,
    changed_at as updated_at,
    event_name,
    touchpoint,
    case when referrer is not null and is_payment_return(referrer, channel) then '(payment)' else lower(channel) end as channel,
    campaign,
    lower(device) as device,
    country as country_name,
    path_of(page) as page_path,
    product_category,
    order_id,
    coalesce(amount, pieces * price) as value,
    upper(coalesce(currency, getvariable('project_currency'))) as currency,
    (mark - worst) / (best - worst) * 2 - 1 as rating,
    case when mark is not null then 'mark of ' || worst || ' to ' || best end as rating_kind,
    text,
    visitor_id,
    customer_id,
    email,
    initiated_by,
    is_cancelled,
    is_test,
    is_bot,
    is_ignored,
    case
        when occurred_at is null then 'the time (occurred_at) is missing'
        when moment is null
            then 'the time (occurred_at) cannot be read: ' || occurred_at || '; ' || getvariable('expected_time')
        when moment not between '1990-01-01' and '2200-01-01'
            then 'the time (occurred_at) is not between 1990 and 2200: ' || occurred_at
        when updated_at is not null and changed_at is null
            then 'the time (updated_at) cannot be read: ' || updated_at || '; ' || getvariable('expected_time')
        when event_name is null then 'the event_name is missing'
        when getvariable('record') = 'order' and order_id is null then 'the order_id is missing'
        when value is not null and amount is null then 'the value is no number: ' || value
        when quantity is not null and pieces is null then 'the quantity is no number: ' || quantity
        when unit_price is not null and price is null then 'the unit_price is no number: ' || unit_price
        when rating is not null and mark is null then 'the rating is no number: ' || rating
        when mark not between worst and best then 'the rating lies outside rating_scale: ' || rating
        when initiated_by not in ('customer', 'organisation')
            then 'initiated_by is neither customer nor organisation: ' || initiated_by
    end as problem
from parsed
