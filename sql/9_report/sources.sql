-- one row per source: what it delivered and how fresh it is
with delivered as (
    select
        source_id,
        count(*) as n_files,
        count(*) filter (where is_vanished) as n_vanished
    from landed.files
    group by source_id
),

distinct_drifts as (
    select distinct
        source_id,
        coalesce(drift, '') as drift
    from landed.files
),

drifts as (
    select
        source_id,
        string_agg(drift, '; ' order by drift) filter (where drift <> '') as drift
    from distinct_drifts
    group by source_id
    having count(*) > 1
),

distinct_files as (
    select distinct
        source_id,
        file_id,
        n_quarantined,
        n_ignored
    from landed.files
),

contents as (
    select
        source_id,
        cast(sum(n_quarantined) as bigint) as n_quarantined,
        cast(sum(n_ignored) as bigint) as n_ignored
    from distinct_files
    group by source_id
),

landed_rows as (
    select
        source_id,
        count(*) as n_landed
    from landed.events
    group by source_id
),

left_out as (
    select
        source_id,
        count(*) as n_left_out
    from clean.left_out
    group by source_id
),

kept as (
    select
        source_id,
        count(*) as n_events,
        count(*) filter (where person_id is null) as n_unidentified,
        min(occurred_at) as first_event_at,
        max(occurred_at) as last_event_at
    from events.events
    group by source_id
)

select
    sources.source_id,
    sources.kind,
    coalesce(delivered.n_files, 0) as n_files,
    coalesce(delivered.n_vanished, 0) as n_vanished,
    coalesce(landed_rows.n_landed, 0) as n_landed,
    coalesce(contents.n_quarantined, 0) as n_quarantined,
    coalesce(contents.n_ignored, 0) as n_ignored,
    coalesce(left_out.n_left_out, 0) as n_left_out,
    coalesce(kept.n_events, 0) as n_events,
    coalesce(kept.n_unidentified, 0) as n_unidentified,
    kept.first_event_at,
    kept.last_event_at,
    microseconds_between(kept.last_event_at, data_end.data_end_at) / 86400000000 as lag_days,
    coalesce(kept.last_event_at + interval '2' day < data_end.data_end_at, true) as is_late,
    drifts.drift
from declared.sources as sources
cross join clean.data_end as data_end
left join delivered on sources.source_id = delivered.source_id
left join drifts on sources.source_id = drifts.source_id
left join contents on sources.source_id = contents.source_id
left join landed_rows on sources.source_id = landed_rows.source_id
left join left_out on sources.source_id = left_out.source_id
left join kept on sources.source_id = kept.source_id
