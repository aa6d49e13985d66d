WITH touches AS (
  SELECT
    events.event_id,
    events.person_id,
    events.occurred_at,
    events.source_id,
    events.event_name,
    events.touchpoint,
    events.channel,
    events.campaign,
    events.device,
    events.country,
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
    events.is_cancelled,
    placed.journey_number,
    FALSE AS is_derived
  FROM events.events AS events
  LEFT JOIN journeys.journey_events AS placed
    ON events.event_id = placed.event_id
  UNION ALL
  SELECT
    event_id,
    person_id,
    occurred_at,
    source_id,
    event_name,
    touchpoint,
    channel,
    campaign,
    device,
    country,
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
    is_cancelled,
    journey_number,
    TRUE AS is_derived
  FROM journeys.repeat_purchases
), meant AS (
  SELECT
    *
  FROM touches
  WHERE
    (
      FALSE
      OR (
        (
          `event_name` = 'order'
        ) AND (
          `is_cancelled` = FALSE
        )
      )
      OR (
        `event_name` = 'ticket'
      )
      OR (
        (
          `event_name` = 'order'
        ) AND (
          `is_cancelled` = FALSE
        )
      )
      OR (
        `event_name` = 'review'
      )
      OR (
        (
          `event_name` = 'order'
        ) AND (
          `is_cancelled` = FALSE
        )
      )
      OR (
        `event_name` = 'review'
      )
      OR (
        `event_name` = 'repeat_purchase'
      )
      OR (
        (
          `event_name` = 'order'
        ) AND (
          `is_cancelled` = FALSE
        )
      )
    )
), described AS (
  SELECT
    meant.*,
    COALESCE(journeys.is_assigned, FALSE) AS is_assigned,
    journeys.first_channel AS journey_first_channel,
    journeys.main_channel AS journey_main_channel,
    journeys.country AS journey_country,
    journeys.device AS journey_device,
    journeys.orders AS journey_orders,
    journeys.categories AS journey_categories,
    journeys.is_returning AS journey_is_returning,
    persons.first_channel AS person_first_channel,
    persons.main_channel AS person_main_channel,
    persons.country AS person_country,
    persons.device AS person_device,
    persons.orders AS person_orders,
    persons.categories AS person_categories,
    persons.is_returning AS person_is_returning
  FROM meant
  LEFT JOIN journeys.traits AS journeys
    ON meant.person_id = journeys.person_id
    AND meant.journey_number = journeys.journey_number
  LEFT JOIN journeys.persons AS persons
    ON journeys.person_id = persons.person_id
)
SELECT
  conditions.condition_number,
  described.event_id,
  described.person_id,
  described.journey_number,
  described.occurred_at,
  described.rating,
  CASE WHEN described.currency = 'EUR' THEN described.value END AS value
FROM described
CROSS JOIN declared.conditions AS conditions
WHERE
  (
    CASE
      WHEN conditions.condition_number = 1
      THEN (
        `event_name` = 'order'
      ) AND (
        `is_cancelled` = FALSE
      )
      WHEN conditions.condition_number = 2
      THEN (
        `event_name` = 'ticket'
      )
      WHEN conditions.condition_number = 3
      THEN (
        `event_name` = 'order'
      ) AND (
        `is_cancelled` = FALSE
      )
      WHEN conditions.condition_number = 4
      THEN (
        `event_name` = 'review'
      )
      WHEN conditions.condition_number = 5
      THEN (
        `event_name` = 'order'
      ) AND (
        `is_cancelled` = FALSE
      )
      WHEN conditions.condition_number = 6
      THEN (
        `event_name` = 'review'
      )
      WHEN conditions.condition_number = 7
      THEN (
        `event_name` = 'repeat_purchase'
      )
      WHEN conditions.condition_number = 8
      THEN (
        `event_name` = 'order'
      ) AND (
        `is_cancelled` = FALSE
      )
    END
  )
  AND CASE
    WHEN conditions.grain = 'events'
    THEN NOT described.is_derived
    ELSE described.is_assigned
  END
