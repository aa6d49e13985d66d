WITH touches AS (
  SELECT
    journey_events.person_id,
    journey_events.journey_number,
    journey_events.event_number,
    journey_events.occurred_at,
    journey_events.event_id,
    journey_events.phase_number,
    journey_events.is_by_customer,
    FALSE AS is_derived,
    events.channel,
    events.device,
    events.country,
    events.product_category
  FROM journeys.journey_events AS journey_events
  INNER JOIN events.events AS events
    ON journey_events.event_id = events.event_id
  UNION ALL
  SELECT
    person_id,
    journey_number,
    event_number,
    occurred_at,
    event_id,
    phase_number,
    TRUE AS is_by_customer,
    TRUE AS is_derived,
    channel,
    device,
    country,
    product_category
  FROM journeys.repeat_purchases
), described AS (
  SELECT
    person_id,
    journey_number,
    MIN(occurred_at) AS started_at,
    MAX(CASE WHEN NOT is_derived THEN occurred_at END) AS ended_at,
    MAX(CASE WHEN is_by_customer AND NOT is_derived THEN occurred_at END) AS last_customer_event_at,
    COUNT(*) FILTER(WHERE
      NOT is_derived) AS n_events,
    COUNT(*) FILTER(WHERE
      is_derived) AS n_derived,
    COUNT(*) FILTER(WHERE
      phase_number IS NULL) AS n_unassigned_events,
    MAX(phase_number) AS furthest_phase_number,
    MIN_BY(event_id, event_number) FILTER(WHERE
      NOT is_derived) AS opening_event_id,
    MIN_BY(channel, event_number) FILTER(WHERE
      NOT channel IS NULL) AS first_channel,
    MIN_BY(device, event_number) FILTER(WHERE
      NOT device IS NULL) AS device,
    MIN_BY(country, event_number) FILTER(WHERE
      NOT country IS NULL) AS country,
    LISTAGG(DISTINCT product_category, '|') WITHIN GROUP (ORDER BY
      product_category NULLS LAST) AS categories
  FROM touches
  GROUP BY
    person_id,
    journey_number
), channel_counts AS (
  SELECT
    person_id,
    journey_number,
    channel,
    COUNT(*) AS n_events
  FROM touches
  WHERE
    NOT channel IS NULL
  GROUP BY
    person_id,
    journey_number,
    channel
), main_channels AS (
  SELECT
    person_id,
    journey_number,
    main_channel
  FROM (
    SELECT
      person_id,
      journey_number,
      channel AS main_channel,
      ROW_NUMBER() OVER (
        PARTITION BY person_id, journey_number
        ORDER BY n_events DESC, channel ASC NULLS LAST
      ) AS _w
    FROM channel_counts
  ) AS _t
  WHERE
    _w = 1
), converted AS (
  SELECT
    person_id,
    journey_number,
    MIN(converted_at) AS converted_at,
    COUNT(*) AS orders,
    SUM(CASE WHEN currency = 'EUR' THEN value END) AS value
  FROM journeys.conversions
  GROUP BY
    person_id,
    journey_number
)
SELECT
  described.person_id,
  described.journey_number,
  described.opening_event_id,
  described.started_at,
  described.ended_at,
  described.last_customer_event_at,
  described.n_events,
  described.n_derived,
  described.n_unassigned_events,
  described.furthest_phase_number,
  NOT described.furthest_phase_number IS NULL AS is_assigned,
  NOT converted.person_id IS NULL AS is_converted,
  converted.converted_at,
  COALESCE(converted.orders, 0) AS orders,
  converted.value,
  described.first_channel,
  main_channels.main_channel,
  described.device,
  described.country,
  described.categories,
  described.journey_number > 1 AS is_returning
FROM described
LEFT JOIN main_channels
  ON described.person_id = main_channels.person_id
  AND described.journey_number = main_channels.journey_number
LEFT JOIN converted
  ON described.person_id = converted.person_id
  AND described.journey_number = converted.journey_number
