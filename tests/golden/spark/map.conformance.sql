WITH judged AS (
  SELECT
    personas.persona_number,
    paths.has_skipped,
    paths.has_gone_back,
    paths.has_looped,
    NOT paths.has_skipped AND NOT paths.has_gone_back AND NOT paths.has_looped AS is_conforming
  FROM journeys.paths AS paths
  INNER JOIN map.journey_personas AS personas
    ON paths.person_id = personas.person_id
    AND paths.journey_number = personas.journey_number
), counted AS (
  SELECT
    persona_number,
    COUNT(*) AS n_counted,
    COUNT(*) FILTER(WHERE
      has_skipped) AS n_skipping,
    COUNT(*) FILTER(WHERE
      has_gone_back) AS n_going_back,
    COUNT(*) FILTER(WHERE
      has_looped) AS n_looping,
    COUNT(*) FILTER(WHERE
      is_conforming) AS n_conforming
  FROM judged
  GROUP BY
    persona_number
), told AS (
  SELECT
    personas.persona_id,
    counted.*
  FROM declared.personas AS personas
  LEFT JOIN counted
    ON personas.persona_number = counted.persona_number
  WHERE
    personas.has_match
  UNION ALL
  SELECT
    nobody.persona_id,
    counted.*
  FROM (
    SELECT
      '(none)' AS persona_id
  ) AS nobody
  LEFT JOIN counted
    ON counted.persona_number IS NULL
  UNION ALL
  SELECT
    everyone.persona_id,
    counted.*
  FROM (
    SELECT
      '(all)' AS persona_id
  ) AS everyone
  LEFT JOIN counted
    ON TRUE
), summed AS (
  SELECT
    persona_id,
    CAST(COALESCE(SUM(n_counted), 0) AS BIGINT) AS n_counted,
    CAST(COALESCE(SUM(n_skipping), 0) AS BIGINT) AS n_skipping,
    CAST(COALESCE(SUM(n_going_back), 0) AS BIGINT) AS n_going_back,
    CAST(COALESCE(SUM(n_looping), 0) AS BIGINT) AS n_looping,
    CAST(COALESCE(SUM(n_conforming), 0) AS BIGINT) AS n_conforming
  FROM told
  GROUP BY
    persona_id
), reach AS (
  SELECT
    n_all,
    n_counted,
    n_unassigned
  FROM kpis.phase_reach
  WHERE
    phase_number = 1
), rated AS (
  SELECT
    summed.*,
    reach.n_all,
    reach.n_unassigned,
    reach.n_counted - summed.n_counted AS n_other_persona
  FROM summed
  CROSS JOIN reach
)
SELECT
  persona_id,
  n_all,
  n_counted,
  n_unassigned,
  n_other_persona,
  n_skipping,
  n_skipping / NULLIF(n_counted, 0) AS skipping_share,
  (
    (
      2.0 * CAST(n_skipping AS DOUBLE) + 3.8414588206941254 - 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(n_skipping AS DOUBLE) * (
          CAST(n_counted AS DOUBLE) - CAST(n_skipping AS DOUBLE)
        ) / NULLIF(CAST(n_counted AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(n_counted AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS skipping_low,
  (
    (
      2.0 * CAST(n_skipping AS DOUBLE) + 3.8414588206941254 + 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(n_skipping AS DOUBLE) * (
          CAST(n_counted AS DOUBLE) - CAST(n_skipping AS DOUBLE)
        ) / NULLIF(CAST(n_counted AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(n_counted AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS skipping_high,
  n_going_back,
  n_going_back / NULLIF(n_counted, 0) AS going_back_share,
  (
    (
      2.0 * CAST(n_going_back AS DOUBLE) + 3.8414588206941254 - 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(n_going_back AS DOUBLE) * (
          CAST(n_counted AS DOUBLE) - CAST(n_going_back AS DOUBLE)
        ) / NULLIF(CAST(n_counted AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(n_counted AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS going_back_low,
  (
    (
      2.0 * CAST(n_going_back AS DOUBLE) + 3.8414588206941254 + 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(n_going_back AS DOUBLE) * (
          CAST(n_counted AS DOUBLE) - CAST(n_going_back AS DOUBLE)
        ) / NULLIF(CAST(n_counted AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(n_counted AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS going_back_high,
  n_looping,
  n_looping / NULLIF(n_counted, 0) AS looping_share,
  (
    (
      2.0 * CAST(n_looping AS DOUBLE) + 3.8414588206941254 - 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(n_looping AS DOUBLE) * (
          CAST(n_counted AS DOUBLE) - CAST(n_looping AS DOUBLE)
        ) / NULLIF(CAST(n_counted AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(n_counted AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS looping_low,
  (
    (
      2.0 * CAST(n_looping AS DOUBLE) + 3.8414588206941254 + 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(n_looping AS DOUBLE) * (
          CAST(n_counted AS DOUBLE) - CAST(n_looping AS DOUBLE)
        ) / NULLIF(CAST(n_counted AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(n_counted AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS looping_high,
  n_conforming,
  n_conforming / NULLIF(n_counted, 0) AS conforming_share,
  (
    (
      2.0 * CAST(n_conforming AS DOUBLE) + 3.8414588206941254 - 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(n_conforming AS DOUBLE) * (
          CAST(n_counted AS DOUBLE) - CAST(n_conforming AS DOUBLE)
        ) / NULLIF(CAST(n_counted AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(n_counted AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS conforming_low,
  (
    (
      2.0 * CAST(n_conforming AS DOUBLE) + 3.8414588206941254 + 1.959963984540054 * SQRT(
        3.8414588206941254 + 4.0 * CAST(n_conforming AS DOUBLE) * (
          CAST(n_counted AS DOUBLE) - CAST(n_conforming AS DOUBLE)
        ) / NULLIF(CAST(n_counted AS DOUBLE), 0)
      )
    ) / (
      2.0 * (
        NULLIF(CAST(n_counted AS DOUBLE), 0) + 3.8414588206941254
      )
    )
  ) AS conforming_high
FROM rated
