WITH first_visits AS (
  SELECT
    person_id,
    journey_number,
    phase_number,
    MIN(visit_number) AS visit_number,
    MIN(started_at) AS started_at
  FROM journeys.visits
  GROUP BY
    person_id,
    journey_number,
    phase_number
), followed AS (
  SELECT
    first_visits.person_id,
    first_visits.journey_number,
    first_visits.phase_number,
    first_visits.started_at,
    MIN(visits.started_at) AS next_visit_at
  FROM first_visits
  LEFT JOIN journeys.visits AS visits
    ON first_visits.person_id = visits.person_id
    AND first_visits.journey_number = visits.journey_number
    AND first_visits.phase_number + 1 = visits.phase_number
    AND first_visits.visit_number < visits.visit_number
  GROUP BY
    first_visits.person_id,
    first_visits.journey_number,
    first_visits.phase_number,
    first_visits.started_at
)
SELECT
  followed.person_id,
  followed.journey_number,
  phases.phase_number,
  MIN(followed.started_at) AS entered_at,
  MIN(
    CASE WHEN followed.phase_number = phases.phase_number THEN followed.started_at END
  ) AS first_visit_at,
  MIN(
    CASE WHEN followed.phase_number > phases.phase_number THEN followed.started_at END
  ) AS next_entered_at,
  MIN(
    CASE
      WHEN followed.phase_number = phases.phase_number
      THEN followed.next_visit_at
    END
  ) AS next_visit_at
FROM followed
INNER JOIN declared.phases AS phases
  ON followed.phase_number >= phases.phase_number
GROUP BY
  followed.person_id,
  followed.journey_number,
  phases.phase_number
