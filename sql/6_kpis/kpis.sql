-- one row per KPI of journey.yml
with entries as (
    select
        entries.kpi_id,
        entries.value,
        coalesce(entries.matures_at <= data_end.data_end_at, true) as is_mature
    from kpis.kpi_entries as entries
    cross join clean.data_end as data_end
    where entries.is_own_maturity
),

usable as (
    select
        kpi_id,
        value,
        row_number() over (partition by kpi_id order by value asc) as value_rank,
        count(*) over (partition by kpi_id) as n_usable
    from entries
    where is_mature and value is not null
),

aggregated as (
    select
        kpi_id,
        count(*) as n,
        sum(value) as total,
        avg(value) as mean,
        var_samp(value) as variance,
        median(value) as median,
        max(case
            when value_rank = greatest(cast(floor((n_usable - 1.959963984540054 * sqrt(n_usable)) / 2) as bigint), 1)
                then value
        end) as median_low,
        max(case
            when
                value_rank
                = least(cast(ceil(1 + (n_usable + 1.959963984540054 * sqrt(n_usable)) / 2) as bigint), n_usable)
                then value
        end) as median_high
    from usable
    group by kpi_id
),

reaching_events as (
    select
        kpis.kpi_id,
        count(*) as n_reaching
    from declared.kpis as kpis
    inner join kpis.matches as matches on kpis.reached_condition = matches.condition_number
    where kpis.grain = 'events'
    group by kpis.kpi_id
),

-- a ratio of events is a share only where all events of the numerator are among those of the denominator
ratios as (
    select
        kpis.kpi_id,
        kpis.is_share and coalesce(reaching_events.n_reaching = aggregated.total, kpis.grain <> 'events') as is_share,
        case when kpis.grain = 'events' then coalesce(reaching_events.n_reaching, 0) else aggregated.total end as n_reaching
    from declared.kpis as kpis
    left join aggregated on kpis.kpi_id = aggregated.kpi_id
    left join reaching_events on kpis.kpi_id = reaching_events.kpi_id
),

journey_counts as (
    select
        count(*) as n_all,
        count(*) filter (where is_assigned) as n_counted
    from journeys.journeys
),

capture as (
    select
        max(capture_rate) as capture_rate,
        coalesce(bool_or(is_capture_low), false) as is_capture_low
    from kpis.order_capture
    where week_on is null and channel = '(all)'
),

left_out as (
    select
        kpi_id,
        count(*) filter (where not is_mature) as n_immature,
        count(*) filter (where is_mature and value is null) as n_without_value
    from entries
    group by kpi_id
)

select
    kpis.kpi_id,
    kpis.phase_id,
    kpis.measure,
    case
        when kpis.measure = 'count' then cast(coalesce(aggregated.n, 0) as double)
        when kpis.measure = 'sum' then coalesce(aggregated.total, 0)
        when kpis.measure = 'median' then aggregated.median
        when kpis.measure = 'ratio' then ratios.n_reaching / nullif(aggregated.n, 0)
        else aggregated.mean
    end as value,
    case
        when ratios.is_share then wilson_low(aggregated.total, aggregated.n)
        when kpis.measure = 'mean' or (kpis.measure = 'ratio' and kpis.grain <> 'events')
            then aggregated.mean - t_quantile(aggregated.n - 1) * sqrt(aggregated.variance / nullif(aggregated.n, 0))
        when kpis.measure = 'median' and aggregated.n >= 6 then aggregated.median_low
    end as low,
    case
        when ratios.is_share then wilson_high(aggregated.total, aggregated.n)
        when kpis.measure = 'mean' or (kpis.measure = 'ratio' and kpis.grain <> 'events')
            then aggregated.mean + t_quantile(aggregated.n - 1) * sqrt(aggregated.variance / nullif(aggregated.n, 0))
        when kpis.measure = 'median' and aggregated.n >= 6 then aggregated.median_high
    end as high,
    coalesce(aggregated.n, 0) as n,
    coalesce(left_out.n_immature, 0) as n_immature,
    coalesce(left_out.n_without_value, 0) as n_without_value,
    kpis.target,
    kpis.direction,
    kpis.definition_hash,
    case when kpis.depends_on_capture then capture.capture_rate end as capture_rate,
    kpis.depends_on_capture and capture.is_capture_low as is_capture_low,
    journey_counts.n_all,
    journey_counts.n_counted
from declared.kpis as kpis
cross join journey_counts
cross join capture
inner join ratios on kpis.kpi_id = ratios.kpi_id
left join aggregated on kpis.kpi_id = aggregated.kpi_id
left join left_out on kpis.kpi_id = left_out.kpi_id
