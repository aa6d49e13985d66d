WITH owned AS (
  SELECT
    events.*,
    countries.country,
    COALESCE(
      order_persons.person_id,
      own_customer.person_id,
      own_email.person_id,
      event_visitors.person_id
    ) AS person_id,
    CASE
      WHEN NOT order_persons.person_id IS NULL
      THEN 'order'
      WHEN NOT COALESCE(own_customer.person_id, own_email.person_id) IS NULL
      THEN 'customer'
      WHEN NOT event_visitors.person_id IS NULL
      THEN 'visitor'
    END AS identified_by,
    order_persons.ordered_at < events.occurred_at AS is_bound,
    COALESCE(orders.is_cancelled OR orders.is_test, FALSE) AS is_void,
    COALESCE(events.event_id = orders.event_id, FALSE) AS is_own_order,
    CASE
      WHEN events.event_id = orders.event_id
      THEN orders.value
      WHEN NOT orders.order_id IS NULL
      AND (
        events.record = 'order'
        OR (
          events.record = 'event' AND events.event_name = 'purchase'
        )
      )
      THEN NULL
      ELSE events.value
    END AS value_once,
    CASE
      WHEN events.event_id = orders.event_id
      THEN orders.currency
      ELSE events.currency
    END AS currency_once
  FROM landed.events AS events
  LEFT JOIN clean.left_out AS left_out
    ON events.file_id = left_out.file_id AND events.line = left_out.line
  LEFT JOIN clean.orders AS orders
    ON events.order_id = orders.order_id
  LEFT JOIN identity.order_persons AS order_persons
    ON events.order_id = order_persons.order_id
  LEFT JOIN identity.components AS own_customer
    ON 'customer:' || events.customer_id = own_customer.identifier
  LEFT JOIN identity.components AS own_email
    ON events.email_id = own_email.identifier
  LEFT JOIN identity.event_visitors AS event_visitors
    ON events.event_id = event_visitors.event_id
  LEFT JOIN declared.countries AS countries
    ON LOWER(TRIM(events.country_name)) = countries.name
  WHERE
    left_out.reason IS NULL
), spaced AS (
  SELECT
    *,
    CASE
      WHEN LAG(occurred_at) OVER visitor_order + INTERVAL '1800' SECOND >= occurred_at
      THEN 0
      ELSE 1
    END AS starts_session,
    is_payment_return AND record = 'event' AND NOT visitor_id IS NULL AS comes_back,
    CASE WHEN NOT channel IS NULL THEN COALESCE(campaign, '') END AS campaign_of_channel
  FROM owned
  WINDOW visitor_order AS (
    PARTITION BY CASE WHEN record = 'event' THEN visitor_id END
    ORDER BY occurred_at ASC NULLS LAST, source_sequence ASC NULLS LAST, event_id ASC NULLS LAST
  )
)
SELECT
  event_id,
  source_id,
  file_id,
  line,
  record,
  occurred_at,
  occurred_on,
  source_sequence,
  event_name,
  touchpoint,
  CASE
    WHEN comes_back
    THEN LAST_VALUE(channel) IGNORE NULLS OVER so_far
    ELSE channel
  END AS channel,
  CASE
    WHEN comes_back
    THEN NULLIF(LAST_VALUE(campaign_of_channel) IGNORE NULLS OVER so_far, '')
    ELSE campaign
  END AS campaign,
  is_payment_return,
  device,
  country,
  page_path,
  product_category,
  order_id,
  value_once AS value,
  currency_once AS currency,
  rating,
  rating_kind,
  text,
  visitor_id,
  COALESCE(customer_id, email_id) AS customer_id,
  initiated_by,
  person_id,
  identified_by,
  CASE
    WHEN record = 'event' AND NOT visitor_id IS NULL
    THEN CAST(SUM(starts_session) OVER so_far AS BIGINT)
  END AS session_number,
  COALESCE(is_bound, FALSE) AS is_bound,
  is_own_order,
  is_void AS is_cancelled
FROM spaced
WINDOW so_far AS (
  PARTITION BY CASE WHEN record = 'event' THEN visitor_id END
  ORDER BY occurred_at ASC NULLS LAST, source_sequence ASC NULLS LAST, event_id ASC NULLS LAST
  rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
)
