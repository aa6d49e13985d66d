WITH kpi_entries AS (
  SELECT
    entries.kpi_id,
    COALESCE(kpis.phase_id, '(all)') AS phase_id,
    entries.maturity_seconds,
    entries.entity_id,
    entries.person_id,
    entries.journey_number,
    entries.entered_at,
    kpis.measure,
    kpis.grain,
    kpis.of_column,
    entries.value,
    kpis.grain <> 'events'
    AND (
      kpis.measure = 'ratio' OR NOT kpis.of_column IS NULL
    ) AS has_follow_up
  FROM kpis.kpi_entries AS entries
  INNER JOIN declared.kpis AS kpis
    ON entries.kpi_id = kpis.kpi_id
), grown AS (
  SELECT
    entries.kpi_id,
    entries.maturity_seconds,
    entries.entity_id,
    SUM(CASE WHEN conversions.currency = 'EUR' THEN conversions.value END) AS value,
    COUNT(*) AS orders
  FROM kpi_entries AS entries
  INNER JOIN journeys.conversions AS conversions
    ON entries.person_id = conversions.person_id
    AND (
      entries.grain = 'persons' OR entries.journey_number = conversions.journey_number
    )
  WHERE
    entries.has_follow_up
    AND entries.measure <> 'ratio'
    AND conversions.converted_at <= entries.entered_at + entries.maturity_seconds * INTERVAL '1' SECOND
  GROUP BY
    entries.kpi_id,
    entries.maturity_seconds,
    entries.entity_id
), numerators AS (
  SELECT
    kpis.kpi_id,
    COALESCE(kpis.phase_id, '(all)') AS phase_id,
    follow_ups.maturity_seconds,
    matches.event_id AS entity_id,
    matches.person_id,
    matches.journey_number,
    matches.occurred_at AS entered_at
  FROM declared.kpis AS kpis
  INNER JOIN declared.follow_ups AS follow_ups
    ON kpis.kpi_id = follow_ups.kpi_id
  INNER JOIN kpis.matches AS matches
    ON kpis.reached_condition = matches.condition_number
  WHERE
    kpis.measure = 'ratio' AND kpis.grain = 'events'
), conversions AS (
  SELECT
    next_phases.phase_id,
    follow_ups.maturity_seconds,
    entries.person_id || '#' || entries.journey_number AS entity_id,
    entries.person_id,
    entries.journey_number,
    entries.entered_at,
    COALESCE(
      entries.next_entered_at <= entries.entered_at + follow_ups.maturity_seconds * INTERVAL '1' SECOND,
      FALSE
    ) AS moved_on
  FROM journeys.entries AS entries
  INNER JOIN declared.phases AS next_phases
    ON entries.phase_number + 1 = next_phases.phase_number
  INNER JOIN declared.follow_ups AS follow_ups
    ON next_phases.phase_id = follow_ups.phase_id AND follow_ups.kpi_id = '(conversion)'
)
SELECT
  entries.kpi_id,
  entries.phase_id,
  entries.maturity_seconds,
  entries.entity_id,
  TRUE AS is_denominator,
  entries.person_id,
  entries.journey_number,
  entries.entered_at,
  entries.entered_at + CASE WHEN entries.has_follow_up THEN entries.maturity_seconds ELSE 0 END * INTERVAL '1' SECOND AS follow_up_ends_at,
  CAST(1 AS BIGINT) AS n,
  CASE
    WHEN entries.measure = 'ratio' AND entries.grain = 'events'
    THEN 0.0
    WHEN NOT entries.has_follow_up OR entries.measure = 'ratio'
    THEN entries.value
    WHEN entries.of_column = 'value'
    THEN COALESCE(grown.value, 0.0)
    ELSE CAST(COALESCE(grown.orders, 0) AS DOUBLE)
  END AS value
FROM kpi_entries AS entries
LEFT JOIN grown
  ON entries.kpi_id = grown.kpi_id
  AND entries.maturity_seconds = grown.maturity_seconds
  AND entries.entity_id = grown.entity_id
WHERE
  NOT entries.value IS NULL
UNION ALL
SELECT
  kpi_id,
  phase_id,
  maturity_seconds,
  entity_id,
  FALSE AS is_denominator,
  person_id,
  journey_number,
  entered_at,
  entered_at AS follow_up_ends_at,
  CAST(0 AS BIGINT) AS n,
  1.0 AS value
FROM numerators
UNION ALL
SELECT
  '(conversion)' AS kpi_id,
  phase_id,
  maturity_seconds,
  entity_id,
  TRUE AS is_denominator,
  person_id,
  journey_number,
  entered_at,
  entered_at + maturity_seconds * INTERVAL '1' SECOND AS follow_up_ends_at,
  CAST(1 AS BIGINT) AS n,
  CASE WHEN moved_on THEN 1.0 ELSE 0.0 END AS value
FROM conversions
