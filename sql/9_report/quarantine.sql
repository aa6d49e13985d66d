-- one row per quarantined row, the first 20 of each source
with named as (
    select
        quarantine.source_id,
        min(files.path) as path,
        quarantine.line,
        quarantine.reason
    from landed.quarantine as quarantine
    inner join landed.files as files on quarantine.file_id = files.file_id
    group by quarantine.source_id, quarantine.file_id, quarantine.line, quarantine.reason
)

select
    source_id,
    path,
    line,
    reason
from named
qualify row_number() over (partition by source_id order by path asc, line asc) <= 20
