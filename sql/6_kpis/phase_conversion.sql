-- one row per phase but the last: of the mature entries to it, how many enter the next within kpi.maturity
with moves as (
    select
        entries.phase_number,
        entries.entered_at + setting('kpi.maturity') <= data_end.data_end_at as is_mature,
        coalesce(entries.next_entered_at <= entries.entered_at + setting('kpi.maturity'), false) as moved_on
    from journeys.entries as entries
    cross join clean.data_end as data_end
),

counted as (
    select
        phase_number,
        count(*) as n_entries,
        count(*) filter (where is_mature) as n_mature,
        count(*) filter (where not is_mature) as n_immature,
        count(*) filter (where is_mature and moved_on) as n_moved_on
    from moves
    group by phase_number
),

capture as (
    select
        max(capture_rate) as capture_rate,
        coalesce(bool_or(is_capture_low), false) as is_capture_low
    from kpis.order_capture
    where week_on is null and channel = '(all)'
)

select
    reach.phase_number,
    reach.phase_id,
    reach.n_all,
    coalesce(counted.n_mature, 0) as n_counted,
    reach.n_all - reach.n_counted as n_unassigned,
    reach.n_counted - reach.n_reached as n_not_reached,
    coalesce(counted.n_entries, 0) as n_entries,
    coalesce(counted.n_mature, 0) as n_mature,
    coalesce(counted.n_immature, 0) as n_immature,
    coalesce(counted.n_moved_on, 0) as n_moved_on,
    counted.n_moved_on / nullif(counted.n_mature, 0) as conversion_rate,
    wilson_low(counted.n_moved_on, counted.n_mature) as conversion_low,
    wilson_high(counted.n_moved_on, counted.n_mature) as conversion_high,
    case when next_phases.is_conversion_phase then capture.capture_rate end as capture_rate,
    next_phases.is_conversion_phase and capture.is_capture_low as is_capture_low
from kpis.phase_reach as reach
cross join capture
inner join declared.phases as next_phases on reach.phase_number + 1 = next_phases.phase_number
left join counted on reach.phase_number = counted.phase_number
