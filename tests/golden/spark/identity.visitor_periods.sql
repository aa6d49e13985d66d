WITH owned AS (
  SELECT
    logins.visitor_id,
    logins.occurred_at,
    logins.source_sequence,
    logins.event_id,
    CASE WHEN NOT identifiers.is_overlinked THEN components.person_id END AS person_id
  FROM identity.logins AS logins
  INNER JOIN identity.components AS components
    ON logins.identifier = components.identifier
  INNER JOIN identity.identifiers AS identifiers
    ON logins.identifier = identifiers.identifier
  INNER JOIN identity.visitors AS visitors
    ON logins.visitor_id = visitors.visitor_id
  WHERE
    NOT visitors.is_overlinked
), compared AS (
  SELECT
    *,
    ROW_NUMBER() OVER login_order AS login_number,
    LAG(person_id) OVER login_order AS previous_person_id
  FROM owned
  WINDOW login_order AS (
    PARTITION BY visitor_id
    ORDER BY occurred_at ASC NULLS LAST, source_sequence ASC NULLS LAST, event_id ASC NULLS LAST
  )
), changes AS (
  SELECT
    *
  FROM compared
  WHERE
    login_number = 1 OR person_id IS DISTINCT FROM previous_person_id
)
SELECT
  visitor_id,
  ROW_NUMBER() OVER change_order AS period_number,
  person_id,
  occurred_at AS from_at,
  source_sequence AS from_sequence,
  event_id AS from_event_id,
  LEAD(occurred_at) OVER change_order AS until_at,
  LEAD(source_sequence) OVER change_order AS until_sequence,
  LEAD(event_id) OVER change_order AS until_event_id
FROM changes
WINDOW change_order AS (
  PARTITION BY visitor_id
  ORDER BY occurred_at ASC NULLS LAST, source_sequence ASC NULLS LAST, event_id ASC NULLS LAST
)
