WITH touches AS (
  SELECT
    journey_events.person_id,
    journey_events.journey_number,
    events.source_id,
    events.event_name,
    events.touchpoint,
    events.channel,
    events.campaign,
    events.page_path,
    events.product_category,
    events.order_id,
    events.value,
    events.currency,
    events.rating,
    events.text,
    events.visitor_id,
    events.customer_id,
    events.initiated_by,
    events.is_cancelled
  FROM journeys.journey_events AS journey_events
  INNER JOIN events.events AS events
    ON journey_events.event_id = events.event_id
  UNION ALL
  SELECT
    person_id,
    journey_number,
    source_id,
    event_name,
    touchpoint,
    channel,
    campaign,
    page_path,
    product_category,
    order_id,
    value,
    currency,
    rating,
    text,
    visitor_id,
    customer_id,
    initiated_by,
    is_cancelled
  FROM journeys.repeat_purchases
), told AS (
  SELECT
    *
  FROM touches
  WHERE
    FALSE
), described AS (
  SELECT
    journeys.person_id,
    journeys.journey_number,
    told.source_id,
    told.event_name,
    told.touchpoint,
    told.channel,
    told.campaign,
    told.page_path,
    told.product_category,
    told.order_id,
    told.value,
    told.currency,
    told.rating,
    told.text,
    told.visitor_id,
    told.customer_id,
    told.initiated_by,
    told.is_cancelled,
    journeys.first_channel AS journey_first_channel,
    journeys.main_channel AS journey_main_channel,
    journeys.country AS journey_country,
    journeys.device AS journey_device,
    journeys.orders AS journey_orders,
    journeys.categories AS journey_categories,
    journeys.is_returning AS journey_is_returning
  FROM journeys.traits AS journeys
  LEFT JOIN told
    ON journeys.person_id = told.person_id
    AND journeys.journey_number = told.journey_number
), judged AS (
  SELECT
    person_id,
    journey_number,
    CAST(CASE
      WHEN (
        `journey_first_channel` = 'organic'
      )
      AND (
        LOCATE('|Forens|', '|' || `journey_categories` || '|') > 0
      )
      THEN 1
      WHEN (
        `journey_first_channel` IN ('paid social', 'social')
      )
      AND (
        LOCATE('|Race|', '|' || `journey_categories` || '|') > 0
      )
      THEN 2
      WHEN (
        `journey_first_channel` IN ('paid', 'referral')
      )
      AND (
        LOCATE('|Winter|', '|' || `journey_categories` || '|') > 0
      )
      THEN 3
    END AS BIGINT) AS persona_number
  FROM described
), matched AS (
  SELECT
    person_id,
    journey_number,
    MIN(persona_number) AS persona_number
  FROM judged
  GROUP BY
    person_id,
    journey_number
)
SELECT
  matched.person_id,
  matched.journey_number,
  matched.persona_number,
  COALESCE(personas.persona_id, '(none)') AS persona_id
FROM matched
LEFT JOIN declared.personas AS personas
  ON matched.persona_number = personas.persona_number
