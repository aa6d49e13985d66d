-- one row per order whose predecessor lies in an earlier journey: a derived event on that earlier journey
with followed as (
    select
        *,
        lag(journey_number) over (
            partition by person_id
            order by event_number asc
        ) as previous_journey_number
    from journeys.conversions
),

derived as (
    select
        'repeat_purchase:' || followed.event_id as event_id,
        followed.person_id,
        followed.previous_journey_number as journey_number,
        followed.event_number,
        followed.converted_at as occurred_at,
        'derived' as source_id,
        'repeat_purchase' as event_name,
        cast(null as varchar) as touchpoint,
        cast(null as varchar) as channel,
        cast(null as varchar) as campaign,
        events.device,
        events.country,
        cast(null as varchar) as page_path,
        cast(null as varchar) as product_category,
        events.order_id,
        cast(null as double) as value,
        cast(null as varchar) as currency,
        cast(null as double) as rating,
        cast(null as varchar) as text,
        cast(null as varchar) as visitor_id,
        cast(null as varchar) as customer_id,
        'customer' as initiated_by,
        false as is_cancelled
    from followed
    inner join events.events as events on followed.event_id = events.event_id
    where followed.previous_journey_number < followed.journey_number
),

judged as (
    select
        *,
        matched_rule() as rule_number
    from derived
)

select
    judged.*,
    rules.phase_number
from judged
left join declared.rules as rules on judged.rule_number = rules.rule_number
