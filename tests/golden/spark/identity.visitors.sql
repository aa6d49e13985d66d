SELECT
  visitor_id,
  COUNT(DISTINCT identifier) AS n_customers,
  COUNT(DISTINCT identifier) > 20 AS is_overlinked
FROM identity.logins
GROUP BY
  visitor_id
