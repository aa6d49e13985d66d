WITH described AS (
  SELECT
    changes.change_number,
    changes.change_id,
    changes.decide_at,
    outcomes.phase_id,
    outcomes.kpi_id,
    weeks.week,
    entries.entity_id,
    entries.is_denominator,
    COALESCE(entries.person_id, entries.entity_id) AS customer_id,
    entries.n,
    entries.value,
    entries.entered_at,
    entries.follow_up_ends_at,
    COALESCE(personas.persona_id, '(none)') AS persona_id,
    journeys.first_channel,
    journeys.main_channel,
    journeys.country,
    journeys.device,
    journeys.orders,
    journeys.categories,
    journeys.is_returning
  FROM declared.changes AS changes
  INNER JOIN declared.change_outcomes AS outcomes
    ON changes.change_id = outcomes.change_id
  INNER JOIN declared.change_weeks AS weeks
    ON changes.change_id = weeks.change_id
  INNER JOIN comparison.entries AS entries
    ON outcomes.kpi_id = entries.kpi_id
    AND outcomes.phase_id = entries.phase_id
    AND outcomes.maturity_seconds = entries.maturity_seconds
    AND weeks.starts_at <= entries.entered_at
    AND weeks.ends_at > entries.entered_at
  LEFT JOIN journeys.journeys AS journeys
    ON entries.person_id = journeys.person_id
    AND entries.journey_number = journeys.journey_number
  LEFT JOIN map.journey_personas AS personas
    ON entries.person_id = personas.person_id
    AND entries.journey_number = personas.journey_number
)
SELECT
  described.change_id,
  described.phase_id,
  described.kpi_id,
  described.entity_id,
  described.is_denominator,
  described.customer_id,
  described.week,
  COALESCE(
    (
      CASE
        WHEN described.change_number = 1
        THEN CASE
          WHEN (
            `country` = 'BE'
          ) AND NOT (
            `country` = 'BE'
          )
          THEN '(both)'
          WHEN (
            `country` = 'BE'
          )
          THEN 'control'
          WHEN NOT (
            `country` = 'BE'
          )
          THEN 'treated'
        END
      END
    ),
    '(neither)'
  ) AS side,
  described.persona_id,
  COALESCE(described.first_channel, '(none)') AS channel,
  CASE
    WHEN described.is_returning
    THEN 'returning'
    WHEN NOT described.is_returning
    THEN 'new'
    ELSE '(none)'
  END AS visit,
  described.n,
  described.value,
  described.follow_up_ends_at <= data_end.data_end_at AS is_mature,
  described.follow_up_ends_at <= data_end.data_end_at
  AND (
    described.decide_at IS NULL OR described.follow_up_ends_at <= described.decide_at
  ) AS is_mature_when_judged,
  described.decide_at IS NULL OR described.entered_at < described.decide_at AS is_before_decision
FROM described
CROSS JOIN clean.data_end AS data_end
