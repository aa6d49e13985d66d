WITH things AS (
  SELECT
    condition_number,
    event_id,
    person_id,
    journey_number,
    person_id || '#' || journey_number AS journey_id,
    occurred_at,
    value,
    rating
  FROM kpis.matches
), counted AS (
  SELECT
    kpis.kpi_id,
    CASE kpis.grain
      WHEN 'events'
      THEN things.event_id
      WHEN 'journeys'
      THEN things.journey_id
      ELSE things.person_id
    END AS entity_id,
    things.person_id,
    CASE WHEN kpis.grain = 'journeys' THEN things.journey_number END AS counted_journey_number,
    MIN_BY(things.journey_number, (things.occurred_at, things.event_id)) FILTER(WHERE
      NOT things.journey_number IS NULL) AS journey_number,
    MIN(things.occurred_at) AS entered_at,
    MIN(things.value) AS event_value,
    MIN(things.rating) AS event_rating
  FROM declared.kpis AS kpis
  INNER JOIN things
    ON kpis.counted_condition = things.condition_number
  GROUP BY
    kpis.kpi_id,
    CASE kpis.grain
      WHEN 'events'
      THEN things.event_id
      WHEN 'journeys'
      THEN things.journey_id
      ELSE things.person_id
    END,
    things.person_id,
    CASE WHEN kpis.grain = 'journeys' THEN things.journey_number END
), reaching AS (
  SELECT
    kpis.kpi_id,
    CASE kpis.grain
      WHEN 'events'
      THEN things.event_id
      WHEN 'journeys'
      THEN things.journey_id
      ELSE things.person_id
    END AS entity_id,
    CASE kpis.reached_grain
      WHEN 'events'
      THEN things.event_id
      WHEN 'journeys'
      THEN things.journey_id
      ELSE things.person_id
    END AS unit_id,
    things.occurred_at
  FROM declared.kpis AS kpis
  INNER JOIN things
    ON kpis.reached_condition = things.condition_number
), reached AS (
  SELECT
    counted.kpi_id,
    follow_ups.maturity_seconds,
    counted.entity_id,
    COUNT(DISTINCT reaching.unit_id) AS n_reached
  FROM counted
  INNER JOIN declared.follow_ups AS follow_ups
    ON counted.kpi_id = follow_ups.kpi_id
  INNER JOIN reaching
    ON counted.kpi_id = reaching.kpi_id AND counted.entity_id = reaching.entity_id
  WHERE
    reaching.occurred_at >= counted.entered_at
    AND reaching.occurred_at <= counted.entered_at + follow_ups.maturity_seconds * INTERVAL '1' SECOND
  GROUP BY
    counted.kpi_id,
    follow_ups.maturity_seconds,
    counted.entity_id
)
SELECT
  counted.kpi_id,
  follow_ups.maturity_seconds,
  follow_ups.is_own AS is_own_maturity,
  counted.entity_id,
  counted.person_id,
  counted.journey_number,
  counted.entered_at,
  CASE
    WHEN kpis.measure = 'ratio' AND kpis.grain <> 'events'
    THEN counted.entered_at + follow_ups.maturity_seconds * INTERVAL '1' SECOND
  END AS matures_at,
  CAST(CASE
    WHEN kpis.measure = 'count'
    THEN 1
    WHEN kpis.measure = 'ratio'
    THEN COALESCE(reached.n_reached, 0)
    WHEN kpis.grain = 'events' AND kpis.of_column = 'value'
    THEN counted.event_value
    WHEN kpis.grain = 'events' AND kpis.of_column = 'rating'
    THEN counted.event_rating
    WHEN kpis.grain = 'journeys' AND kpis.of_column = 'value'
    THEN COALESCE(journeys.value, 0)
    WHEN kpis.grain = 'journeys' AND kpis.of_column = 'orders'
    THEN journeys.orders
    WHEN kpis.grain = 'persons' AND kpis.of_column = 'value'
    THEN COALESCE(persons.value, 0)
    WHEN kpis.grain = 'persons' AND kpis.of_column = 'orders'
    THEN persons.orders
  END AS DOUBLE) AS value
FROM counted
INNER JOIN declared.kpis AS kpis
  ON counted.kpi_id = kpis.kpi_id
INNER JOIN declared.follow_ups AS follow_ups
  ON counted.kpi_id = follow_ups.kpi_id
LEFT JOIN reached
  ON counted.kpi_id = reached.kpi_id
  AND follow_ups.maturity_seconds = reached.maturity_seconds
  AND counted.entity_id = reached.entity_id
LEFT JOIN journeys.traits AS journeys
  ON counted.person_id = journeys.person_id
  AND counted.counted_journey_number = journeys.journey_number
LEFT JOIN journeys.persons AS persons
  ON counted.person_id = persons.person_id
