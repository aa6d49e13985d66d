WITH files_read AS (
  SELECT DISTINCT
    source_id,
    file_id,
    n_read
  FROM landed.files
), event_counts AS (
  SELECT
    source_id,
    COUNT(*) AS n_events,
    COUNT(*) FILTER(WHERE
      NOT person_id IS NULL AND initiated_by = 'customer' AND NOT is_bound) AS n_leading
  FROM events.events
  GROUP BY
    source_id
), matched_counts AS (
  SELECT
    COUNT(*) AS n_events,
    COUNT(rule_number) AS n_matched
  FROM phases.event_phases
  UNION ALL
  SELECT
    0 AS n_events,
    COUNT(rule_number) AS n_matched
  FROM journeys.repeat_purchases
), in_journeys AS (
  SELECT
    COUNT(*) AS n_events,
    COUNT(*) FILTER(WHERE
      is_by_customer AND NOT is_bound) AS n_leading,
    COUNT(phase_number) AS n_in_phases
  FROM journeys.journey_events
  UNION ALL
  SELECT
    COUNT(*) AS n_events,
    0 AS n_leading,
    COUNT(phase_number) AS n_in_phases
  FROM journeys.repeat_purchases
), of_journeys AS (
  SELECT
    COALESCE(SUM(n_events), 0) AS n_landed,
    COALESCE(SUM(n_events + n_derived), 0) AS n_events
  FROM journeys.journeys
), entries AS (
  SELECT
    'rows read = landed + quarantined + ignored' AS claim,
    source_id AS about,
    n_read AS n_left,
    0 AS n_right
  FROM files_read
  UNION ALL
  SELECT
    'rows read = landed + quarantined + ignored' AS claim,
    source_id AS about,
    0 AS n_left,
    n_landed + n_ignored AS n_right
  FROM report.sources
  UNION ALL
  SELECT
    'rows read = landed + quarantined + ignored' AS claim,
    source_id AS about,
    0 AS n_left,
    COUNT(*) AS n_right
  FROM landed.quarantine
  GROUP BY
    source_id
  UNION ALL
  SELECT
    'rows landed = events + left out' AS claim,
    source_id AS about,
    n_landed AS n_left,
    0 AS n_right
  FROM report.sources
  UNION ALL
  SELECT
    'rows landed = events + left out' AS claim,
    source_id AS about,
    0 AS n_left,
    n_events AS n_right
  FROM event_counts
  UNION ALL
  SELECT
    'rows landed = events + left out' AS claim,
    source_id AS about,
    0 AS n_left,
    n_rows AS n_right
  FROM report.left_out
  UNION ALL
  SELECT
    'rows landed of the headline = of its sources' AS claim,
    '-' AS about,
    n_landed AS n_left,
    (
      SELECT
        SUM(n_landed)
      FROM report.sources
    ) AS n_right
  FROM report.summary
  UNION ALL
  SELECT
    'rows quarantined of the headline = of its sources' AS claim,
    '-' AS about,
    n_quarantined AS n_left,
    (
      SELECT
        SUM(n_quarantined)
      FROM report.sources
    ) AS n_right
  FROM report.summary
  UNION ALL
  SELECT
    'events = events held against the rules' AS claim,
    '-' AS about,
    n_events AS n_left,
    0 AS n_right
  FROM event_counts
  UNION ALL
  SELECT
    'events = events held against the rules' AS claim,
    '-' AS about,
    0 AS n_left,
    n_events AS n_right
  FROM matched_counts
  UNION ALL
  SELECT
    'events that a rule matches = events of the rules' AS claim,
    '-' AS about,
    (
      SELECT
        SUM(n_matched)
      FROM matched_counts
    ) AS n_left,
    COALESCE(SUM(n_events), 0) AS n_right
  FROM report.rules
  UNION ALL
  SELECT
    'events = in a journey + of nobody + before any journey' AS claim,
    '-' AS about,
    summary.n_events AS n_left,
    of_journeys.n_landed + summary.n_unidentified + summary.n_before_any_journey AS n_right
  FROM report.summary AS summary
  CROSS JOIN of_journeys
  UNION ALL
  SELECT
    'events that can open a journey = those in journeys' AS claim,
    '-' AS about,
    (
      SELECT
        SUM(n_leading)
      FROM event_counts
    ) AS n_left,
    SUM(n_leading) AS n_right
  FROM in_journeys
  UNION ALL
  SELECT
    'events in journeys = events of the journeys' AS claim,
    '-' AS about,
    (
      SELECT
        SUM(n_events)
      FROM in_journeys
    ) AS n_left,
    n_events AS n_right
  FROM of_journeys
  UNION ALL
  SELECT
    'events in journeys with a phase = events of visits' AS claim,
    '-' AS about,
    SUM(n_in_phases) AS n_left,
    (
      SELECT
        SUM(n_events)
      FROM journeys.visits
    ) AS n_right
  FROM in_journeys
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
