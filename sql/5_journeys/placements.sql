-- one row per event of a person, with the journey it belongs to
with conversion_phase as (
    select phase_number
    from declared.phases
    where is_conversion_phase
),

touches as (
    select
        events.event_id,
        events.person_id,
        events.occurred_at,
        events.source_sequence,
        events.order_id,
        events.is_bound,
        event_phases.phase_number <= conversion_phase.phase_number as is_orienting,
        event_phases.is_conversion,
        events.initiated_by = 'customer' and not events.is_bound as is_leading,
        event_phases.is_conversion and events.initiated_by <> 'customer' and not events.is_bound as is_entered
    from events.events as events
    inner join phases.event_phases as event_phases on events.event_id = event_phases.event_id
    cross join conversion_phase
    where events.person_id is not null
),

preceded as (
    select
        *,
        max(case when is_leading then occurred_at end) over before as previous_leading_at,
        max(case when is_entered then occurred_at end) over before as previous_entered_at,
        max(case when is_conversion then occurred_at end) over before as latest_conversion_at
    from touches
    window before as (
        partition by person_id
        order by occurred_at asc, source_sequence asc, event_id asc
        rows between unbounded preceding and 1 preceding
    )
),

unbound as (
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
        coalesce(
            is_leading and is_orienting and occurred_at >= latest_conversion_at + setting('journey.cooldown'),
            false
        ) as comes_back
    from preceded
    where not is_bound
),

opening as (
    select
        *,
        case
            when is_leading and previous_leading_at is null then 1
            when is_leading and occurred_at > previous_leading_at + setting('journey.silence') then 1
            when is_entered and not is_in_customers_journey and not is_in_entered_journey then 1
            when
                comes_back
                and row_number() over (
                    partition by person_id, latest_conversion_at, comes_back
                    order by occurred_at asc, source_sequence asc, event_id asc
                ) = 1
                then 1
            else 0
        end as opens
    from unbound
),

numbered as (
    select
        event_id,
        person_id,
        cast(sum(opens) over (
            partition by person_id
            order by occurred_at asc, source_sequence asc, event_id asc
            rows between unbounded preceding and current row
        ) as bigint) as journey_number
    from opening
),

bound as (
    select
        touches.event_id,
        touches.person_id,
        numbered.journey_number
    from touches
    inner join identity.order_persons as order_persons on touches.order_id = order_persons.order_id
    inner join numbered on order_persons.event_id = numbered.event_id
    where touches.is_bound
)

select
    event_id,
    person_id,
    journey_number,
    false as is_bound
from numbered
where journey_number > 0

union all

select
    event_id,
    person_id,
    journey_number,
    true as is_bound
from bound
where journey_number > 0
