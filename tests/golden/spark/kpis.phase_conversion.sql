WITH moves AS (
  SELECT
    entries.phase_number,
    entries.entered_at + INTERVAL '1209600' SECOND <= data_end.data_end_at AS is_mature,
    COALESCE(entries.next_entered_at <= entries.entered_at + INTERVAL '1209600' SECOND, FALSE) AS moved_on
  FROM journeys.entries AS entries
  CROSS JOIN clean.data_end AS data_end
), counted AS (
  SELECT
    phase_number,
    COUNT(*) AS n_entries,
    COUNT(*) FILTER(WHERE
      is_mature) AS n_mature,
    COUNT(*) FILTER(WHERE
      NOT is_mature) AS n_immature,
    COUNT(*) FILTER(WHERE
      is_mature AND moved_on) AS n_moved_on
  FROM moves
  GROUP BY
    phase_number
), capture AS (
  SELECT
    MAX(capture_rate) AS capture_rate,
    COALESCE(BOOL_OR(is_capture_low), FALSE) AS is_capture_low
  FROM kpis.order_capture
  WHERE
    week_on IS NULL AND channel = '(all)'
)
SELECT
  reach.phase_number,
  reach.phase_id,
  reach.n_all,
  COALESCE(counted.n_mature, 0) AS n_counted,
  reach.n_all - reach.n_counted AS n_unassigned,
  reach.n_counted - reach.n_reached AS n_not_reached,
  COALESCE(counted.n_entries, 0) AS n_entries,
  COALESCE(counted.n_mature, 0) AS n_mature,
  COALESCE(counted.n_immature, 0) AS n_immature,
  COALESCE(counted.n_moved_on, 0) AS n_moved_on,
  counted.n_moved_on / NULLIF(counted.n_mature, 0) AS conversion_rate,
  (
    (
      2.0 * CAST(counted.n_moved_on AS DOUBLE) + 3.8414588206941254 - 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(counted.n_moved_on AS DOUBLE) * (
          CAST(counted.n_mature AS DOUBLE) - CAST(counted.n_moved_on AS DOUBLE)
        ) / NULLIF(CAST(counted.n_mature AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(counted.n_mature AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS conversion_low,
  (
    (
      2.0 * CAST(counted.n_moved_on AS DOUBLE) + 3.8414588206941254 + 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(counted.n_moved_on AS DOUBLE) * (
          CAST(counted.n_mature AS DOUBLE) - CAST(counted.n_moved_on AS DOUBLE)
        ) / NULLIF(CAST(counted.n_mature AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(counted.n_mature AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS conversion_high,
  CASE WHEN next_phases.is_conversion_phase THEN capture.capture_rate END AS capture_rate,
  next_phases.is_conversion_phase AND capture.is_capture_low AS is_capture_low
FROM kpis.phase_reach AS reach
CROSS JOIN capture
INNER JOIN declared.phases AS next_phases
  ON reach.phase_number + 1 = next_phases.phase_number
LEFT JOIN counted
  ON reach.phase_number = counted.phase_number
