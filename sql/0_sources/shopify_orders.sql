-- one row per line of Shopify's orders export; only the first line of an order says anything about the order
with dated as (
    select
        *,
        timezone('UTC', try_strptime(created_at, '%Y-%m-%d %H:%M:%S %z')) as ordered_at,
        try_cast(replace(total, ',', '') as double) as total_value
    from raw
)

select
    line,
    coalesce(known(id), known(name)) as event_id,
    coalesce(known(id), known(name)) as order_id,
    ordered_at as occurred_at,
    timezone('UTC', greatest(
        try_strptime(created_at, '%Y-%m-%d %H:%M:%S %z'),
        try_strptime(paid_at, '%Y-%m-%d %H:%M:%S %z'),
        try_strptime(fulfilled_at, '%Y-%m-%d %H:%M:%S %z'),
        try_strptime(cancelled_at, '%Y-%m-%d %H:%M:%S %z')
    )) as updated_at,
    'order' as event_name,
    known(origin) as touchpoint,
    coalesce(known(shipping_country), known(billing_country)) as country_name,
    total_value as value,
    upper(known(currency)) as currency,
    known(email) as email,
    known(cancelled_at) is not null or lower(financial_status) = 'voided' as is_cancelled,
    coalesce(contains(lower(payment_method), 'bogus'), false) as is_test,
    known(financial_status) is null and known(total) is null and known(name) is not null as is_ignored,
    case
        when coalesce(known(id), known(name)) is null then 'Id and Name are missing'
        when known(created_at) is null then 'Created at is missing'
        when ordered_at is null then 'Created at is no time: ' || created_at || ' (expected 2026-05-01 09:59:00 +0200)'
        when known(total) is not null and total_value is null then 'Total is no number: ' || total
    end as problem
from dated
