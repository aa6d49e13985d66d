WITH conversion_phase AS (
  SELECT
    phase_number
  FROM declared.phases
  WHERE
    is_conversion_phase
), touches AS (
  SELECT
    event_phases.event_id,
    event_phases.person_id,
    event_phases.occurred_at,
    event_phases.source_sequence,
    event_phases.phase_number,
    event_phases.is_conversion,
    event_phases.is_bound,
    event_phases.is_by_customer,
    event_phases.is_by_customer
    AND NOT event_phases.is_bound
    AND COALESCE(event_phases.phase_number <= conversion_phase.phase_number, FALSE) AS is_orienting
  FROM phases.event_phases AS event_phases
  CROSS JOIN conversion_phase
  WHERE
    NOT event_phases.person_id IS NULL
), preceded AS (
  SELECT
    *,
    ROW_NUMBER() OVER person_order AS event_number,
    LAST_VALUE(CASE WHEN is_by_customer AND NOT is_bound THEN occurred_at END) IGNORE NULLS OVER before AS previous_leading_at,
    LAST_VALUE(
      CASE
        WHEN is_conversion AND NOT is_by_customer AND NOT is_bound
        THEN occurred_at
      END
    ) IGNORE NULLS OVER before AS previous_entered_at,
    LAST_VALUE(CASE WHEN is_orienting THEN occurred_at END) IGNORE NULLS OVER before AS previous_orienting_at,
    LAST_VALUE(CASE WHEN is_conversion THEN occurred_at END) IGNORE NULLS OVER before AS latest_conversion_at,
    LAST_VALUE(CASE WHEN is_conversion THEN FALSE WHEN is_orienting THEN TRUE END) IGNORE NULLS OVER before AS has_oriented_since
  FROM touches
  WINDOW person_order AS (
    PARTITION BY person_id
    ORDER BY occurred_at ASC NULLS LAST, source_sequence ASC NULLS LAST, event_id ASC NULLS LAST
  ), before AS (
    PARTITION BY person_id
    ORDER BY occurred_at ASC NULLS LAST, source_sequence ASC NULLS LAST, event_id ASC NULLS LAST
    rows BETWEEN UNBOUNDED preceding AND 1 preceding
  )
), judged AS (
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
      is_orienting AND occurred_at >= latest_conversion_at + INTERVAL '86400' SECOND,
      FALSE
    ) AS comes_back,
    COALESCE(
      has_oriented_since
      AND previous_orienting_at >= latest_conversion_at + INTERVAL '86400' SECOND,
      FALSE
    ) AS has_come_back
  FROM preceded
), opening AS (
  SELECT
    event_id,
    person_id,
    event_number,
    occurred_at,
    phase_number,
    is_conversion,
    is_bound,
    is_by_customer,
    CASE
      WHEN is_bound
      THEN 0
      WHEN is_by_customer AND NOT is_in_customers_journey
      THEN 1
      WHEN is_by_customer AND comes_back AND NOT has_come_back
      THEN 1
      WHEN is_conversion
      AND NOT is_by_customer
      AND NOT is_in_customers_journey
      AND NOT is_in_entered_journey
      THEN 1
      ELSE 0
    END AS opens
  FROM judged
), numbered AS (
  SELECT
    event_id,
    person_id,
    CAST(SUM(opens) OVER (
      PARTITION BY person_id
      ORDER BY event_number ASC NULLS LAST
      rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
    ) AS BIGINT) AS journey_number,
    event_number,
    occurred_at,
    phase_number,
    is_conversion,
    is_bound,
    is_by_customer
  FROM opening
)
SELECT
  event_id,
  person_id,
  journey_number,
  event_number,
  occurred_at,
  phase_number,
  is_conversion,
  is_bound,
  is_by_customer
FROM numbered
WHERE
  NOT is_bound AND journey_number > 0
UNION ALL
SELECT
  bound.event_id,
  bound.person_id,
  ordered.journey_number,
  bound.event_number,
  bound.occurred_at,
  bound.phase_number,
  bound.is_conversion,
  bound.is_bound,
  bound.is_by_customer
FROM numbered AS bound
INNER JOIN phases.event_phases AS named
  ON bound.event_id = named.event_id
INNER JOIN identity.order_persons AS order_persons
  ON named.order_id = order_persons.order_id
INNER JOIN numbered AS ordered
  ON order_persons.event_id = ordered.event_id
WHERE
  bound.is_bound AND ordered.journey_number > 0
