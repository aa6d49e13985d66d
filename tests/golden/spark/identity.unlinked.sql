SELECT
  identifier,
  identifier AS person_id
FROM identity.identifiers
