-- one row per row of an export that a kind has shaped: identifiers hashed, texts masked, before anything is stored
select
    getvariable('source_id') as source_id,
    getvariable('file_id') as file_id,
    line,
    getvariable('record') as record,
    getvariable('source_id') || ':' || mask_addresses(event_id) as event_id,
    coalesce(source_sequence, 0) as source_sequence,
    occurred_at,
    cast(timezone(getvariable('project_timezone'), timezone('UTC', occurred_at)) as date) as occurred_on,
    updated_at,
    mask_addresses(event_name) as event_name,
    mask_addresses(touchpoint) as touchpoint,
    mask_addresses(channel) as channel,
    mask_addresses(campaign) as campaign,
    device,
    country_name,
    mask_addresses(page_path) as page_path,
    mask_addresses(product_category) as product_category,
    coalesce(getvariable('order_space') || ':', '') || mask_addresses(order_id) as order_id,
    value,
    currency,
    rating,
    rating_kind,
    mask_text(text) as text,
    case when contains(visitor_id, '@') then keyed_hash(lower(visitor_id)) else visitor_id end as visitor_id,
    case
        when not contains(customer_id, '@') then coalesce(getvariable('customer_space') || ':', '') || customer_id
    end as customer_id,
    'email:' || keyed_hash(lower(trim(coalesce(email, case when contains(customer_id, '@') then customer_id end)))) as email_id,
    coalesce(initiated_by, 'customer') as initiated_by,
    coalesce(is_cancelled, false) as is_cancelled,
    coalesce(is_test, false) as is_test,
    coalesce(is_bot, false) as is_bot,
    cast(hash(
        event_name, touchpoint, channel, campaign, page_path, order_id, value, currency, rating, text, visitor_id,
        customer_id, email, is_cancelled, is_test, occurred_at
    ) as varchar) as content_hash
from shaped
