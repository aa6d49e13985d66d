"""Tables that are made again for some persons only are as if they had been built from nothing."""

from collections import Counter
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from identity_by_hand import Row, Settings
from published import Tables, differences
from random_worlds import AS_OF, START, worlds
from test_journeys_by_hand import PHASES, declared_of
from test_sql_cases import TABLES, complete

from cjm_analytics.declared import Declared, Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.fingerprints import Fingerprints
from cjm_analytics.tables import Table, build

WORLDS = 150
NIGHTS = 30
BUILT = [table for table in TABLES.values() if table.sql and table.stage < 8]
_GIVEN = [field.name for field in fields(Row) if field.init]


@dataclass
class Exports:
    """The files of a project, as rows by the file's path, each with how often it was delivered."""

    files: dict[str, tuple[int, list[Row]]]

    def deliver(self, path: str, rows: list[Row]) -> None:
        self.files[path] = (self.files.get(path, (0, []))[0] + 1, rows)


@dataclass
class Night:
    """What comes and goes before a run, and the table before which that run dies, if it does."""

    files: dict[str, list[Row]]
    gone: tuple[str, ...] = ()
    as_of: datetime = AS_OF
    dies_before: str | None = None


def write(engine: DuckDB, exports: Exports, declared: Declared, as_of: datetime) -> None:
    """What landing and journey.yml leave in a warehouse."""
    run = Run("run", as_of)
    declared.write(engine, [t for t in TABLES.values() if t.schema == "declared"], run)
    events, files = TABLES["landed.events"], TABLES["landed.files"]
    zone = ZoneInfo(declared.journey.project.timezone)
    landed, seen = [], []
    for path, (delivery, rows) in exports.files.items():
        file_id = f"{path} {delivery}"
        seen.append(complete(files, {"path": path, "file_id": file_id}, 1, zone))
        for line, row in enumerate(rows, start=1):
            given = {name: getattr(row, name) for name in _GIVEN}
            given |= {"file_id": file_id, "line": line}
            landed.append(complete(events, given, line, zone))
    for table, rows in ((events, landed), (files, seen)):
        engine.rows(f"drop table if exists {table.name}")
        engine.create_empty(table.name, table.contract.columns)
        engine.register("given_rows", pa.Table.from_pylist(rows))
        engine.rows(f"insert into {table.name} by name from given_rows")


def rows_of(engine: DuckDB) -> Tables:
    return {t.name: engine.records(f"select * from {t.name} order by all") for t in BUILT}


def from_nothing(exports: Exports, declared: Declared, as_of: datetime) -> Tables:
    engine = DuckDB(Path(":memory:"))
    try:
        write(engine, exports, declared, as_of)
        for table in BUILT:
            build(engine, table, declared.functions)
        return rows_of(engine)
    finally:
        engine.close()


