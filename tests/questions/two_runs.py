"""Two runs of one shop, and what a preview of the edit between them must have said."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
import small_shop
from building import published_night

from cjm_analytics.declared import Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.project import Project
from cjm_analytics.questions.effects import Effect


def run(project: Project) -> None:
    """Land, build and publish the tables, as a run does."""
    with published_night(project, Run("test", datetime.fromisoformat(small_shop.AS_OF))):
        pass


class Tables:
    """What one run published, as far as a preview speaks of it, in Python's own containers."""

    def __init__(self, path: Path) -> None:
        engine = DuckDB(path, read_only=True)
        phases = dict(engine.rows("select phase_number, phase_id from declared.phases"))
        self.phase_of = {
            event: phases.get(number, "unassigned")
            for event, number in engine.rows(
                "select event_id, phase_number from phases.event_phases union all"
                " select event_id, phase_number from journeys.repeat_purchases"
            )
        }
        self.person_of = dict(engine.rows("select event_id, person_id from events.events"))
        paths: dict[tuple[str, int], list[str]] = {}
        for person, number, phase in engine.rows(
            "select person_id, journey_number, phase_number from journeys.visits"
            " order by person_id, journey_number, visit_number"
        ):
            paths.setdefault((person, number), []).append(phases[phase])
        personas = {
            (person, number): persona
            for person, number, persona in engine.rows(
                "select person_id, journey_number, persona_id from map.journey_personas"
            )
        }
        self.journeys = {
            row["opening_event_id"]: {
                "person": row["person_id"],
                "events": row["n_events"],
                "ending": row["ending"],
                "conversion": row["is_converted"],
                "path": paths.get((row["person_id"], row["journey_number"])),
                "persona": personas[row["person_id"], row["journey_number"]],
            }
            for row in engine.records("select * from journeys.journeys")
        }
        self.numbers = {
            **dict(engine.rows("select kpi_id, value from kpis.kpis")),
            **dict(
                engine.rows(
                    "select 'conversion after ' || phase_id, conversion_rate"
                    " from kpis.phase_conversion"
                )
            ),
            "sessions": engine.number("select count(*) from events.sessions"),
        }
        self.piece_of = {
            event: (person, number)
            for event, person, number in engine.rows(
                "select event_id, person_id, journey_number from journeys.journey_events"
            )
        }
        engine.close()


def check(effect: Effect, before: Tables, after: Tables) -> None:
    """Every number of an effect, from the tables of the two runs."""
    moves = Counter(
        (phase, after.phase_of[event])
        for event, phase in before.phase_of.items()
        if event in after.phase_of and after.phase_of[event] != phase
    )
    assert {(move.source, move.target): move.n_events for move in effect.moves} == moves
    assert effect.n_events_moved == moves.total()
    others = [e for e, person in before.person_of.items() if after.person_of[e] != person]
    assert effect.n_events_of_others == len(others)
    stay = before.journeys.keys() & after.journeys.keys()

    def differing(*keys: str) -> int:
        return sum(
            any(before.journeys[j][key] != after.journeys[j][key] for key in keys) for j in stay
        )

    new, gone = after.journeys.keys() - stay, before.journeys.keys() - stay
    pairs = {
        (before.piece_of[event], after.piece_of[event])
        for event in before.piece_of.keys() & after.piece_of.keys()
    }
    expected = {
        "n_before": len(before.journeys),
        "n_after": len(after.journeys),
        "converted_before": sum(j["conversion"] for j in before.journeys.values()),
        "converted_after": sum(j["conversion"] for j in after.journeys.values()),
        "n_split": sum(n > 1 for n in Counter(one for one, _ in pairs).values()),
        "n_merged": sum(n > 1 for n in Counter(other for _, other in pairs).values()),
        "n_new": len(new),
        "n_gone": len(gone),
        "n_other_person": differing("person"),
        "n_other_events": differing("events"),
        "n_other_path": differing("path"),
        "n_other_ending": differing("ending"),
        "n_other_conversion": differing("conversion"),
        "n_changed": len(new) + len(gone)
        + differing("person", "events", "path", "ending", "conversion"),
    }  # fmt: skip
    if effect.journeys is None:  # no table of journeys is touched
        assert not expected["n_changed"]
    else:
        assert dict(effect.journeys) == expected
    assert effect.n_other_persona == differing("persona")
    told = {one.name: (one.before, one.after) for one in effect.numbers}
    for name in before.numbers.keys() | after.numbers.keys():
        numbers = before.numbers.get(name), after.numbers.get(name)
        if name in told:
            assert told.pop(name) == pytest.approx(numbers), name
        else:
            one, other = numbers  # of no one, both are missing
            assert one == other or one == pytest.approx(other, rel=1e-9), name
    assert not told
