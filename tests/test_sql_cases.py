"""Given rows, expected rows: every file below tests/sql is a case, as docs/testing.md explains."""

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from cjm_analytics import folders
from cjm_analytics.config import JourneyFile
from cjm_analytics.contracts import Column
from cjm_analytics.declared import Declared, Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.tables import AuditFailed, Table, build, find

CASES = Path(__file__).parent / "sql"
TABLES = {table.name: table for table in find(folders.SQL)}
COUNTRIES = "declared.countries"
KEYS = {"about", "as_of", "journey", "given", "expect", "within", "fails"}

AS_OF = datetime(2026, 7, 1)
JOURNEY: Mapping[str, Any] = {
    "sources": [
        {"id": "site", "kind": "ga4", "path": "site/*"},
        {"id": "shop", "kind": "shopify_orders", "path": "shop/*"},
        {"id": "reviews", "kind": "kiyoh", "path": "reviews/*"},
        {"id": "service", "kind": "ga4", "path": "service/*"},
    ],
    "model": {
        "conversion_phase": "buy",
        "phases": [
            {"id": "orient", "rules": [{"name": "looks", "event_name": "look"}]},
            {"id": "choose", "rules": [{"name": "compares", "event_name": "compare"}]},
            {"id": "buy", "rules": [{"name": "fills basket", "event_name": "basket"}]},
            {
                "id": "care",
                "rules": [
                    {"name": "is served", "event_name": {"in": ["ticket", "delivery", "refund"]}},
                    {"name": "speaks", "event_name": {"in": ["review", "repeat_purchase"]}},
                ],
            },
        ],
    },
}
PER_RECORD = {  # what a landed row is, unless it says otherwise: its source and its name
    "event": ("site", "look"),
    "order": ("shop", "order"),
    "review": ("reviews", "review"),
    "contact": ("service", "ticket"),
}
NEUTRAL: Mapping[str, Any] = {
    "text": "-",
    "integer": 0,
    "double": 0.0,
    "boolean": False,
    "timestamp": datetime(2026, 1, 1),
    "date": date(2026, 1, 1),
}

Row = dict[str, Any]


class CaseError(Exception):
    """A case that is not written as docs/testing.md says."""


def _cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("**/*.yml")):
        yield pytest.param(path, id=path.relative_to(CASES).with_suffix("").as_posix())


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDB]:
    """One database for all cases; the table of countries, the same for all, is filled once."""
    engine = DuckDB(Path(":memory:"))
    engine.rows("set threads = 1")  # on tables of ten rows more are only in the way
    declare(engine, TABLES[COUNTRIES], declared_by("{}"))
    yield engine
    engine.close()


@cache
def declared_by(overriding: str) -> Declared:
    """The declared side of the default journey with these keys replaced."""
    content = {**JOURNEY, **yaml.safe_load(overriding)}
    return Declared(JourneyFile.model_validate(content, context={"kinds": None}))


def declare(engine: DuckDB, table: Table, declared: Declared, as_of: datetime = AS_OF) -> None:
    declared.write(engine, [table], Run("run", as_of))


@cache
def compiled(name: str, declared: Declared) -> str:
    return TABLES[name].compiled(declared.functions)


def build_quickly(engine: DuckDB, table: Table, declared: Declared) -> None:
    """A table on the way to the tested one: compiled once for all cases, audited in its own."""
    if table.contract.repeat:
        build(engine, table, declared.functions)
    else:
        engine.create(table.name, compiled(table.name, declared))


def needed(target: str, given: Mapping[str, Any]) -> list[Table]:
    """The tables to fill or build for the target, in order: nothing before a given one."""
    names, waiting = set(given), [target]
    while waiting:
        name = waiting.pop()
        if name not in names or name == target:
            names.add(name)
            waiting += [read for read in TABLES[name].reads if read not in names]
    return [table for table in TABLES.values() if table.name in names]


def fill(engine: DuckDB, table: Table, given: list[Row], zone: ZoneInfo) -> None:
    """Insert given rows, completed from the contract."""
    columns = table.contract.columns
    engine.create_empty(table.name, columns)
    marks = ", ".join("?" for _ in columns)
    # The last row first: what is right must not depend on the order in which rows came.
    for number, row in reversed(list(enumerate(given, start=1))):
        values = complete(table, row, number, zone)
        engine.rows(
            f"insert into {table.name} values ({marks})", [values[name] for name in columns]
        )


def complete(table: Table, given: Row, number: int, zone: ZoneInfo) -> Row:
    """A row with a value for every column: usual, null where optional, or neutral."""
    columns = table.contract.columns
    refuse_unknown(table, given)
    row = {name: typed(table, name, value) for name, value in given.items()}
    record = row.get("record", "event")
    usual: Row = {
        "line": number,
        "record": record,
        "source_id": PER_RECORD[record][0],
        "event_name": PER_RECORD[record][1],
        "event_id": f"e{number:03}",
        "file_id": "f",
        "initiated_by": "customer",
        "journey_number": 1,
        "visit_number": 1,
        "phase_number": 1,
    }
    if row.get("value") is not None and "currency" in columns:
        row.setdefault("currency", "EUR")
    for name, column in columns.items():
        neutral = usual.get(name, NEUTRAL[column.type])
        row.setdefault(name, None if column.optional else neutral)
    if "occurred_on" in columns and "occurred_on" not in given:
        row["occurred_on"] = row["occurred_at"].replace(tzinfo=UTC).astimezone(zone).date()
    return row


