WITH nearby AS (
  SELECT
    links.identifier,
    MIN(linked.person_id) AS person_id
  FROM identity.links AS links
  INNER JOIN identity.components AS linked
    ON links.linked_identifier = linked.identifier
  GROUP BY
    links.identifier
), joined AS (
  SELECT
    own.identifier,
    LEAST(own.person_id, COALESCE(nearby.person_id, own.person_id)) AS person_id
  FROM identity.components AS own
  LEFT JOIN nearby
    ON own.identifier = nearby.identifier
)
SELECT
  joined.identifier,
  LEAST(joined.person_id, further.person_id) AS person_id
FROM joined
INNER JOIN identity.components AS further
  ON joined.person_id = further.identifier
