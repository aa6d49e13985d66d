-- one row per sum of rows and events that must close, from file to journey, with both sides
with files_read as (
    select distinct
        source_id,
        file_id,
        n_read
    from landed.files
),

event_counts as (
    select
        source_id,
        count(*) as n_events,
        count(*) filter (where person_id is not null and initiated_by = 'customer' and not is_bound) as n_leading
    from events.events
    group by source_id
),

matched_counts as (
    select
        count(*) as n_events,
        count(rule_number) as n_matched
    from phases.event_phases

    union all

    select
        0 as n_events,
        count(rule_number) as n_matched
    from journeys.repeat_purchases
),

in_journeys as (
    select
        count(*) as n_events,
        count(*) filter (where is_by_customer and not is_bound) as n_leading,
        count(phase_number) as n_in_phases
    from journeys.journey_events

    union all

    select
        count(*) as n_events,
        0 as n_leading,
        count(phase_number) as n_in_phases
    from journeys.repeat_purchases
),

of_journeys as (
    select
        coalesce(sum(n_events), 0) as n_landed,
        coalesce(sum(n_events + n_derived), 0) as n_events
    from journeys.journeys
),

-- an entry adds to one side of a claim or to both
entries as (
    select
        'rows read = landed + quarantined + ignored' as claim,
        source_id as about,
        n_read as n_left,
        0 as n_right
    from files_read

    union all

    select
        'rows read = landed + quarantined + ignored' as claim,
        source_id as about,
        0 as n_left,
        n_landed + n_ignored as n_right
    from report.sources

    union all

    select
        'rows read = landed + quarantined + ignored' as claim,
        source_id as about,
        0 as n_left,
        count(*) as n_right
    from landed.quarantine
    group by source_id

    union all

    select
        'rows landed = events + left out' as claim,
        source_id as about,
        n_landed as n_left,
        0 as n_right
    from report.sources

    union all

    select
        'rows landed = events + left out' as claim,
        source_id as about,
        0 as n_left,
        n_events as n_right
    from event_counts

    union all

    select
        'rows landed = events + left out' as claim,
        source_id as about,
        0 as n_left,
        n_rows as n_right
    from report.left_out

    union all

    select
        'rows landed of the headline = of its sources' as claim,
        '-' as about,
        n_landed as n_left,
        (select sum(n_landed) from report.sources) as n_right
    from report.summary

    union all

    select
        'rows quarantined of the headline = of its sources' as claim,
        '-' as about,
        n_quarantined as n_left,
        (select sum(n_quarantined) from report.sources) as n_right
    from report.summary

    union all

    select
        'events = events held against the rules' as claim,
        '-' as about,
        n_events as n_left,
        0 as n_right
    from event_counts

    union all

    select
        'events = events held against the rules' as claim,
        '-' as about,
        0 as n_left,
        n_events as n_right
    from matched_counts

    union all

    select
        'events that a rule matches = events of the rules' as claim,
        '-' as about,
        (select sum(n_matched) from matched_counts) as n_left,
        coalesce(sum(n_events), 0) as n_right
    from report.rules

    union all

    select
        'events = in a journey + of nobody + before any journey' as claim,
        '-' as about,
        summary.n_events as n_left,
        of_journeys.n_landed + summary.n_unidentified + summary.n_before_any_journey as n_right
    from report.summary as summary
    cross join of_journeys

    union all

    select
        'events that can open a journey = those in journeys' as claim,
        '-' as about,
        (select sum(n_leading) from event_counts) as n_left,
        sum(n_leading) as n_right
    from in_journeys

    union all

    select
        'events in journeys = events of the journeys' as claim,
        '-' as about,
        (select sum(n_events) from in_journeys) as n_left,
        n_events as n_right
    from of_journeys

    union all

    select
        'events in journeys with a phase = events of visits' as claim,
        '-' as about,
        sum(n_in_phases) as n_left,
        (select sum(n_events) from journeys.visits) as n_right
    from in_journeys
)

select
    claim,
    about,
    cast(coalesce(sum(n_left), 0) as bigint) as n_left,
    cast(coalesce(sum(n_right), 0) as bigint) as n_right
from entries
group by claim, about
