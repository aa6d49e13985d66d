"""A table's own SQL, over nothing but the rows that its affected rows come from.

`affected` keeps, for each column of `KINDS`, a set of values in a temporary table. A table whose
contract says `by` one of these columns is made in part: its rows with such a value are made again,
by the same SQL over the rows with such a value. Before it is found out whose event is whose, only
the events are known that files delivered: by those, tables of events and their orders alone are
made in part.
"""

from collections.abc import Mapping
from typing import get_args

import sqlglot
from sqlglot import exp

from cjm_analytics.contracts import By
from cjm_analytics.tables import Table

KINDS: tuple[By, ...] = get_args(By)
FROM_STAGE = 3  # in which it is found out whose event is whose
DELIVERED = "delivered"  # the set of events by which earlier tables are made


def narrowed(table: Table, query: exp.Expr, tables: Mapping[str, Table]) -> exp.Expr:
    """A query over nothing but the rows that a table's affected rows come from.

    A check that names no column counts whole tables, which is quicker than counting a part.
    """
    if not query.find(exp.Column):
        return query
    for read in _read(query):
        source = tables.get(f"{read.db}.{read.name}")
        column = _read_by(read, _by(table))
        is_known = table.stage >= FROM_STAGE or column == "event_id"
        if source and is_known and _says_whose(source, column):
            where = _is_affected(table, source, column)
            part = sqlglot.parse_one(f"select * from {source.name} where {where}", read="duckdb")
            read.replace(exp.Subquery(this=part, alias=read.alias or read.name))
    return query


def made_again(table: Table) -> str:
    """Whether a row of a table is made again, as a condition."""
    return _is_affected(table, table, _by(table))


def values(table: Table) -> str:
    """The temporary table of the values by which rows of a table are made again."""
    return _set(table, _by(table))


def is_by_events(table: Table, tables: Mapping[str, Table]) -> bool:
    """Whether a row is made from those of one event, and its order, alone.

    Of what a query groups its windows are looked at; no such table groups by anything else.
    """
    reads = {tables[name].contract.by for name in table.reads}
    return (
        table.contract.by == "event_id"
        and reads <= {"event_id", "order_id"}
        and all(_read_by(read, "event_id") == "event_id" for read in _read(table.query))
    )


def _by(table: Table) -> By:
    if table.contract.by is None:
        raise ValueError(f"{table.name} does not say whose its rows are")
    return table.contract.by


def _read(query: exp.Expr) -> list[exp.Table]:
    return list(query.find_all(exp.Table))


def _read_by(read: exp.Table, by: By) -> By:
    """Whose rows of a table have to be read: where windows walk all of another, all of its."""
    select = read.parent_select
    walked = {
        column.name
        for window in (select.find_all(exp.Window) if select else ())
        if window.parent_select is select
        for column in window.args.get("partition_by") or ()
    }
    return next((kind for kind in (by, *KINDS) if kind in walked), by)


def _says_whose(table: Table, column: By) -> bool:
    """Whether a column says whose a row is: an order names one of its events, and has others."""
    is_named = column != "event_id" or table.contract.by == "event_id"
    return table.contract.by is not None and column in table.contract.columns and is_named


def _set(made: Table, column: By) -> str:
    return f"affected_{column}" if made.stage >= FROM_STAGE else DELIVERED


def _is_affected(made: Table, table: Table, column: By) -> str:
    """Whether a row, of a table that is made or that it reads, is made again.

    Those of nobody always are, for nothing tells them apart.
    """
    named = f"{column} in (select value from {_set(made, column)})"
    is_optional = table.contract.columns[column].optional
    return f"({column} is null or {named})" if is_optional else named
