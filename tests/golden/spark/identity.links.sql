SELECT DISTINCT
  one.identifier,
  other.identifier AS linked_identifier
FROM identity.appearances AS one
INNER JOIN identity.appearances AS other
  ON one.place = other.place AND one.identifier <> other.identifier
INNER JOIN identity.identifiers AS one_known
  ON one.identifier = one_known.identifier
INNER JOIN identity.identifiers AS other_known
  ON other.identifier = other_known.identifier
WHERE
  NOT one_known.is_overlinked AND NOT other_known.is_overlinked
