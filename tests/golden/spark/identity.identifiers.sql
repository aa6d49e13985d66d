WITH together AS (
  SELECT
    one.identifier,
    COUNT(DISTINCT other.identifier) AS n_linked
  FROM identity.appearances AS one
  INNER JOIN identity.appearances AS other
    ON one.place = other.place
  WHERE
    one.identifier <> other.identifier
  GROUP BY
    one.identifier
)
SELECT
  appearances.identifier,
  COALESCE(MAX(together.n_linked), 0) AS n_linked,
  COALESCE(MAX(together.n_linked), 0) > 20 AS is_overlinked
FROM identity.appearances AS appearances
LEFT JOIN together
  ON appearances.identifier = together.identifier
GROUP BY
  appearances.identifier
