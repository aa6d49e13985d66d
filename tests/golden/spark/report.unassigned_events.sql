SELECT
  events.event_name,
  COUNT(*) AS n_events,
  COUNT(DISTINCT events.person_id) AS n_persons,
  COUNT(*) / NULLIF(MAX(summary.n_events), 0) AS share
FROM events.events AS events
INNER JOIN phases.event_phases AS event_phases
  ON events.event_id = event_phases.event_id
CROSS JOIN report.summary AS summary
WHERE
  event_phases.phase_number IS NULL
GROUP BY
  events.event_name
