-- one row per path among the twenty most frequent, and one for all others
with folded as (
    select
        case when variant_number <= 20 then variant_number else 21 end as place,
        min(case when variant_number <= 20 then path else '(other)' end) as path,
        count(*) as n_variants,
        sum(n_journeys) as n_journeys,
        sum(n_open) as n_open,
        sum(n_closed) as n_closed,
        sum(n_converted) as n_converted,
        sum(value) as value,
        sum(n_valued) as n_valued,
        sum(mean_value * n_valued) as closed_value,
        min(n_all) as n_all,
        min(n_counted) as n_counted
    from kpis.variants
    group by case when variant_number <= 20 then variant_number else 21 end
)

select
    place,
    path,
    n_variants,
    cast(n_journeys as bigint) as n_journeys,
    n_journeys / nullif(n_counted, 0) as share,
    cast(n_open as bigint) as n_open,
    cast(n_closed as bigint) as n_closed,
    cast(n_converted as bigint) as n_converted,
    n_converted / nullif(n_closed, 0) as conversion_rate,
    wilson_low(n_converted, n_closed) as conversion_low,
    wilson_high(n_converted, n_closed) as conversion_high,
    value,
    cast(n_valued as bigint) as n_valued,
    closed_value / nullif(n_valued, 0) as mean_value,
    n_all,
    n_counted
from folded
