WITH journeys_then AS (
  SELECT
    last_published.person_id AS person_then,
    CASE
      WHEN events.event_id IS NULL
      THEN 'gone'
      WHEN events.person_id = last_published.person_id
      THEN 'same person'
      WHEN last_published.person_id LIKE 'visitor:%'
      AND events.person_id NOT LIKE 'visitor:%'
      THEN 'visitor became known'
      WHEN components.person_id = events.person_id
      THEN 'identifiers joined'
      WHEN events.person_id IS NULL
      OR (
        events.person_id LIKE 'visitor:%'
        AND last_published.person_id NOT LIKE 'visitor:%'
      )
      THEN 'no longer known'
      ELSE 'another person'
    END AS fate
  FROM declared.last_published AS last_published
  LEFT JOIN events.events AS events
    ON last_published.opening_event_id = events.event_id
  LEFT JOIN identity.components AS components
    ON last_published.person_id = components.identifier
)
SELECT
  fate,
  NOT fate IN ('same person', 'gone') AS is_moved,
  COUNT(*) AS n_journeys,
  COUNT(DISTINCT person_then) AS n_persons
FROM journeys_then
GROUP BY
  fate
