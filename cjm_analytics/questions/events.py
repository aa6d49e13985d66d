"""The events that a question is asked of, whatever an analyst holds them in."""

from functools import cache
from typing import Any, TypeAlias

import duckdb
import pyarrow as pa

Events: TypeAlias = duckdb.DuckDBPyRelation | pa.Table | Any  # Any: a pandas DataFrame, unimported

NEEDED = ("person_id", "occurred_at", "event_name")
VIEW = "asked_events"  # what the SQL of a question calls them

_TIMES = ("TIMESTAMP", "DATE", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
_TIME_WITH_ZONE = "TIMESTAMP WITH TIME ZONE"


class QuestionRefused(ValueError):
    """A question that cannot be answered; the message says what is wrong and what to write."""


def relation_of(events: Events) -> duckdb.DuckDBPyRelation:
    """The events as a relation: every column they have, the needed three in one type.

    `person_id` and `event_name` become text, `occurred_at` a TIMESTAMP in UTC. Events of nobody
    (no `person_id`) and of no moment (no `occurred_at`) are left out. `ask` it. Raises
    QuestionRefused when a needed column is missing or is no time.
    """
    relation = _opened(events)
    types = {name: str(kind) for name, kind in zip(relation.columns, relation.types, strict=True)}
    missing = [name for name in NEEDED if name not in types]
    if missing:
        raise QuestionRefused(
            f"the events have no column {' and no '.join(missing)}; they need"
            f" {', '.join(NEEDED)} and have {', '.join(types) or 'none'}"
        )
    kind = types["occurred_at"]
    if kind != _TIME_WITH_ZONE and kind not in _TIMES:
        raise QuestionRefused(
            f"occurred_at is {kind}, and must be a time: cast it, as in"
            " pd.to_datetime(events['occurred_at'], utc=True)"
        )
    at = "timezone('UTC', occurred_at)" if kind == _TIME_WITH_ZONE else "occurred_at"
    at = f"cast({at} as timestamp)"
    others = [quoted(name) for name in types if name not in NEEDED]
    columns = [
        "cast(person_id as varchar) as person_id",
        f"{at} as occurred_at",
        "cast(event_name as varchar) as event_name",
        *others,
    ]
    return ask(
        relation,
        f"select {', '.join(columns)} from {VIEW} where person_id is not null and isfinite({at})",
    )


def ask(relation: duckdb.DuckDBPyRelation, query: str) -> duckdb.DuckDBPyRelation:
    """The answer to a `select` that calls the events VIEW."""
    answer = relation.query(VIEW, query)
    if answer is None:
        raise ValueError(f"no select: {query}")
    return answer


def order_of(relation: duckdb.DuckDBPyRelation) -> str:
    """The order of one person's events as an SQL list: the columns of it that are there."""
    known = ("occurred_at", "source_sequence", "event_id", "event_name")
    return ", ".join(name for name in known if name in relation.columns)


def scratch() -> duckdb.DuckDBPyConnection:
    """A connection of its own on an empty database in memory, which all questions share."""
    connection = _memory().cursor()
    connection.execute("set timezone = 'UTC'")
    return connection


@cache
def _memory() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()  # 20 ms, which a second question need not pay


def _opened(events: Events) -> duckdb.DuckDBPyRelation:
    if isinstance(events, duckdb.DuckDBPyRelation):
        return events
    connection = scratch()
    try:
        connection.register("given", events)
    except duckdb.Error:
        raise QuestionRefused(
            f"events are a {type(events).__name__}; give a DuckDB relation, an Arrow table or a"
            " pandas DataFrame"
        ) from None
    return connection.sql("select * from given")


def quoted(name: str) -> str:
    """A column's name as SQL."""
    return '"' + name.replace('"', '""') + '"'
