-- one row per landed event in a journey; derived ones are in journeys.repeat_purchases
with conversion_phase as (
    select phase_number
    from declared.phases
    where is_conversion_phase
),

touches as (
    select
        event_phases.event_id,
        event_phases.person_id,
        event_phases.occurred_at,
        event_phases.source_sequence,
        event_phases.phase_number,
        event_phases.is_conversion,
        event_phases.is_bound,
        event_phases.is_by_customer,
        event_phases.is_by_customer
        and not event_phases.is_bound
        and coalesce(event_phases.phase_number <= conversion_phase.phase_number, false) as is_orienting
    from phases.event_phases as event_phases
    cross join conversion_phase
    where event_phases.person_id is not null
),

-- the last known is the latest, for the window walks in the order of time
preceded as (
    select
        *,
        row_number() over person_order as event_number,
        last_value(
            case when is_by_customer and not is_bound then occurred_at end ignore nulls
        ) over before as previous_leading_at,
        last_value(
            case when is_conversion and not is_by_customer and not is_bound then occurred_at end ignore nulls
        ) over before as previous_entered_at,
        last_value(case when is_orienting then occurred_at end ignore nulls) over before as previous_orienting_at,
        last_value(case when is_conversion then occurred_at end ignore nulls) over before as latest_conversion_at,
        -- of an orientation and a conversion, which came last
        last_value(
            case when is_conversion then false when is_orienting then true end ignore nulls
        ) over before as has_oriented_since
    from touches
    window
        person_order as (
            partition by person_id
            order by occurred_at asc, source_sequence asc, event_id asc
        ),
        before as (
            partition by person_id
            order by occurred_at asc, source_sequence asc, event_id asc
            rows between unbounded preceding and 1 preceding
        )
),

judged as (
    select
        *,
        -- a conversion that the organisation enters opens a journey only where none is open: neither the
        -- customer's, which it does not prolong, nor one that such conversions alone have made
        coalesce(occurred_at <= previous_leading_at + setting('journey.silence'), false) as is_in_customers_journey,
        coalesce(
            occurred_at <= previous_entered_at + setting('journey.silence')
            and (previous_leading_at is null or previous_entered_at > previous_leading_at + setting('journey.silence')),
            false
        ) as is_in_entered_journey,
        coalesce(is_orienting and occurred_at >= latest_conversion_at + setting('journey.cooldown'), false) as comes_back,
        coalesce(
            has_oriented_since and previous_orienting_at >= latest_conversion_at + setting('journey.cooldown'), false
        ) as has_come_back
    from preceded
),

opening as (
    select
        event_id,
        person_id,
        event_number,
        occurred_at,
        phase_number,
        is_conversion,
        is_bound,
        is_by_customer,
        case
            when is_bound then 0
            when is_by_customer and not is_in_customers_journey then 1
            when is_by_customer and comes_back and not has_come_back then 1
            when
                is_conversion and not is_by_customer and not is_in_customers_journey and not is_in_entered_journey
                then 1
            else 0
        end as opens
    from judged
),

numbered as (
    select
        event_id,
        person_id,
        cast(sum(opens) over (
            partition by person_id
            order by event_number asc
            rows between unbounded preceding and current row
        ) as bigint) as journey_number,
        event_number,
        occurred_at,
        phase_number,
        is_conversion,
        is_bound,
        is_by_customer
    from opening
)

select
    event_id,
    person_id,
    journey_number,
    event_number,
    occurred_at,
    phase_number,
    is_conversion,
    is_bound,
    is_by_customer
from numbered
where not is_bound and journey_number > 0

union all

-- what names an earlier order belongs to that order's journey
select
    bound.event_id,
    bound.person_id,
    ordered.journey_number,
    bound.event_number,
    bound.occurred_at,
    bound.phase_number,
    bound.is_conversion,
    bound.is_bound,
    bound.is_by_customer
from numbered as bound
inner join phases.event_phases as named on bound.event_id = named.event_id
inner join identity.order_persons as order_persons on named.order_id = order_persons.order_id
inner join numbered as ordered on order_persons.event_id = ordered.event_id
where bound.is_bound and ordered.journey_number > 0
