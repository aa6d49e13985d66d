-- one row per row of an export that a kind has shaped: identifiers hashed, texts masked, before anything is stored
select
    *,
    -- of what is kept, not of what was delivered: a hash without a key tells whether a guess is right
    cast(hash(
        event_name, touchpoint, channel, campaign, page_path, order_id, value, currency, rating, text, visitor_id,
        customer_id, email_id, is_cancelled, is_test, occurred_at, is_payment_return
    ) >> 1 as bigint) as content_hash
from (
    select
        getvariable('source_id') as source_id,
        file_of(line) as file_id,
        row_of(line) as line,
        getvariable('record') as record,
        getvariable('source_id') || ':' || without_address(event_id) as event_id,
        coalesce(source_sequence, 0) as source_sequence,
        occurred_at,
        cast(timezone(getvariable('project_timezone'), make_timestamptz(epoch_us(occurred_at))) as date) as occurred_on,
        updated_at,
        mask_addresses(event_name) as event_name,
        mask_addresses(touchpoint) as touchpoint,
        -- who comes back from paying came as he came before: stage 3 looks that up
        coalesce(channel = '(payment)', false) as is_payment_return,
        case when channel = '(payment)' then null else mask_addresses(channel) end as channel,
        case when channel = '(payment)' then null else mask_addresses(campaign) end as campaign,
        mask_addresses(device) as device,
        mask_addresses(country_name) as country_name,
        mask_addresses(page_path) as page_path,
        mask_addresses(product_category) as product_category,
        coalesce(getvariable('order_space') || ':', '') || without_address(order_id) as order_id,
        value,
        mask_addresses(currency) as currency,
        rating,
        rating_kind,
        mask_text(text) as text,
        without_address(visitor_id) as visitor_id,
        case
            when not has_address(customer_id) then coalesce(getvariable('customer_space') || ':', '') || customer_id
        end as customer_id,
        'email:' || keyed_hash(
            lower(trim(coalesce(email, case when has_address(customer_id) then replace(customer_id, '%40', '@') end)))
        ) as email_id,
        coalesce(initiated_by, 'customer') as initiated_by,
        coalesce(is_cancelled, false) as is_cancelled,
        coalesce(is_test, false) as is_test,
        coalesce(is_bot, false) as is_bot,
        left(mask_text(problem), 300) as problem,
        is_ignored
    from shaped
) as kept
