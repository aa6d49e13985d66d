-- one row per KPI, against its target
select
    kpi_id,
    phase_id,
    measure,
    value,
    low,
    high,
    n,
    n_immature,
    n_without_value,
    target,
    direction,
    case direction
        when 'up' then value >= target
        when 'down' then value <= target
    end as is_met,
    definition_hash,
    capture_rate,
    is_capture_low,
    n_all,
    n_counted
from kpis.kpis
