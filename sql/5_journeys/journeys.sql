-- one row per journey, and how it stands at the data end
with traits as (
    select
        traits.*,
        coalesce(traits.last_customer_event_at < data_end.data_end_at - setting('journey.silence'), true) as is_closed
    from journeys.traits as traits
    cross join clean.data_end as data_end
)

select
    traits.person_id,
    traits.journey_number,
    traits.opening_event_id,
    traits.started_at,
    traits.ended_at,
    traits.last_customer_event_at,
    traits.n_events,
    traits.n_derived,
    traits.n_unassigned_events,
    traits.furthest_phase_number,
    traits.is_assigned,
    traits.is_converted,
    traits.is_closed,
    case
        when not traits.is_closed then '(open)'
        when traits.is_converted then '(done)'
        else '(lost)'
    end as ending,
    traits.converted_at,
    traits.orders,
    traits.value,
    traits.first_channel,
    traits.main_channel,
    traits.device,
    traits.country,
    traits.categories,
    traits.is_returning
from traits
