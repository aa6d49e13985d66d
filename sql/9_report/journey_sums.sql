-- one row per sum of journeys, orders and KPIs that must close, with both sides
with journey_groups as (
    select
        furthest_phase_number,
        is_closed,
        ending,
        count(*) as n_journeys
    from journeys.journeys
    group by furthest_phase_number, is_closed, ending
),

journey_counts as (
    select
        count(*) as n_all,
        count(furthest_phase_number) as n_counted
    from journeys.journeys
),

-- what ends at the last phase is in no drop-off
last_phase as (
    select
        coalesce(sum(n_journeys), 0) as n_closed,
        coalesce(sum(case when ending = '(lost)' then n_journeys end), 0) as n_lost
    from journey_groups
    where is_closed and furthest_phase_number = (select max(phase_number) from declared.phases)
),

into_phases as (
    select
        target as phase_id,
        sum(n) as n
    from journeys.transitions
    where target not in ('(open)', '(done)', '(lost)')
    group by target
),

-- an entry adds to one side of a claim or to both
entries as (
    select
        'journeys of the run = journeys of every table' as claim,
        counts.table_name as about,
        journey_counts.n_all as n_left,
        counts.n_all as n_right
    from report.journey_counts as counts
    cross join journey_counts

    union all

    select
        'journeys with a phase = counted by every table' as claim,
        counts.table_name as about,
        journey_counts.n_counted as n_left,
        counts.n_counted as n_right
    from report.journey_counts as counts
    cross join journey_counts

    union all

    select
        'journeys of the run = journeys of the persons' as claim,
        '-' as about,
        n_all as n_left,
        (select sum(n_journeys) from journeys.persons) as n_right
    from journey_counts

    union all

    select
        'journeys that came as far = journeys that reach it' as claim,
        phases.phase_id as about,
        came.n_journeys as n_left,
        0 as n_right
    from declared.phases as phases
    inner join journey_groups as came on phases.phase_number <= came.furthest_phase_number

    union all

    select
        'journeys that came as far = journeys that reach it' as claim,
        phase_id as about,
        0 as n_left,
        n_reached as n_right
    from report.funnel

    union all

    select
        'journeys that reach a phase = entries to it' as claim,
        phase_id as about,
        n_reached as n_left,
        n_entries as n_right
    from report.funnel
    where n_entries is not null

    union all

    select
        'journeys that reach a phase = skipped + visited it' as claim,
        funnel.phase_id as about,
        funnel.n_reached as n_left,
        funnel.n_skipped + time_to_next.n_counted as n_right
    from report.funnel as funnel
    inner join kpis.time_to_next as time_to_next on funnel.phase_number = time_to_next.phase_number

    union all

    select
        'closed journeys = those that end in some phase' as claim,
        '-' as about,
        summary.n_closed as n_left,
        last_phase.n_closed + (select coalesce(sum(n_dropped), 0) from report.funnel) as n_right
    from report.summary as summary
    cross join last_phase

    union all

    select
        'lost journeys = those lost in some phase' as claim,
        '-' as about,
        n as n_left,
        0 as n_right
    from journeys.transitions
    where target = '(lost)'

    union all

    select
        'lost journeys = those lost in some phase' as claim,
        '-' as about,
        0 as n_left,
        last_phase.n_lost + (select coalesce(sum(n_lost), 0) from report.funnel) as n_right
    from last_phase

    union all

    select
        'journeys by ending = last transitions to it' as claim,
        ending as about,
        n_journeys as n_left,
        0 as n_right
    from journey_groups
    where furthest_phase_number is not null

    union all

    select
        'journeys by ending = last transitions to it' as claim,
        target as about,
        0 as n_left,
        n as n_right
    from journeys.transitions
    where target in ('(open)', '(done)', '(lost)')

    union all

    select
        'transitions into a phase = out of it' as claim,
        phase_id as about,
        n as n_left,
        0 as n_right
    from into_phases

    union all

    select
        'transitions into a phase = out of it' as claim,
        source as about,
        0 as n_left,
        n as n_right
    from journeys.transitions
    where source <> '(start)'

    union all

    select
        'transitions into a phase = visits' as claim,
        '-' as about,
        coalesce(sum(n), 0) as n_left,
        (select count(*) from journeys.visits) as n_right
    from into_phases

    union all

    select
        'journeys with a phase = starts of the flows' as claim,
        '-' as about,
        n_counted as n_left,
        0 as n_right
    from journey_counts

    union all

    select
        'journeys with a phase = starts of the flows' as claim,
        '-' as about,
        0 as n_left,
        n as n_right
    from report.flows
    where step = 0

    union all

    select
        'journeys with a phase = ends of the flows' as claim,
        '-' as about,
        n_counted as n_left,
        0 as n_right
    from journey_counts

    union all

    select
        'journeys with a phase = ends of the flows' as claim,
        '-' as about,
        0 as n_left,
        n as n_right
    from report.flows
    where target in ('(open)', '(done)', '(lost)', '(other)')

    union all

    select
        'orders of the headline = converting events in journeys' as claim,
        '-' as about,
        n_orders as n_left,
        0 as n_right
    from report.summary

    union all

    select
        'orders of the headline = converting events in journeys' as claim,
        '-' as about,
        0 as n_left,
        count(*) as n_right
    from journeys.journey_events
    where is_conversion

    union all

    select
        'things a KPI counts = used + too young + without value' as claim,
        kpi_id as about,
        count(*) as n_left,
        0 as n_right
    from kpis.kpi_entries
    where is_own_maturity
    group by kpi_id

    union all

    select
        'things a KPI counts = used + too young + without value' as claim,
        kpi_id as about,
        0 as n_left,
        n + n_immature + n_without_value as n_right
    from report.kpis

    union all

    select
        'journeys of the last publication = journeys with a fate' as claim,
        '-' as about,
        (select count(*) from declared.last_published) as n_left,
        coalesce(sum(n_journeys), 0) as n_right
    from report.moved
)

select
    claim,
    about,
    cast(coalesce(sum(n_left), 0) as bigint) as n_left,
    cast(coalesce(sum(n_right), 0) as bigint) as n_right
from entries
group by claim, about
