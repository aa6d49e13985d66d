-- one row per change, outcome, dimension, group and week of the treated: who came, and how many of them did it
with dimensions as (
    select 'persona' as dimension
    union all
    select 'channel' as dimension
    union all
    select 'visit' as dimension
),

grouped as (
    select
        entries.change_id,
        entries.phase_id,
        entries.kpi_id,
        dimensions.dimension,
        case dimensions.dimension
            when 'persona' then entries.persona_id
            when 'channel' then entries.channel
            else entries.visit
        end as group_id,
        entries.week,
        entries.n,
        entries.value
    from comparison.change_entries as entries
    cross join dimensions
    where entries.side = 'treated' and entries.is_mature
)

select
    change_id,
    phase_id,
    kpi_id,
    dimension,
    group_id,
    week,
    cast(sum(n) as bigint) as n,
    sum(value) as k
from grouped
group by change_id, phase_id, kpi_id, dimension, group_id, week
