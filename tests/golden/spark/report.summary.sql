WITH event_counts AS (
  SELECT
    COUNT(*) AS n_events,
    COUNT(*) FILTER(WHERE
      person_id IS NULL) AS n_unidentified
  FROM events.events
), phase_counts AS (
  SELECT
    COUNT(phase_number) AS n_assigned_events
  FROM phases.event_phases
), journey_counts AS (
  SELECT
    COUNT(*) AS n_all,
    COUNT(DISTINCT person_id) AS n_persons,
    COUNT(*) FILTER(WHERE
      NOT is_assigned) AS n_unassigned,
    COUNT(*) FILTER(WHERE
      is_assigned) AS n_counted,
    COUNT(*) FILTER(WHERE
      is_assigned AND NOT is_closed) AS n_open,
    COUNT(*) FILTER(WHERE
      is_assigned AND is_closed) AS n_closed,
    COUNT(*) FILTER(WHERE
      is_assigned AND is_closed AND is_converted) AS n_converted
  FROM journeys.journeys
), moved_counts AS (
  SELECT
    CAST(COALESCE(SUM(CASE WHEN fate <> 'gone' THEN n_journeys END), 0) AS BIGINT) AS n_journeys_compared,
    CAST(COALESCE(SUM(CASE WHEN is_moved THEN n_journeys END), 0) AS BIGINT) AS n_journeys_moved
  FROM report.moved
), order_counts AS (
  SELECT
    COUNT(*) AS n_orders,
    COUNT(*) FILTER(WHERE
      currency <> 'EUR') AS n_other_currency,
    COALESCE(SUM(CASE WHEN currency = 'EUR' THEN value END), 0) AS revenue
  FROM journeys.conversions
)
SELECT
  data_end.data_start_at,
  data_end.data_end_at,
  (
    UNIX_MICROS(run.as_of) - UNIX_MICROS(data_end.data_end_at)
  ) / 86400000000 AS age_days,
  (
    SELECT
      COUNT(*)
    FROM landed.events
  ) AS n_landed,
  (
    SELECT
      COUNT(*)
    FROM clean.left_out
  ) AS n_left_out,
  event_counts.n_events,
  (
    SELECT
      COUNT(*)
    FROM journeys.repeat_purchases
  ) AS n_derived,
  event_counts.n_unidentified,
  event_counts.n_events - event_counts.n_unidentified - (
    SELECT
      COUNT(*)
    FROM journeys.journey_events
  ) AS n_before_any_journey,
  journey_counts.n_persons,
  journey_counts.n_all,
  journey_counts.n_unassigned,
  journey_counts.n_counted,
  journey_counts.n_open,
  journey_counts.n_closed,
  journey_counts.n_converted,
  journey_counts.n_converted / NULLIF(journey_counts.n_closed, 0) AS conversion_rate,
  (
    (
      2.0 * CAST(journey_counts.n_converted AS DOUBLE) + 3.8414588206941254 - 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(journey_counts.n_converted AS DOUBLE) * (
          CAST(journey_counts.n_closed AS DOUBLE) - CAST(journey_counts.n_converted AS DOUBLE)
        ) / NULLIF(CAST(journey_counts.n_closed AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(journey_counts.n_closed AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS conversion_low,
  (
    (
      2.0 * CAST(journey_counts.n_converted AS DOUBLE) + 3.8414588206941254 + 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(journey_counts.n_converted AS DOUBLE) * (
          CAST(journey_counts.n_closed AS DOUBLE) - CAST(journey_counts.n_converted AS DOUBLE)
        ) / NULLIF(CAST(journey_counts.n_closed AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(journey_counts.n_closed AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS conversion_high,
  order_counts.n_orders,
  order_counts.revenue,
  'EUR' AS currency,
  order_counts.n_other_currency,
  phase_counts.n_assigned_events,
  phase_counts.n_assigned_events / NULLIF(event_counts.n_events, 0) AS rule_coverage,
  (
    SELECT
      COUNT(*)
    FROM landed.quarantine
  ) AS n_quarantined,
  moved_counts.n_journeys_compared,
  moved_counts.n_journeys_moved
FROM event_counts
CROSS JOIN phase_counts
CROSS JOIN journey_counts
CROSS JOIN order_counts
CROSS JOIN moved_counts
CROSS JOIN clean.data_end AS data_end
CROSS JOIN declared.run AS run
