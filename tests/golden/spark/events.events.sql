WITH spaced AS (
  SELECT
    events.event_id,
    events.visitor_id,
    events.occurred_at,
    events.source_sequence,
    ROW_NUMBER() OVER visitor_order AS visitor_event_number,
    CASE
      WHEN LAG(events.occurred_at) OVER visitor_order + INTERVAL '1800' SECOND >= events.occurred_at
      THEN 0
      ELSE 1
    END AS starts_session
  FROM landed.events AS events
  LEFT JOIN clean.left_out AS left_out
    ON events.file_id = left_out.file_id AND events.line = left_out.line
  WHERE
    left_out.reason IS NULL
    AND events.record = 'event'
    AND NOT events.visitor_id IS NULL
  WINDOW visitor_order AS (
    PARTITION BY events.visitor_id
    ORDER BY events.occurred_at ASC NULLS LAST, events.source_sequence ASC NULLS LAST, events.event_id ASC NULLS LAST
  )
), numbered AS (
  SELECT
    event_id,
    visitor_event_number,
    CAST(SUM(starts_session) OVER so_far AS BIGINT) AS session_number
  FROM spaced
  WINDOW so_far AS (
    PARTITION BY visitor_id
    ORDER BY visitor_event_number ASC NULLS LAST
    rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
  )
), payers AS (
  SELECT DISTINCT
    visitor_id
  FROM landed.events
  WHERE
    is_payment_return
), remembered AS (
  SELECT
    events.event_id,
    events.is_payment_return,
    LAST_VALUE(events.channel) IGNORE NULLS OVER so_far AS channel,
    NULLIF(
      LAST_VALUE(CASE WHEN NOT events.channel IS NULL THEN COALESCE(events.campaign, '') END) IGNORE NULLS OVER so_far,
      ''
    ) AS campaign
  FROM landed.events AS events
  INNER JOIN payers
    ON events.visitor_id = payers.visitor_id
  LEFT JOIN clean.left_out AS left_out
    ON events.file_id = left_out.file_id AND events.line = left_out.line
  WHERE
    left_out.reason IS NULL AND events.record = 'event'
  WINDOW so_far AS (
    PARTITION BY events.visitor_id
    ORDER BY events.occurred_at ASC NULLS LAST, events.source_sequence ASC NULLS LAST, events.event_id ASC NULLS LAST
    rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
  )
), returned AS (
  SELECT
    event_id,
    channel,
    campaign
  FROM remembered
  WHERE
    is_payment_return
)
SELECT
  events.event_id,
  events.source_id,
  events.file_id,
  events.line,
  events.record,
  events.occurred_at,
  events.occurred_on,
  events.source_sequence,
  events.event_name,
  events.touchpoint,
  CASE
    WHEN NOT returned.event_id IS NULL
    THEN returned.channel
    ELSE events.channel
  END AS channel,
  CASE
    WHEN NOT returned.event_id IS NULL
    THEN returned.campaign
    ELSE events.campaign
  END AS campaign,
  events.is_payment_return,
  events.device,
  countries.country,
  events.page_path,
  events.product_category,
  events.order_id,
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
  END AS value,
  CASE
    WHEN events.event_id = orders.event_id
    THEN orders.currency
    ELSE events.currency
  END AS currency,
  events.rating,
  events.rating_kind,
  events.text,
  events.visitor_id,
  COALESCE(events.customer_id, events.email_id) AS customer_id,
  events.initiated_by,
  COALESCE(
    order_persons.person_id,
    own_customer.person_id,
    own_email.person_id,
    periods.person_id,
    CASE WHEN visitors.visitor_id IS NULL THEN 'visitor:' || events.visitor_id END
  ) AS person_id,
  CASE
    WHEN NOT order_persons.person_id IS NULL
    THEN 'order'
    WHEN NOT COALESCE(own_customer.person_id, own_email.person_id) IS NULL
    THEN 'customer'
    WHEN NOT periods.person_id IS NULL
    OR (
      visitors.visitor_id IS NULL AND NOT events.visitor_id IS NULL
    )
    THEN 'visitor'
  END AS identified_by,
  numbered.visitor_event_number,
  numbered.session_number,
  COALESCE(order_persons.ordered_at < events.occurred_at, FALSE) AS is_bound,
  COALESCE(events.event_id = orders.event_id, FALSE) AS is_own_order,
  COALESCE(orders.is_cancelled OR orders.is_test, FALSE) AS is_cancelled
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
LEFT JOIN identity.visitors AS visitors
  ON events.visitor_id = visitors.visitor_id
LEFT JOIN identity.visitor_periods AS periods
  ON events.visitor_id = periods.visitor_id
  AND (
    periods.period_number = 1
    OR events.occurred_at > periods.from_at
    OR (
      events.occurred_at = periods.from_at
      AND events.source_sequence > periods.from_sequence
    )
    OR (
      events.occurred_at = periods.from_at
      AND events.source_sequence = periods.from_sequence
      AND events.event_id >= periods.from_event_id
    )
  )
  AND (
    periods.until_at IS NULL
    OR events.occurred_at < periods.until_at
    OR (
      events.occurred_at = periods.until_at
      AND events.source_sequence < periods.until_sequence
    )
    OR (
      events.occurred_at = periods.until_at
      AND events.source_sequence = periods.until_sequence
      AND events.event_id < periods.until_event_id
    )
  )
LEFT JOIN declared.countries AS countries
  ON LOWER(TRIM(events.country_name)) = countries.name
LEFT JOIN numbered
  ON events.event_id = numbered.event_id
LEFT JOIN returned
  ON events.event_id = returned.event_id
WHERE
  left_out.reason IS NULL
