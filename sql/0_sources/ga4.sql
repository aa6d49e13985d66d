-- one row per event of the GA4 export to BigQuery; checked against exports in both ways of writing nulls
with params as (
    select
        *,
        list_filter(params, lambda p: p.key = 'page_location')[1].value.string_value as page_location,
        list_filter(params, lambda p: p.key = 'currency')[1].value.string_value as currency,
        list_filter(params, lambda p: p.key = 'debug_mode')[1].value as debug_mode
    from raw
),

named as (
    select
        *,
        known(event_name) as known_name,
        page_of(known(page_location)) as page
    from params
)

select
    line,
    md5(concat_ws(
        chr(31), coalesce(visitor_id, ''), event_timestamp, event_name, coalesce(bundle, 0), coalesce(batch_index, 0)
    )) as event_id,
    coalesce(bundle, 0) * 1000 + coalesce(batch_index, 0) as source_sequence,
    make_timestamp(event_timestamp) as occurred_at,
    known_name as event_name,
    coalesce(
        channel_of(session_source, session_medium),
        channel_of(cross_source, cross_medium),
        channel_of(collected_source, collected_medium),
        channel_of(first_source, first_medium)
    ) as channel,
    coalesce(known(session_campaign), known(cross_campaign), known(collected_campaign)) as campaign,
    lower(known(device)) as device,
    known(country) as country_name,
    path_of(page) as page_path,
    known(items[1].item_category) as product_category,
    known(order_id) as order_id,
    case event_name when 'refund' then -refund_value else purchase_revenue end as value,
    upper(known(currency)) as currency,
    known(visitor_id) as visitor_id,
    known(customer_id) as customer_id,
    coalesce(debug_mode.int_value = 1 or debug_mode.string_value in ('1', 'true'), false) as is_test,
    case
        when event_timestamp is null then 'event_timestamp is missing or no number of microseconds'
        when make_timestamp(event_timestamp) not between '2000-01-01' and '2200-01-01'
            then 'event_timestamp is no moment in microseconds'
        when known_name is null then 'event_name is missing'
    end as problem
from named
