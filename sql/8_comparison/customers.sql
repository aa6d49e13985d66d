-- one row per change, outcome and side of the date: sums over the customers of the treated, for an interval by customer
with by_customer as (
    select
        entries.change_id,
        entries.phase_id,
        entries.kpi_id,
        entries.customer_id,
        entries.week >= 0 as is_after,
        sum(entries.value) as numerator,
        sum(entries.n) as denominator
    from comparison.change_entries as entries
    inner join declared.changes as changes on entries.change_id = changes.change_id
    inner join comparison.weekly as weekly
        on
            entries.change_id = weekly.change_id
            and entries.phase_id = weekly.phase_id
            and entries.kpi_id = weekly.kpi_id
            and entries.side = weekly.side
            and entries.week = weekly.week
    where
        entries.side = 'treated'
        and entries.is_mature
        and weekly.is_whole
        and (
            entries.week between -8 and -1
            or entries.week between changes.gap_weeks and changes.gap_weeks + 7
        )
    group by entries.change_id, entries.phase_id, entries.kpi_id, entries.customer_id, entries.week >= 0
)

select
    change_id,
    phase_id,
    kpi_id,
    is_after,
    count(*) as n,
    sum(numerator) as num,
    cast(sum(denominator) as double) as den,
    sum(numerator * numerator) as num2,
    cast(sum(denominator * denominator) as double) as den2,
    cast(sum(numerator * denominator) as double) as num_den
from by_customer
group by change_id, phase_id, kpi_id, is_after
