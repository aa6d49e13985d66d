WITH delivered AS (
  SELECT
    source_id,
    COUNT(*) AS n_files,
    COUNT(*) FILTER(WHERE
      is_vanished) AS n_vanished
  FROM landed.files
  GROUP BY
    source_id
), distinct_drifts AS (
  SELECT DISTINCT
    source_id,
    COALESCE(drift, '') AS drift
  FROM landed.files
), drifts AS (
  SELECT
    source_id,
    LISTAGG(drift, '; ') WITHIN GROUP (ORDER BY
      drift NULLS LAST) FILTER(WHERE
      drift <> '') AS drift
  FROM distinct_drifts
  GROUP BY
    source_id
  HAVING
    COUNT(*) > 1
), distinct_files AS (
  SELECT DISTINCT
    source_id,
    file_id,
    n_quarantined,
    n_ignored
  FROM landed.files
), contents AS (
  SELECT
    source_id,
    CAST(SUM(n_quarantined) AS BIGINT) AS n_quarantined,
    CAST(SUM(n_ignored) AS BIGINT) AS n_ignored
  FROM distinct_files
  GROUP BY
    source_id
), landed_rows AS (
  SELECT
    source_id,
    COUNT(*) AS n_landed
  FROM landed.events
  GROUP BY
    source_id
), left_out AS (
  SELECT
    source_id,
    COUNT(*) AS n_left_out
  FROM clean.left_out
  GROUP BY
    source_id
), kept AS (
  SELECT
    source_id,
    COUNT(*) AS n_events,
    COUNT(*) FILTER(WHERE
      person_id IS NULL) AS n_unidentified,
    MIN(occurred_at) AS first_event_at,
    MAX(occurred_at) AS last_event_at
  FROM events.events
  GROUP BY
    source_id
)
SELECT
  sources.source_id,
  sources.kind,
  COALESCE(delivered.n_files, 0) AS n_files,
  COALESCE(delivered.n_vanished, 0) AS n_vanished,
  COALESCE(landed_rows.n_landed, 0) AS n_landed,
  COALESCE(contents.n_quarantined, 0) AS n_quarantined,
  COALESCE(contents.n_ignored, 0) AS n_ignored,
  COALESCE(left_out.n_left_out, 0) AS n_left_out,
  COALESCE(kept.n_events, 0) AS n_events,
  COALESCE(kept.n_unidentified, 0) AS n_unidentified,
  kept.first_event_at,
  kept.last_event_at,
  (
    UNIX_MICROS(data_end.data_end_at) - UNIX_MICROS(kept.last_event_at)
  ) / 86400000000 AS lag_days,
  COALESCE(kept.last_event_at + INTERVAL '2' DAY < data_end.data_end_at, TRUE) AS is_late,
  drifts.drift
FROM declared.sources AS sources
CROSS JOIN clean.data_end AS data_end
LEFT JOIN delivered
  ON sources.source_id = delivered.source_id
LEFT JOIN drifts
  ON sources.source_id = drifts.source_id
LEFT JOIN contents
  ON sources.source_id = contents.source_id
LEFT JOIN landed_rows
  ON sources.source_id = landed_rows.source_id
LEFT JOIN left_out
  ON sources.source_id = left_out.source_id
LEFT JOIN kept
  ON sources.source_id = kept.source_id
