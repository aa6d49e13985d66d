WITH tracking AS (
  SELECT
    MIN(occurred_at) AS first_at,
    MAX(occurred_at) AS last_at
  FROM events.events
  WHERE
    NOT session_number IS NULL
), sold AS (
  SELECT
    MIN(ordered_at) AS first_at,
    MAX(ordered_at) AS last_at
  FROM clean.orders
  WHERE
    NOT is_tracked_only AND NOT is_test
), purchases AS (
  SELECT
    landed.file_id,
    landed.line,
    landed.event_id,
    landed.source_id,
    landed.order_id,
    landed.occurred_at,
    landed.occurred_on,
    landed.channel,
    landed.visitor_id,
    CASE WHEN landed.currency = 'EUR' THEN landed.value END AS value,
    left_out.reason,
    ROW_NUMBER() OVER (
      PARTITION BY landed.order_id, left_out.reason
      ORDER BY landed.occurred_at ASC NULLS LAST, landed.source_sequence ASC NULLS LAST, landed.event_id ASC NULLS LAST, landed.file_id ASC NULLS LAST, landed.line ASC NULLS LAST
    ) AS copy_number
  FROM landed.events AS landed
  LEFT JOIN clean.left_out AS left_out
    ON landed.file_id = left_out.file_id AND landed.line = left_out.line
  WHERE
    landed.record = 'event'
    AND landed.event_name = 'purchase'
    AND NOT COALESCE(left_out.reason, 'kept') IN ('bot', 'future')
), purchase_channels AS (
  SELECT
    own.event_id,
    MAX_BY(sessions.channel, sessions.session_number) FILTER(WHERE
      NOT sessions.channel IS NULL) AS channel
  FROM purchases
  INNER JOIN events.events AS own
    ON purchases.event_id = own.event_id
  INNER JOIN events.sessions AS sessions
    ON own.visitor_id = sessions.visitor_id
    AND own.session_number >= sessions.session_number
  WHERE
    purchases.reason IS NULL AND NOT sessions.channel IS NULL
  GROUP BY
    own.event_id
), placed AS (
  SELECT
    own.file_id,
    own.line,
    own.event_id,
    own.source_id,
    own.order_id,
    own.occurred_at,
    own.occurred_on,
    own.person_id,
    own.channel,
    CASE WHEN own.currency = 'EUR' THEN own.value END AS value,
    tracked.event_id AS purchase_event_id,
    tracked.visitor_id,
    tracked.channel AS purchase_channel,
    tracked.value AS tracked_value,
    COUNT(tracked.event_id) OVER (PARTITION BY own.source_id) AS n_tracked_of_source,
    COUNT(tracked.event_id) OVER () AS n_tracked
  FROM clean.orders AS orders
  INNER JOIN events.events AS own
    ON orders.event_id = own.event_id
  LEFT JOIN purchases AS tracked
    ON orders.order_id = tracked.order_id
    AND tracked.copy_number = 1
    AND tracked.reason IS NULL
  WHERE
    NOT orders.is_tracked_only AND NOT orders.is_cancelled AND NOT orders.is_test
), visits AS (
  SELECT
    placed.event_id,
    MAX_BY(web.channel, (web.occurred_at, web.source_sequence, web.event_id)) FILTER(WHERE
      NOT web.channel IS NULL) AS channel
  FROM placed
  INNER JOIN events.events AS web
    ON placed.person_id = web.person_id
  WHERE
    placed.purchase_event_id IS NULL
    AND NOT web.session_number IS NULL
    AND web.occurred_at <= placed.occurred_at
    AND web.occurred_at >= placed.occurred_at - INTERVAL '2592000' SECOND
  GROUP BY
    placed.event_id
), judged_orders AS (
  SELECT
    placed.*,
    COALESCE(purchase_channels.channel, placed.purchase_channel, visits.channel, placed.channel) AS known_channel,
    CASE
      WHEN NOT placed.purchase_event_id IS NULL
      THEN 'tracked'
      WHEN placed.n_tracked_of_source = 0 AND placed.n_tracked > 0
      THEN 'sold elsewhere'
      WHEN NOT COALESCE(placed.occurred_at BETWEEN tracking.first_at AND tracking.last_at, FALSE)
      THEN 'outside tracking'
      WHEN NOT visits.event_id IS NULL
      THEN 'seen'
      ELSE 'unseen'
    END AS standing
  FROM placed
  CROSS JOIN tracking
  LEFT JOIN purchase_channels
    ON placed.purchase_event_id = purchase_channels.event_id
  LEFT JOIN visits
    ON placed.event_id = visits.event_id
), judged_purchases AS (
  SELECT
    purchases.*,
    COALESCE(
      CASE WHEN purchases.reason IS NULL THEN purchase_channels.channel END,
      purchases.channel
    ) AS known_channel,
    CASE
      WHEN purchases.reason = 'test'
      THEN 'test'
      WHEN NOT purchases.reason IS NULL
      THEN 'duplicate'
      WHEN NOT purchases.order_id IS NULL AND purchases.copy_number > 1
      THEN 'duplicate'
      WHEN orders.is_test
      THEN 'test'
      WHEN orders.is_cancelled
      THEN 'cancelled'
      WHEN NOT orders.order_id IS NULL
      THEN 'tracks its order'
      WHEN purchases.occurred_at BETWEEN sold.first_at AND sold.last_at
      THEN 'unknown'
      ELSE 'outside orders'
    END AS standing
  FROM purchases
  CROSS JOIN sold
  LEFT JOIN purchase_channels
    ON purchases.event_id = purchase_channels.event_id
  LEFT JOIN clean.orders AS orders
    ON purchases.order_id = orders.order_id AND NOT orders.is_tracked_only
)
SELECT
  file_id,
  line,
  event_id,
  source_id,
  order_id,
  TRUE AS is_order,
  standing,
  occurred_at,
  CAST(DATE_TRUNC('WEEK', occurred_on) AS DATE) AS week_on,
  COALESCE(known_channel, '(unknown)') AS channel,
  purchase_event_id,
  NOT visitor_id IS NULL AS has_visitor,
  person_id IS NULL AS is_of_nobody,
  value,
  tracked_value
FROM judged_orders
UNION ALL
SELECT
  file_id,
  line,
  event_id,
  source_id,
  order_id,
  FALSE AS is_order,
  standing,
  occurred_at,
  CAST(DATE_TRUNC('WEEK', occurred_on) AS DATE) AS week_on,
  COALESCE(known_channel, '(unknown)') AS channel,
  CAST(NULL AS STRING) AS purchase_event_id,
  NOT visitor_id IS NULL AS has_visitor,
  FALSE AS is_of_nobody,
  CAST(NULL AS DOUBLE) AS value,
  value AS tracked_value
FROM judged_purchases
WHERE
  standing <> 'tracks its order'
