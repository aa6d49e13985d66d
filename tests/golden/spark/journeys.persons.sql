WITH counted AS (
  SELECT
    person_id,
    journey_number,
    started_at,
    ended_at,
    n_events,
    orders,
    value,
    first_channel,
    main_channel,
    device,
    country,
    COUNT(*) OVER (PARTITION BY person_id, main_channel) AS n_of_channel
  FROM journeys.traits
), merged_categories AS (
  SELECT
    journey_events.person_id,
    LISTAGG(DISTINCT events.product_category, '|') WITHIN GROUP (ORDER BY
      events.product_category NULLS LAST) AS categories
  FROM journeys.journey_events AS journey_events
  INNER JOIN events.events AS events
    ON journey_events.event_id = events.event_id
  WHERE
    NOT events.product_category IS NULL
  GROUP BY
    journey_events.person_id
)
SELECT
  counted.person_id,
  MIN(counted.started_at) AS first_seen_at,
  MAX(counted.ended_at) AS last_seen_at,
  COUNT(*) AS n_journeys,
  CAST(SUM(counted.n_events) AS BIGINT) AS n_events,
  CAST(SUM(counted.orders) AS BIGINT) AS orders,
  SUM(counted.value) AS value,
  MIN_BY(counted.first_channel, counted.journey_number) FILTER(WHERE
    NOT counted.first_channel IS NULL) AS first_channel,
  MIN_BY(counted.main_channel, (-counted.n_of_channel, counted.main_channel)) FILTER(WHERE
    NOT counted.main_channel IS NULL) AS main_channel,
  MIN_BY(counted.device, counted.journey_number) FILTER(WHERE
    NOT counted.device IS NULL) AS device,
  MIN_BY(counted.country, counted.journey_number) FILTER(WHERE
    NOT counted.country IS NULL) AS country,
  MIN(merged_categories.categories) AS categories,
  COUNT(*) > 1 AS is_returning
FROM counted
LEFT JOIN merged_categories
  ON counted.person_id = merged_categories.person_id
GROUP BY
  counted.person_id
