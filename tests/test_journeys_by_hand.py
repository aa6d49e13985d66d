"""Persons and journeys of thousands of small random worlds are those that the design's text gives.

tests/identity_by_hand.py and journeys_by_hand.py follow section 3 of the design event by event;
all worlds of one setting are built at once, and every table is compared row by row.
"""

from collections import Counter
from dataclasses import asdict, fields
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
import yaml
from identity_by_hand import Row, Settings
from journeys_by_hand import live, tables
from random_worlds import AS_OF, DATA_END, worlds
from test_sql_cases import JOURNEY, TABLES, complete, declared_by

from cjm_analytics.declared import Declared, Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.tables import build

WORLDS = 800  # of each setting
PHASES = tuple(
    frozenset(names.split())
    for names in ("look", "compare", "basket", "ticket delivery refund review repeat_purchase")
)
READ = {
    "events": "select event_id, person_id, identified_by, is_bound from events.events",
    "journey_events": "select event_id, person_id, journey_number from journeys.journey_events",
    "conversions": "select event_id, person_id, journey_number, converted_at, value"
    " from journeys.conversions",
    "repeat_purchases": "select event_id, person_id, journey_number, occurred_at"
    " from journeys.repeat_purchases",
    "journeys": "select person_id, journey_number, started_at, ended_at, n_events, n_derived,"
    " n_unassigned_events, furthest_phase_number, orders, converted_at, ending"
    " from journeys.journeys",
    "visits": "select person_id, journey_number, visit_number, phase_number, started_at, ended_at,"
    " n_events from journeys.visits",
    "entries": "select person_id, journey_number, phase_number, entered_at, first_visit_at,"
    " next_entered_at from journeys.entries",
    "first_visits": "select person_id, journey_number, phase_number, started_at, next_visit_at"
    " from journeys.first_visits",
}
SETTINGS: dict[str, dict[str, Any]] = {
    "tight": {"max_links": 2},
    "tightest": {
        "max_links": 1,
        "silence": timedelta(days=10),
        "cooldown": timedelta(hours=2),
    },
    "the product's own": {},
    "another conversion": {"max_links": 2, "conversions": frozenset({"purchase", "delivery"})},
}


def declared_of(settings: Settings, orients: tuple[str, ...] = ("look",), **more: str) -> Declared:
    """The declared side of the settings; `orients` are the first phase's events, `more` goes into
    journey."""
    seconds = {
        key: f"{int(getattr(settings, key).total_seconds() // 3600)} hours"
        for key in ("silence", "cooldown")
    }
    first, *others = JOURNEY["model"]["phases"]
    rules = [{"name": "looks", "event_name": {"in": list(orients)}}]
    conversion = {"event_name": {"in": sorted(settings.conversions)}}
    return declared_by(
        yaml.safe_dump(
            {
                "sources": [*JOURNEY["sources"], {"id": "app", "kind": "ga4", "path": "app/*"}],
                "identity": {"max_links": settings.max_links},
                "journey": {**seconds, **more, "conversion": conversion},
                "model": {**JOURNEY["model"], "phases": [{**first, "rules": rules}, *others]},
            }
        )
    )


def built(rows: list[Row], settings: Settings, path: Path = Path(":memory:")) -> DuckDB:
    """An engine on which the tables up to the journeys are built from landed rows."""
    declared = declared_of(settings)
    engine = DuckDB(path)
    run = Run("run", settings.as_of)
    declared.write(engine, [t for t in TABLES.values() if t.schema == "declared"], run)
    landed = TABLES["landed.events"]
    zone = ZoneInfo(declared.journey.project.timezone)
    given = [field.name for field in fields(Row) if field.init]
    completed = [
        complete(landed, {name: getattr(row, name) for name in given}, number, zone)
        for number, row in enumerate(rows, start=1)
    ]
    engine.create_empty(landed.name, landed.contract.columns)
    engine.register("given_rows", pa.Table.from_pylist(completed))
    engine.rows(f"insert into {landed.name} by name from given_rows")
    for table in TABLES.values():
        if table.stage in range(1, 6) and table.sql is not None:
            build(engine, table, declared.functions)
    return engine


def shown(rows: list[Row]) -> str:
    """A world as rows of a case of tests/sql."""
    usual = asdict(Row("", DATA_END))
    lines = []
    for row in sorted(rows, key=lambda row: row.turn):
        said = {key: value for key, value in asdict(row).items() if value != usual[key]}
        said["occurred_at"] = str(row.occurred_at)
        for found in ("person_id", "identified_by", "phase", "is_bound", "is_conversion"):
            said.pop(found, None)
        lines.append("    - {" + ", ".join(f"{key}: {value}" for key, value in said.items()) + "}")
    return "\n".join(lines)


@pytest.mark.parametrize("name", SETTINGS)
def test_random_worlds(name: str) -> None:
    settings = Settings(as_of=AS_OF, phases=PHASES, **SETTINGS[name])
    made = worlds(seed=20260300 + len(name), count=WORLDS, settings=settings)
    end = Row("end", DATA_END)
    engine = built([row for world in made for row in world] + [end], settings)
    by_hand: dict[str, Counter[Any]] = {}
    for world in [*made, [end]]:
        for table, rows in tables(live(world, settings), DATA_END).items():
            by_hand.setdefault(table, Counter()).update(rows)
    phases = dict(engine.rows("select phase_id, phase_number from declared.phases"))
    transitions = Counter(
        {
            (step, (phases.get(source, source), phases.get(target, target))): n
            for step, source, target, n in engine.rows("from journeys.transitions")
        }
    )
    differing = {
        table: (by_hand[table] - found, found - by_hand[table])
        for table, found in [
            *((table, Counter(engine.rows(query))) for table, query in READ.items()),
            ("transitions", transitions),
        ]
        if found != by_hand[table]
    }
    engine.close()
    if differing:
        pytest.fail(explained(differing, made), pytrace=False)


def explained(
    differing: dict[str, tuple[Counter[Any], Counter[Any]]], made: list[list[Row]]
) -> str:
    """The smallest world in which the first table differs, and how."""
    table, (missing, unexpected) = next(iter(differing.items()))
    about = str(list((missing + unexpected).elements()))
    guilty = [world for world in made if world and world[0].event_id[:5] in about]
    world = min(guilty, key=len, default=[])
    own = world[0].event_id[:5] if world else ""
    lines = [f"{len(guilty)} worlds differ, in {', '.join(differing)}; the smallest:", shown(world)]
    lines += [f"  by hand: {row}" for row in missing if own in str(row)]
    lines += [f"  in {table}: {row}" for row in unexpected if own in str(row)]
    return "\n".join(lines)
