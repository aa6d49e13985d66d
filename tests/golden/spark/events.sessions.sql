SELECT
  visitor_id,
  session_number,
  MIN(occurred_at) AS started_at,
  MAX(occurred_at) AS ended_at,
  COUNT(*) AS n_events,
  MIN_BY(person_id, visitor_event_number) FILTER(WHERE
    NOT person_id IS NULL) AS person_id,
  MIN_BY(channel, visitor_event_number) FILTER(WHERE
    NOT channel IS NULL) AS channel,
  MIN_BY(device, visitor_event_number) FILTER(WHERE
    NOT device IS NULL) AS device,
  MIN_BY(page_path, visitor_event_number) FILTER(WHERE
    NOT page_path IS NULL) AS landing_page_path
FROM events.events
WHERE
  NOT session_number IS NULL
GROUP BY
  visitor_id,
  session_number
