WITH closed AS (
  SELECT
    furthest_phase_number,
    COUNT(*) AS n_journeys,
    COUNT(*) FILTER(WHERE
      NOT is_converted) AS n_lost
  FROM journeys.journeys
  WHERE
    is_assigned AND is_closed
  GROUP BY
    furthest_phase_number
), reached AS (
  SELECT
    reach.phase_number,
    reach.phase_id,
    reach.n_all,
    reach.n_unassigned,
    reach.n_counted - reach.n_reached AS n_not_reached,
    reach.n_reached,
    CAST(COALESCE(SUM(closed.n_journeys), 0) AS BIGINT) AS n_closed_reached,
    CAST(COALESCE(
      SUM(
        CASE
          WHEN closed.furthest_phase_number = reach.phase_number
          THEN closed.n_journeys
        END
      ),
      0
    ) AS BIGINT) AS n_dropped,
    CAST(COALESCE(
      SUM(
        CASE WHEN closed.furthest_phase_number = reach.phase_number THEN closed.n_lost END
      ),
      0
    ) AS BIGINT) AS n_lost
  FROM kpis.phase_reach AS reach
  LEFT JOIN closed
    ON reach.phase_number <= closed.furthest_phase_number
  WHERE
    reach.phase_number < (
      SELECT
        MAX(phase_number)
      FROM declared.phases
    )
  GROUP BY
    reach.phase_number,
    reach.phase_id,
    reach.n_all,
    reach.n_unassigned,
    reach.n_counted,
    reach.n_reached
)
SELECT
  phase_number,
  phase_id,
  n_all,
  n_closed_reached AS n_counted,
  n_unassigned,
  n_not_reached,
  n_reached - n_closed_reached AS n_open,
  n_closed_reached,
  n_dropped,
  n_lost,
  n_dropped / NULLIF(n_closed_reached, 0) AS drop_off,
  (
    (
      2.0 * CAST(n_dropped AS DOUBLE) + 3.8414588206941254 - 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(n_dropped AS DOUBLE) * (
          CAST(n_closed_reached AS DOUBLE) - CAST(n_dropped AS DOUBLE)
        ) / NULLIF(CAST(n_closed_reached AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(n_closed_reached AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS drop_off_low,
  (
    (
      2.0 * CAST(n_dropped AS DOUBLE) + 3.8414588206941254 + 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(n_dropped AS DOUBLE) * (
          CAST(n_closed_reached AS DOUBLE) - CAST(n_dropped AS DOUBLE)
        ) / NULLIF(CAST(n_closed_reached AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(n_closed_reached AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS drop_off_high
FROM reached
