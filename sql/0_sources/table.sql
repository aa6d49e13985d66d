-- one row per row of any table, under the names that the mapping in journey.yml gives its columns
with parsed as (
    select
        *,
        source_moment(known(occurred_at)) as moment,
        source_moment(known(updated_at)) as changed_at,
        coalesce(source_number(known(value)), source_number(known(quantity)) * source_number(known(unit_price))) as amount,
        source_number(known(rating)) as mark
    from raw
)

select
    line,
    known(event_id) as event_id,
    moment as occurred_at,
    changed_at as updated_at,
    coalesce(known(event_name), getvariable('default_event_name')) as event_name,
    known(touchpoint) as touchpoint,
    lower(known(channel)) as channel,
    known(campaign) as campaign,
    lower(known(device)) as device,
    known(country) as country_name,
    path_of(known(page_path)) as page_path,
    known(product_category) as product_category,
    known(order_id) as order_id,
    amount as value,
    upper(coalesce(known(currency), getvariable('project_currency'))) as currency,
    (mark - getvariable('rating_min')) / (getvariable('rating_max') - getvariable('rating_min')) * 2 - 1 as rating,
    case
        when mark is not null
            then 'mark of ' || getvariable('rating_min')::varchar || ' to ' || getvariable('rating_max')::varchar
    end as rating_kind,
    known(text) as text,
    known(visitor_id) as visitor_id,
    known(customer_id) as customer_id,
    known(email) as email,
    lower(known(initiated_by)) as initiated_by,
    coalesce(is_cancelled, false) as is_cancelled,
    coalesce(is_test, false) as is_test,
    coalesce(is_bot, false) as is_bot,
    coalesce(is_ignored, false) as is_ignored,
    case
        when known(occurred_at) is null then 'the time (occurred_at) is missing'
        when moment is null
            then 'the time (occurred_at) cannot be read: ' || occurred_at || '; ' || getvariable('expected_time')
        when coalesce(known(event_name), getvariable('default_event_name')) is null then 'the event_name is missing'
        when getvariable('record') = 'order' and known(order_id) is null then 'the order_id is missing'
        when known(value) is not null and source_number(value) is null then 'the value is no number: ' || value
        when known(quantity) is not null and source_number(quantity) is null
            then 'the quantity is no number: ' || quantity
        when known(unit_price) is not null and source_number(unit_price) is null
            then 'the unit_price is no number: ' || unit_price
        when known(rating) is not null and mark is null then 'the rating is no number: ' || rating
        when mark not between getvariable('rating_min') and getvariable('rating_max')
            then 'the rating lies outside rating_scale: ' || rating
        when lower(known(initiated_by)) not in ('customer', 'organisation')
            then 'initiated_by is neither customer nor organisation: ' || initiated_by
    end as problem
from parsed
