WITH dimensions AS (
  SELECT
    'persona' AS dimension
  UNION ALL
  SELECT
    'channel' AS dimension
  UNION ALL
  SELECT
    'visit' AS dimension
), grouped AS (
  SELECT
    entries.change_id,
    entries.phase_id,
    entries.kpi_id,
    dimensions.dimension,
    CASE dimensions.dimension
      WHEN 'persona'
      THEN entries.persona_id
      WHEN 'channel'
      THEN entries.channel
      ELSE entries.visit
    END AS group_id,
    entries.week,
    entries.n,
    entries.value
  FROM comparison.change_entries AS entries
  CROSS JOIN dimensions
  WHERE
    entries.side = 'treated' AND entries.is_mature
)
SELECT
  change_id,
  phase_id,
  kpi_id,
  dimension,
  group_id,
  week,
  CAST(SUM(n) AS BIGINT) AS n,
  SUM(value) AS k
FROM grouped
GROUP BY
  change_id,
  phase_id,
  kpi_id,
  dimension,
  group_id,
  week