@pytest.fixture
def made_in_part(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each table was made in part; that is never too much here."""
    monkeypatch.setattr("cjm_analytics.affected._TOO_MANY", 2)
    counted: Counter[str] = Counter()
    real = Fingerprints._build_part

    def build_part(self: Fingerprints, table: Table) -> bool:
        counted[table.name] += 1
        return real(self, table)

    monkeypatch.setattr(Fingerprints, "_build_part", build_part)
    return counted


def with_a_channel(dice: Random, row: Row) -> Row:
    """How the visitor came, which who comes back from paying does not tell."""
    if dice.random() < 0.1:
        return replace(row, is_payment_return=True)
    channel = dice.choice((None, "organic", "email"))
    return replace(row, channel=channel, campaign=dice.choice((None, "spring")))


def another_night(dice: Random, exports: Exports, waiting: list[list[Row]]) -> None:
    """A file of today comes; now and then one comes late, again, with other rows, or goes."""
    exports.deliver(f"day {len(exports.files)}", waiting.pop(0))
    path = dice.choice(sorted(exports.files))
    rows = exports.files[path][1]
    match dice.randrange(5):
        case 0:
            exports.deliver(path, [row for row in rows if dice.random() < 0.9])
        case 1:
            names = ("look", "purchase", "ticket")
            exports.deliver(
                path,
                [
                    replace(row, event_name=dice.choice(names)) if row.record == "event" else row
                    for row in rows
                ],
            )
        case 2:
            # The same events, some of them with the visitor and the order of another.
            later = [
                replace(
                    row,
                    updated_at=AS_OF,
                    content_hash=9,
                    visitor_id=other.visitor_id,
                    order_id=other.order_id,
                )
                for row, other in zip(rows[:9], dice.sample(rows, len(rows[:9])), strict=True)
                if row.record == other.record
            ]
            exports.deliver(f"{path} once more", later)
        case 3 if len(exports.files) > 5:
            del exports.files[path]


def edited(settings: Settings, night: int) -> Declared:
    """The settings and rules of a night: every fourth night another edit, or one taken back."""
    match night // 4 % 4:
        case 1:
            return declared_of(settings, session_gap="10 minutes")
        case 2:
            return declared_of(replace(settings, silence=timedelta(days=9)))
        case 3:
            return declared_of(settings, orients=("look", "wave"))
    return declared_of(settings)


@pytest.mark.parametrize("max_links", [1, 20])
def test_thirty_nights(made_in_part: Counter[str], max_links: int) -> None:
    """With late files, replaced ones and ones that go, among people who share devices and orders.

    Rows of the future wait until their day has come, and rules and settings are edited meanwhile.
    """
    dice = Random(f"thirty nights {max_links}")
    settings = Settings(as_of=AS_OF, phases=PHASES, max_links=max_links)
    rows = [with_a_channel(dice, row) for world in worlds(7, WORLDS, settings) for row in world]
    rows.sort(key=lambda row: (row.turn, dice.random()))
    half = len(rows) // 2
    size = -(-half // NIGHTS)
    days = [rows[half + at : half + at + size] for at in range(0, half + 1, size)]
    # One in ten comes on another day than its own.
    for number, day in enumerate(days):
        for row in [row for row in day if dice.random() < 0.1]:
            day.remove(row)
            dice.choice(days[number:]).append(row)
    exports = Exports({})
    exports.deliver("history", rows[:half])
    engine = DuckDB(Path(":memory:"))
    try:
        for night in range(NIGHTS):
            if night:
                another_night(dice, exports, days)
            declared = edited(settings, night)
            as_of = START + (AS_OF - START) * (night + 1) / NIGHTS
            if found := differing_after(engine, exports, declared, as_of):
                pytest.fail(f"night {night}: " + "\n".join(found))
    finally:
        engine.close()
    for table in ("clean.copies", "identity.logins", "events.events", "journeys.visits"):
        assert made_in_part[table] > NIGHTS - 10, table


def hours(number: int) -> datetime:
    return START + timedelta(hours=number)


OTHERS = [
    Row(f"other {number}", hours(number), visitor_id=f"other {number}") for number in range(4)
]
LATER = {"updated_at": hours(90)}
ORDER = Row(
    "order", hours(8), "order", "shop", "order", customer_id="ann", order_id="second", value=10
)
# A first night, in which an event comes twice, and an event that touches the copy left out.
TWICE = {
    "of another visitor": (
        {
            "copy": [Row("twice", hours(10), visitor_id="first")],
            "kept": [
                Row("twice", hours(10), visitor_id="second", **LATER),
                Row("before", hours(9), visitor_id="second"),
            ],
        },
        Row("new", hours(5), visitor_id="first"),
    ),
    "of another order": (
        {
            "copy": [Row("twice", hours(7), event_name="purchase", order_id="first")],
            "kept": [
                Row("twice", hours(7), event_name="purchase", order_id="second", **LATER),
                ORDER,
            ],
        },
        Row("new", hours(30), "review", "reviews", "review", order_id="first", customer_id="ben"),
    ),
    "of an order or none": (
        {
            "copy": [Row("twice", hours(10), visitor_id="first")],
            "kept": [
                Row("twice", hours(10), visitor_id="second", order_id="second", **LATER),
                ORDER,
            ],
        },
        Row("new", hours(5), visitor_id="first"),
    ),
}


@pytest.mark.parametrize(("first", "new"), TWICE.values(), ids=TWICE)
def test_an_event_that_was_delivered_as_another(
    made_in_part: Counter[str], first: dict[str, list[Row]], new: Row
) -> None:
    run_and_compare([Night({"history": OTHERS, **first}), Night({"today": [new]})])
    assert made_in_part["events.events"] == 1


OF_TOMORROW = Row("early", AS_OF + timedelta(hours=30), visitor_id="other 1", customer_id="ann")
IN_TWO_DAYS = AS_OF + timedelta(days=2)
DIED = {
    "a first run, before there were events": [
        Night({"early": [OF_TOMORROW]}, dies_before="events.events"),
        Night({}, as_of=IN_TWO_DAYS),
    ],
    "a first run, before there were persons": [
        Night({}, dies_before="journeys.persons"),
        Night({"today": [Row("new", hours(5), visitor_id="other 1")]}),
    ],
    "a run that knew more than the events, before a file goes": [
        Night({"early": [OF_TOMORROW]}),
        Night({}, as_of=IN_TWO_DAYS, dies_before="events.events"),
        Night({}, gone=("early",), as_of=IN_TWO_DAYS),
    ],
    "the same, of a copy": [
        Night({"early": [replace(OF_TOMORROW, **LATER)], "kept": [Row("early", hours(10))]}),
        Night({}, as_of=IN_TWO_DAYS, dies_before="events.events"),
        Night({}, gone=("early",), as_of=IN_TWO_DAYS),
    ],
}


@pytest.mark.usefixtures("made_in_part")
@pytest.mark.parametrize("nights", DIED.values(), ids=DIED)
def test_after_a_run_that_died(nights: list[Night]) -> None:
    run_and_compare([replace(nights[0], files={"history": OTHERS, **nights[0].files}), *nights[1:]])


def run_and_compare(nights: list[Night]) -> None:
    """The tables of each night that lives held against those from nothing."""
    declared = declared_of(Settings(as_of=AS_OF, phases=PHASES))
    exports = Exports({})
    engine = DuckDB(Path(":memory:"))
    try:
        for number, night in enumerate(nights):
            for path, rows in night.files.items():
                exports.deliver(path, rows)
            for path in night.gone:
                del exports.files[path]
            differing = differing_after(engine, exports, declared, night.as_of, night.dies_before)
            assert not differing, f"night {number}"
    finally:
        engine.close()


def differing_after(
    engine: DuckDB, exports: Exports, declared: Declared, as_of: datetime, stops: str | None = None
) -> list[str]:
    """Run a night, maybe up to a table; what differs then from a run from nothing."""
    write(engine, exports, declared, as_of)
    fingerprints = Fingerprints(engine, declared.functions, TABLES.values())
    for table in BUILT:
        if table.name == stops:
            return []
        fingerprints.build(table)
    return differences(rows_of(engine), from_nothing(exports, declared, as_of))
