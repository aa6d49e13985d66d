-- one row: the numbers a person wants to know first
with event_counts as (
    select
        count(*) as n_events,
        count(*) filter (where person_id is null) as n_unidentified
    from events.events
),

phase_counts as (
    select count(phase_number) as n_assigned_events
    from phases.event_phases
),

journey_counts as (
    select
        count(*) as n_all,
        count(distinct person_id) as n_persons,
        count(*) filter (where not is_assigned) as n_unassigned,
        count(*) filter (where is_assigned) as n_counted,
        count(*) filter (where is_assigned and not is_closed) as n_open,
        count(*) filter (where is_assigned and is_closed) as n_closed,
        count(*) filter (where is_assigned and is_closed and is_converted) as n_converted
    from journeys.journeys
),

moved_counts as (
    select
        cast(coalesce(sum(case when fate <> 'gone' then n_journeys end), 0) as bigint) as n_journeys_compared,
        cast(coalesce(sum(case when is_moved then n_journeys end), 0) as bigint) as n_journeys_moved
    from report.moved
),

order_counts as (
    select
        count(*) as n_orders,
        count(*) filter (where currency <> setting('project.currency')) as n_other_currency,
        coalesce(sum(case when currency = setting('project.currency') then value end), 0) as revenue
    from journeys.conversions
)

select
    data_end.data_start_at,
    data_end.data_end_at,
    microseconds_between(data_end.data_end_at, run.as_of) / 86400000000 as age_days,
    (select count(*) from landed.events) as n_landed,
    (select count(*) from clean.left_out) as n_left_out,
    event_counts.n_events,
    (select count(*) from journeys.repeat_purchases) as n_derived,
    event_counts.n_unidentified,
    event_counts.n_events - event_counts.n_unidentified - (select count(*) from journeys.journey_events) as n_before_any_journey,
    journey_counts.n_persons,
    journey_counts.n_all,
    journey_counts.n_unassigned,
    journey_counts.n_counted,
    journey_counts.n_open,
    journey_counts.n_closed,
    journey_counts.n_converted,
    journey_counts.n_converted / nullif(journey_counts.n_closed, 0) as conversion_rate,
    wilson_low(journey_counts.n_converted, journey_counts.n_closed) as conversion_low,
    wilson_high(journey_counts.n_converted, journey_counts.n_closed) as conversion_high,
    order_counts.n_orders,
    order_counts.revenue,
    setting('project.currency') as currency,
    order_counts.n_other_currency,
    phase_counts.n_assigned_events,
    phase_counts.n_assigned_events / nullif(event_counts.n_events, 0) as rule_coverage,
    (select count(*) from landed.quarantine) as n_quarantined,
    moved_counts.n_journeys_compared,
    moved_counts.n_journeys_moved
from event_counts
cross join phase_counts
cross join journey_counts
cross join order_counts
cross join moved_counts
cross join clean.data_end as data_end
cross join declared.run as run