def refuse_unknown(table: Table, columns: Iterable[str]) -> None:
    if unknown := set(columns) - table.contract.columns.keys():
        known = ", ".join(table.contract.columns)
        raise CaseError(f"{table.name} has no column {', '.join(unknown)}; use one of: {known}")


def typed(table: Table, name: str, value: Any) -> Any:
    """A value of a case as its column's type; refused where it is another type's."""
    column: Column = table.contract.columns[name]
    if value is None:
        return None
    if column.type == "timestamp":
        moment = datetime.fromisoformat(str(value))
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
        return moment
    if column.type == "date":
        return date.fromisoformat(str(value))
    if column.type == "double" and isinstance(value, int | float):
        return float(value)
    if type(value) is {"text": str, "integer": int, "boolean": bool}.get(column.type):
        return value
    raise CaseError(f"{table.name}.{name} is {column.type}; {value!r} is not (quote a text)")


def agree(one: Any, other: Any, within: float) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=within, abs_tol=within)
    return bool(one == other)


def compare(engine: DuckDB, table: Table, expected: list[Row], within: float) -> None:
    """The rows of the built table, on the columns that the case names, in any order."""
    columns = list(expected[0]) if expected else list(table.contract.columns)
    if any(row.keys() != set(columns) for row in expected):
        raise CaseError("every expected row names the same columns; write null where none is due")
    refuse_unknown(table, columns)
    wanted = [tuple(typed(table, name, row[name]) for name in columns) for row in expected]
    missing, unexpected = [], engine.rows(f"select {', '.join(columns)} from {table.name}")
    for row in wanted:
        for found in unexpected:
            if all(agree(*pair, within) for pair in zip(row, found, strict=True)):
                unexpected.remove(found)
                break
        else:
            missing.append(row)
    if missing or unexpected:
        lines = [f"  expected, not there: {shown(columns, row)}" for row in missing]
        lines += [
            f"  there, not expected: {shown(columns, row)}" for row in sorted(unexpected, key=str)
        ]
        pytest.fail(f"{table.name}\n" + "\n".join(lines), pytrace=False)


def shown(columns: list[str], row: tuple[Any, ...]) -> str:
    return ", ".join(f"{name}={value}" for name, value in zip(columns, row, strict=True))


def read_case(path: Path) -> Row:
    case: Row = yaml.safe_load(path.read_text(encoding="utf-8"))
    if unknown := case.keys() - KEYS:
        raise CaseError(f"unknown key {', '.join(unknown)}; use: {', '.join(sorted(KEYS))}")
    if "about" not in case or ("expect" in case) == ("fails" in case):
        raise CaseError("a case says `about`, and either `expect` or `fails`")
    case["given"] = case.get("given") or {}
    if strangers := case["given"].keys() - TABLES.keys():
        raise CaseError(f"there is no table {', '.join(strangers)}")
    if COUNTRIES in case["given"]:
        raise CaseError(f"{COUNTRIES} is the same for all cases; give country_name instead")
    return case


def target_of(path: Path) -> Table:
    """The table whose SQL lies where the case does: tests/sql/<stage>/<table>/<case>.yml."""
    stage, table = path.parts[-3:-1]
    if not (folders.SQL / stage / f"{table}.sql").exists():
        raise CaseError(f"there is no sql/{stage}/{table}.sql to test")
    return TABLES[f"{stage.split('_', 1)[1]}.{table}"]


@pytest.mark.parametrize("path", list(_cases()))
def test_case(path: Path, engine: DuckDB) -> None:
    case = read_case(path)
    target = target_of(path)
    given: dict[str, list[Row]] = case["given"]
    declared = declared_by(yaml.safe_dump(case.get("journey") or {}))
    zone = ZoneInfo(declared.journey.project.timezone)
    as_of = datetime.fromisoformat(str(case.get("as_of", AS_OF)))
    tables = needed(target.name, given)
    for schema in {table.schema for table in TABLES.values()} - {"declared"}:
        engine.rows(f"drop schema if exists {schema} cascade")
    for table in tables:
        if table.name in given:
            engine.rows(f"drop table if exists {table.name}")
            fill(engine, table, given[table.name], zone)
        elif table.schema == "declared":
            if table.name != COUNTRIES:
                declare(engine, table, declared, as_of)
        elif table.sql is None:
            engine.create_empty(table.name, table.contract.columns)
        elif table is not target:
            build_quickly(engine, table, declared)
    if "fails" in case:
        with pytest.raises(AuditFailed) as refusal:
            build(engine, target, declared.functions)
        assert case["fails"] in str(refusal.value)
        return
    build(engine, target, declared.functions)
    compare(engine, target, case["expect"], case.get("within", 1e-9))
