-- one row per table that counts journeys, with how many it counts; two where it does not agree with itself
select distinct
    'kpis.phase_reach' as table_name,
    n_all,
    n_counted
from kpis.phase_reach

union all

select distinct
    'kpis.phase_conversion' as table_name,
    n_all,
    n_all - n_unassigned as n_counted
from kpis.phase_conversion

union all

select distinct
    'kpis.drop_off' as table_name,
    n_all,
    n_all - n_unassigned as n_counted
from kpis.drop_off

union all

select distinct
    'kpis.time_to_next' as table_name,
    n_all,
    n_all - n_unassigned as n_counted
from kpis.time_to_next

union all

select distinct
    'kpis.kpis' as table_name,
    n_all,
    n_counted
from kpis.kpis

union all

select distinct
    'kpis.variants' as table_name,
    n_all,
    n_counted
from kpis.variants

union all

select distinct
    'map.conformance' as table_name,
    n_all,
    n_all - n_unassigned as n_counted
from map.conformance

union all

select distinct
    'report.flows' as table_name,
    n_all,
    n_counted
from report.flows

union all

select distinct
    'report.funnel' as table_name,
    n_all,
    n_counted
from report.funnel

union all

select distinct
    'report.kpis' as table_name,
    n_all,
    n_counted
from report.kpis

union all

select distinct
    'report.summary' as table_name,
    n_all,
    n_counted
from report.summary
