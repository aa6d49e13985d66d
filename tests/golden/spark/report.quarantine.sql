SELECT
  source_id,
  path,
  line,
  reason
FROM (
  WITH named AS (
    SELECT
      quarantine.source_id,
      MIN(files.path) AS path,
      quarantine.line,
      quarantine.reason
    FROM landed.quarantine AS quarantine
    INNER JOIN landed.files AS files
      ON quarantine.file_id = files.file_id
    GROUP BY
      quarantine.source_id,
      quarantine.file_id,
      quarantine.line,
      quarantine.reason
  )
  SELECT
    source_id,
    path,
    line,
    reason,
    ROW_NUMBER() OVER (PARTITION BY source_id ORDER BY path ASC NULLS LAST, line ASC NULLS LAST) AS _w
  FROM named
) AS _t
WHERE
  _w <= 20
