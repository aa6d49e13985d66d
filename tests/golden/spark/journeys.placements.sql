WITH conversion_phase AS (
  SELECT
    phase_number
  FROM declared.phases
  WHERE
    is_conversion_phase
), touches AS (
  SELECT
    events.event_id,
    events.person_id,
    events.occurred_at,
    events.source_sequence,
    events.order_id,
    events.is_bound,
    event_phases.phase_number <= conversion_phase.phase_number AS is_orienting,
    event_phases.is_conversion,
    events.initiated_by = 'customer' AND NOT events.is_bound AS is_leading,
    event_phases.is_conversion
    AND events.initiated_by <> 'customer'
    AND NOT events.is_bound AS is_entered
  FROM events.events AS events
  INNER JOIN phases.event_phases AS event_phases
    ON events.event_id = event_phases.event_id
  CROSS JOIN conversion_phase
  WHERE
    NOT events.person_id IS NULL
), preceded AS (
  SELECT
    *,
    MAX(CASE WHEN is_leading THEN occurred_at END) OVER before AS previous_leading_at,
    MAX(CASE WHEN is_entered THEN occurred_at END) OVER before AS previous_entered_at,
    MAX(CASE WHEN is_conversion THEN occurred_at END) OVER before AS latest_conversion_at
  FROM touches
  WINDOW before AS (
    PARTITION BY person_id
    ORDER BY occurred_at ASC NULLS LAST, source_sequence ASC NULLS LAST, event_id ASC NULLS LAST
    rows BETWEEN UNBOUNDED preceding AND 1 preceding
  )
), unbound AS (
  SELECT
    *,
    COALESCE(occurred_at <= previous_leading_at + INTERVAL '2592000' SECOND, FALSE) AS is_in_customers_journey,
    COALESCE(
      occurred_at <= previous_entered_at + INTERVAL '2592000' SECOND
      AND (
        previous_leading_at IS NULL
        OR previous_entered_at > previous_leading_at + INTERVAL '2592000' SECOND
      ),
      FALSE
    ) AS is_in_entered_journey,
    COALESCE(
      is_leading
      AND is_orienting
      AND occurred_at >= latest_conversion_at + INTERVAL '86400' SECOND,
      FALSE
    ) AS comes_back
  FROM preceded
  WHERE
    NOT is_bound
), opening AS (
  SELECT
    *,
    CASE
      WHEN is_leading AND previous_leading_at IS NULL
      THEN 1
      WHEN is_leading AND occurred_at > previous_leading_at + INTERVAL '2592000' SECOND
      THEN 1
      WHEN is_entered AND NOT is_in_customers_journey AND NOT is_in_entered_journey
      THEN 1
      WHEN comes_back
      AND ROW_NUMBER() OVER (
        PARTITION BY person_id, latest_conversion_at, comes_back
        ORDER BY occurred_at ASC NULLS LAST, source_sequence ASC NULLS LAST, event_id ASC NULLS LAST
      ) = 1
      THEN 1
      ELSE 0
    END AS opens
  FROM unbound
), numbered AS (
  SELECT
    event_id,
    person_id,
    CAST(SUM(opens) OVER (
      PARTITION BY person_id
      ORDER BY occurred_at ASC NULLS LAST, source_sequence ASC NULLS LAST, event_id ASC NULLS LAST
      rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
    ) AS BIGINT) AS journey_number
  FROM opening
), bound AS (
  SELECT
    touches.event_id,
    touches.person_id,
    numbered.journey_number
  FROM touches
  INNER JOIN identity.order_persons AS order_persons
    ON touches.order_id = order_persons.order_id
  INNER JOIN numbered
    ON order_persons.event_id = numbered.event_id
  WHERE
    touches.is_bound
)
SELECT
  event_id,
  person_id,
  journey_number,
  FALSE AS is_bound
FROM numbered
WHERE
  journey_number > 0
UNION ALL
SELECT
  event_id,
  person_id,
  journey_number,
  TRUE AS is_bound
FROM bound
WHERE
  journey_number > 0
