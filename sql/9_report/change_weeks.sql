-- one row per change, outcome, side and week, as the lines are drawn
select
    weekly.change_id,
    weekly.phase_id,
    weekly.kpi_id,
    weekly.side,
    weekly.week,
    weekly.starts_on,
    weekly.n,
    weekly.value,
    weekly.is_complete,
    weekly.is_whole,
    weekly.week between 0 and changes.gap_weeks - 1 as is_washout
from comparison.weekly as weekly
inner join declared.changes as changes on weekly.change_id = changes.change_id
where weekly.side in ('treated', 'control')
