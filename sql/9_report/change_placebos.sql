-- one row per change, outcome and earlier week in which nothing happened, with what the method says of it
select
    placebos.change_id,
    placebos.phase_id,
    placebos.kpi_id,
    placebos.week,
    weeks.starts_on,
    placebos.estimate
from comparison.placebos as placebos
inner join declared.change_weeks as weeks on placebos.change_id = weeks.change_id and placebos.week = weeks.week
