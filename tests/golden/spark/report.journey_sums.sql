WITH journey_groups AS (
  SELECT
    furthest_phase_number,
    is_closed,
    ending,
    COUNT(*) AS n_journeys
  FROM journeys.journeys
  GROUP BY
    furthest_phase_number,
    is_closed,
    ending
), journey_counts AS (
  SELECT
    COUNT(*) AS n_all,
    COUNT(furthest_phase_number) AS n_counted
  FROM journeys.journeys
), last_phase AS (
  SELECT
    COALESCE(SUM(n_journeys), 0) AS n_closed,
    COALESCE(SUM(CASE WHEN ending = '(lost)' THEN n_journeys END), 0) AS n_lost
  FROM journey_groups
  WHERE
    is_closed
    AND furthest_phase_number = (
      SELECT
        MAX(phase_number)
      FROM declared.phases
    )
), into_phases AS (
  SELECT
    target AS phase_id,
    SUM(n) AS n
  FROM journeys.transitions
  WHERE
    NOT target IN ('(open)', '(done)', '(lost)')
  GROUP BY
    target
), entries AS (
  SELECT
    'journeys of the run = journeys of every table' AS claim,
    counts.table_name AS about,
    journey_counts.n_all AS n_left,
    counts.n_all AS n_right
  FROM report.journey_counts AS counts
  CROSS JOIN journey_counts
  UNION ALL
  SELECT
    'journeys with a phase = counted by every table' AS claim,
    counts.table_name AS about,
    journey_counts.n_counted AS n_left,
    counts.n_counted AS n_right
  FROM report.journey_counts AS counts
  CROSS JOIN journey_counts
  UNION ALL
  SELECT
    'journeys of the run = journeys of the persons' AS claim,
    '-' AS about,
    n_all AS n_left,
    (
      SELECT
        SUM(n_journeys)
      FROM journeys.persons
    ) AS n_right
  FROM journey_counts
  UNION ALL
  SELECT
    'journeys that came as far = journeys that reach it' AS claim,
    phases.phase_id AS about,
    came.n_journeys AS n_left,
    0 AS n_right
  FROM declared.phases AS phases
  INNER JOIN journey_groups AS came
    ON phases.phase_number <= came.furthest_phase_number
  UNION ALL
  SELECT
    'journeys that came as far = journeys that reach it' AS claim,
    phase_id AS about,
    0 AS n_left,
    n_reached AS n_right
  FROM report.funnel
  UNION ALL
  SELECT
    'journeys that reach a phase = entries to it' AS claim,
    phase_id AS about,
    n_reached AS n_left,
    n_entries AS n_right
  FROM report.funnel
  WHERE
    NOT n_entries IS NULL
  UNION ALL
  SELECT
    'journeys that reach a phase = skipped + visited it' AS claim,
    funnel.phase_id AS about,
    funnel.n_reached AS n_left,
    funnel.n_skipped + time_to_next.n_counted AS n_right
  FROM report.funnel AS funnel
  INNER JOIN kpis.time_to_next AS time_to_next
    ON funnel.phase_number = time_to_next.phase_number
  UNION ALL
  SELECT
    'closed journeys = those that end in some phase' AS claim,
    '-' AS about,
    summary.n_closed AS n_left,
    last_phase.n_closed + (
      SELECT
        COALESCE(SUM(n_dropped), 0)
      FROM report.funnel
    ) AS n_right
  FROM report.summary AS summary
  CROSS JOIN last_phase
  UNION ALL
  SELECT
    'lost journeys = those lost in some phase' AS claim,
    '-' AS about,
    n AS n_left,
    0 AS n_right
  FROM journeys.transitions
  WHERE
    target = '(lost)'
  UNION ALL
  SELECT
    'lost journeys = those lost in some phase' AS claim,
    '-' AS about,
    0 AS n_left,
    last_phase.n_lost + (
      SELECT
        COALESCE(SUM(n_lost), 0)
      FROM report.funnel
    ) AS n_right
  FROM last_phase
  UNION ALL
  SELECT
    'journeys by ending = last transitions to it' AS claim,
    ending AS about,
    n_journeys AS n_left,
    0 AS n_right
  FROM journey_groups
  WHERE
    NOT furthest_phase_number IS NULL
  UNION ALL
  SELECT
    'journeys by ending = last transitions to it' AS claim,
    target AS about,
    0 AS n_left,
    n AS n_right
  FROM journeys.transitions
  WHERE
    target IN ('(open)', '(done)', '(lost)')
  UNION ALL
  SELECT
    'transitions into a phase = out of it' AS claim,
    phase_id AS about,
    n AS n_left,
    0 AS n_right
  FROM into_phases
  UNION ALL
  SELECT
    'transitions into a phase = out of it' AS claim,
    source AS about,
    0 AS n_left,
    n AS n_right
  FROM journeys.transitions
  WHERE
    source <> '(start)'
  UNION ALL
  SELECT
    'transitions into a phase = visits' AS claim,
    '-' AS about,
    COALESCE(SUM(n), 0) AS n_left,
    (
      SELECT
        COUNT(*)
      FROM journeys.visits
    ) AS n_right
  FROM into_phases
  UNION ALL
  SELECT
    'journeys with a phase = starts of the flows' AS claim,
    '-' AS about,
    n_counted AS n_left,
    0 AS n_right
  FROM journey_counts
  UNION ALL
  SELECT
    'journeys with a phase = starts of the flows' AS claim,
    '-' AS about,
    0 AS n_left,
    n AS n_right
  FROM report.flows
  WHERE
    step = 0
  UNION ALL
  SELECT
    'journeys with a phase = ends of the flows' AS claim,
    '-' AS about,
    n_counted AS n_left,
    0 AS n_right
  FROM journey_counts
  UNION ALL
  SELECT
    'journeys with a phase = ends of the flows' AS claim,
    '-' AS about,
    0 AS n_left,
    n AS n_right
  FROM report.flows
  WHERE
    target IN ('(open)', '(done)', '(lost)', '(other)')
  UNION ALL
  SELECT
    'orders of the headline = converting events in journeys' AS claim,
    '-' AS about,
    n_orders AS n_left,
    0 AS n_right
  FROM report.summary
  UNION ALL
  SELECT
    'orders of the headline = converting events in journeys' AS claim,
    '-' AS about,
    0 AS n_left,
    COUNT(*) AS n_right
  FROM journeys.journey_events
  WHERE
    is_conversion
  UNION ALL
  SELECT
    'things a KPI counts = used + too young + without value' AS claim,
    kpi_id AS about,
    COUNT(*) AS n_left,
    0 AS n_right
  FROM kpis.kpi_entries
  WHERE
    is_own_maturity
  GROUP BY
    kpi_id
  UNION ALL
  SELECT
    'things a KPI counts = used + too young + without value' AS claim,
    kpi_id AS about,
    0 AS n_left,
    n + n_immature + n_without_value AS n_right
  FROM report.kpis
  UNION ALL
  SELECT
    'journeys of the last publication = journeys with a fate' AS claim,
    '-' AS about,
    (
      SELECT
        COUNT(*)
      FROM declared.last_published
    ) AS n_left,
    COALESCE(SUM(n_journeys), 0) AS n_right
  FROM report.moved
)
SELECT
  claim,
  about,
  CAST(COALESCE(SUM(n_left), 0) AS BIGINT) AS n_left,
  CAST(COALESCE(SUM(n_right), 0) AS BIGINT) AS n_right
FROM entries
GROUP BY
  claim,
  about
