-- one row per change and outcome it was held against, the expected one first
select
    verdicts.*,
    changes.change_number,
    changes.date_on,
    changes.has_control,
    changes.gap_weeks,
    changes.decide_at,
    row_number() over (
        partition by verdicts.change_id
        order by
            verdicts.is_confirmatory desc,
            phases.phase_number asc nulls first,
            case when verdicts.kpi_id = '(conversion)' then 1 else 0 end asc,
            verdicts.kpi_id asc
    ) as place
from comparison.verdicts as verdicts
inner join declared.changes as changes on verdicts.change_id = changes.change_id
left join declared.phases as phases on verdicts.phase_id = phases.phase_id
