"""A contract's audit: what is told of a table that breaks it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cjm_analytics.contracts import Contract
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.tables import AuditFailed, Table, audit

VISITS = Table(
    "journeys.visits",
    5,
    Contract.model_validate(
        {
            "row": "a visit",
            "key": ["visitor", "number"],
            "columns": {
                "visitor": {"type": "text", "about": "who"},
                "number": {"type": "integer", "about": "which"},
                "events": {"type": "integer", "about": "how many", "optional": True},
            },
            "checks": [
                {"name": "a visit has events", "holds": "events > 0", "tell": "'visit ' || number"},
                {"name": "numbers are positive", "holds": "number > 0"},
                {
                    "name": "no number is 9",
                    "none": "select number from journeys.visits where number = 9",
                    "tell": "number",
                },
            ],
        }
    ),
    None,
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDB]:
    opened = DuckDB(tmp_path / "audited.duckdb")
    yield opened
    opened.close()


def audited(engine: DuckDB, rows: str) -> str:
    engine.create(
        VISITS.name,
        "select cast(visitor as varchar) as visitor, cast(number as bigint) as number,"
        f" cast(events as bigint) as events from (values {rows}) as rows (visitor, number, events)",
    )
    with pytest.raises(AuditFailed) as refusal:
        audit(engine, VISITS)
    return str(refusal.value)


def test_everything_that_is_broken_is_told_with_how_often_and_the_first(engine: DuckDB) -> None:
    told = audited(
        engine, "('a', 1, 2), ('a', 1, 1), ('b', 3, 0), ('b', 2, null), (null, 9, 1), (null, -1, 1)"
    )
    assert told == (
        "journeys.visits: visitor is never missing: broken by 2;"
        " a visit has events: broken by 2, first visit 2; numbers are positive: broken by 1;"
        " (visitor, number) is unique: broken by 1; no number is 9: broken by 1, first 9"
    )


def test_what_holds_is_not_told(engine: DuckDB) -> None:
    assert audited(engine, "('a', 1, 2), ('a', 2, 0)") == (
        "journeys.visits: a visit has events: broken by 1, first visit 2"
    )


def test_rows_that_keep_it_and_no_rows_at_all_pass(engine: DuckDB) -> None:
    engine.create_empty(VISITS.name, VISITS.contract.columns)
    audit(engine, VISITS)
    engine.rows("insert into journeys.visits values ('a', 1, 1), ('b', 1, 1)")
    audit(engine, VISITS)
