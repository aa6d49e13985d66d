WITH journey_counts AS (
  SELECT
    COUNT(*) AS n_all,
    COUNT(*) FILTER(WHERE
      is_assigned) AS n_counted,
    COUNT(*) FILTER(WHERE
      NOT is_assigned) AS n_unassigned
  FROM journeys.journeys
), reached AS (
  SELECT
    phases.phase_number,
    phases.phase_id,
    COUNT(entries.person_id) AS n_reached,
    COUNT(entries.person_id) FILTER(WHERE
      entries.first_visit_at IS NULL) AS n_skipped
  FROM declared.phases AS phases
  LEFT JOIN journeys.entries AS entries
    ON phases.phase_number = entries.phase_number
  GROUP BY
    phases.phase_number,
    phases.phase_id
)
SELECT
  reached.phase_number,
  reached.phase_id,
  journey_counts.n_all,
  journey_counts.n_counted,
  journey_counts.n_unassigned,
  reached.n_reached,
  reached.n_skipped,
  reached.n_reached / NULLIF(journey_counts.n_counted, 0) AS rate_of_first,
  (
    (
      2.0 * CAST(reached.n_reached AS DOUBLE) + 3.8414588206941254 - 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(reached.n_reached AS DOUBLE) * (
          CAST(journey_counts.n_counted AS DOUBLE) - CAST(reached.n_reached AS DOUBLE)
        ) / NULLIF(CAST(journey_counts.n_counted AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(journey_counts.n_counted AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS rate_of_first_low,
  (
    (
      2.0 * CAST(reached.n_reached AS DOUBLE) + 3.8414588206941254 + 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(reached.n_reached AS DOUBLE) * (
          CAST(journey_counts.n_counted AS DOUBLE) - CAST(reached.n_reached AS DOUBLE)
        ) / NULLIF(CAST(journey_counts.n_counted AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(journey_counts.n_counted AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS rate_of_first_high,
  reached.n_reached / NULLIF(LAG(reached.n_reached) OVER (ORDER BY reached.phase_number ASC NULLS LAST), 0) AS rate_of_previous
FROM reached
CROSS JOIN journey_counts
