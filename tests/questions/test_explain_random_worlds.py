"""Whatever happened in random worlds, explain says what the design's text followed by hand says."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from identity_by_hand import Row, Settings, World
from journeys_by_hand import live
from random_worlds import AS_OF, DATA_END, worlds
from test_journeys_by_hand import PHASES, SETTINGS, built
from test_sql_cases import TABLES

from cjm_analytics.questions.explain import explain

WORLDS = 12  # of each setting: explaining each of their events takes its time
NEEDED = ("landed.files", "landed.quarantine", "report.rules")


def explained(path: Path, wanted: str, kind: str) -> dict[str, Any]:
    found = [one.plain() for one in explain(path, wanted).explanations if one.kind == kind]
    assert len(found) == 1, (wanted, kind, found)
    return found[0]


@pytest.fixture(params=SETTINGS)
def setting(request: pytest.FixtureRequest) -> Settings:
    return Settings(as_of=AS_OF, phases=PHASES, **SETTINGS[request.param])


def test_explanations_of_random_worlds(setting: Settings, tmp_path: Path) -> None:
    made = worlds(seed=3, count=WORLDS, settings=setting)
    path = tmp_path / "worlds.duckdb"
    engine = built([row for world in made for row in world] + [Row("end", DATA_END)], setting, path)
    for name in NEEDED:
        engine.create_empty(name, TABLES[name].contract.columns)
    engine.close()
    for rows in made:
        world = live(rows, setting)
        check_events(path, rows, world)
        check_orders(path, rows, world)
        check_people(path, world)


def check_events(path: Path, rows: list[Row], world: World) -> None:
    """Every row of a world: the event that it became, or that it became none."""
    events = {event.event_id: event for event in world.events}
    journeys: Counter[tuple[str | None, int | None]] = Counter(
        (event.person_id, event.journey) for event in world.events
    )
    for event_id in {row.event_id for row in rows}:
        event = events.get(event_id)
        if event is None:
            assert not explained(path, event_id, "row")["cleaning"]["is_kept"]
            continue
        told = explained(path, event_id, "event")
        n_copies = sum(row.event_id == event_id for row in rows) - 1
        assert len(told["cleaning"]["copies"]) == n_copies
        assert told["person"]["person_id"] == event.person_id
        assert told["person"]["identified_by"] == event.identified_by
        phase = told["phase"]["phase_id"]
        assert (phase is None) == (event.phase is None)
        assert told["order"]["is_bound"] == event.is_bound
        assert told["order"]["is_conversion"] == event.is_conversion
        assert told["journey"]["journey_number"] == event.journey
        if event.journey:
            assert told["journey"]["n_events"] == journeys[event.person_id, event.journey]
            assert (told["visit"]["visit_number"] is None) == (event.phase is None)


def check_orders(path: Path, rows: list[Row], world: World) -> None:
    for order_id in {row.order_id for row in rows if row.order_id}:
        told = explained(path, order_id, "order")
        order = world.orders.get(order_id)
        assert told["order"]["is_known"] == (order is not None)
        if order is None:
            continue
        assert told["value"]["value"] == order.value
        own = next((one for one in world.events if one.event_id == order.event_id), None)
        if own is not None:
            assert told["person"]["person_id"] == own.person_id
            assert told["journey"]["journey_number"] == own.journey
        bound = {
            event.event_id
            for event in world.events
            if event.order_id == order_id and event.is_bound
        }
        assert {event["event_id"] for event in told["bound"]["events"]} == bound


def check_people(path: Path, world: World) -> None:
    """Persons by any of their identifiers, and their visitors."""
    for person in {event.person_id for event in world.events if event.person_id}:
        told = explained(path, person, "person")
        own = [event for event in world.events if event.person_id == person]
        counts = Counter(event.identified_by for event in own)
        assert {key: n for key, n in told["events"].items() if key != "told"} == counts
        numbers = {event.journey for event in own if event.journey}
        assert {one["journey_number"] for one in told["journeys"]["journeys"]} == numbers
    for visitor in {event.visitor_id for event in world.events if event.visitor_id}:
        assert explained(path, visitor, "visitor")["whose"]["told"]
