-- one row per change, outcome, dimension and group of the treated: what changed within it, and in its share
select
    change_id,
    phase_id,
    kpi_id,
    dimension,
    group_id,
    n_before,
    n_after,
    share_before,
    share_after,
    rate_before,
    rate_after,
    rate_effect,
    mix_effect
from comparison.mix
