WITH persona_counts AS (
  SELECT
    COUNT(*) AS n_personas
  FROM declared.personas
)
SELECT
  CASE conformance.persona_id
    WHEN '(all)'
    THEN 0
    WHEN '(none)'
    THEN persona_counts.n_personas + 1
    ELSE personas.persona_number
  END AS place,
  conformance.persona_id,
  conformance.n_all,
  conformance.n_counted,
  conformance.n_unassigned,
  conformance.n_other_persona,
  conformance.n_skipping,
  conformance.skipping_share,
  conformance.skipping_low,
  conformance.skipping_high,
  conformance.n_going_back,
  conformance.going_back_share,
  conformance.going_back_low,
  conformance.going_back_high,
  conformance.n_looping,
  conformance.looping_share,
  conformance.looping_low,
  conformance.looping_high,
  conformance.n_conforming,
  conformance.conforming_share,
  conformance.conforming_low,
  conformance.conforming_high
FROM map.conformance AS conformance
CROSS JOIN persona_counts
LEFT JOIN declared.personas AS personas
  ON conformance.persona_id = personas.persona_id
