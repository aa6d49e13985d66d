-- one row per source and reason, with the rows left out for it
select
    source_id,
    reason,
    count(*) as n_rows
from clean.left_out
group by source_id, reason
