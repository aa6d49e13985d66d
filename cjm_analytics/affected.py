"""Whose rows a run has to make again, and making them for those alone.

A night brings a few files. Most visitors, orders and persons are not in them, and their rows stay.
For each column of `KINDS` a set of values is kept for the run, so that no row without one of them
differs from what it was, but in what is only told. A table whose contract says `by` one of these
columns is made in part: its rows with such a value go, and come again from the same SQL over the
rows with such a value.
"""

from collections.abc import Iterable
from typing import get_args

import sqlglot
from sqlglot import exp

from cjm_analytics.contracts import By
from cjm_analytics.engines.duckdb import DuckDB, to_sql
from cjm_analytics.functions import Functions
from cjm_analytics.tables import Table

KINDS: tuple[By, ...] = get_args(By)
_FROM_STAGE = 3  # before it is found out whose event is whose: those tables are made whole
_TOO_MANY = 0.7  # of all events: from here on it is quicker to make a table whole


class Affected:
    """The sets of one run. `last`: the database in which the tables of the last run stand."""

    def __init__(self, engine: DuckDB, tables: Iterable[Table], last: str | None = None) -> None:
        self._engine = engine
        self._tables = {table.name: table for table in tables}
        self._last = f"{last}." if last else ""
        self._is_spread = False
        self._share = 0.0
        for kind in KINDS:
            engine.rows(f"create or replace temp table affected_{kind} (value varchar)")
        engine.rows("create schema if not exists builds")
        engine.rows(
            "create table if not exists builds.files (file_id varchar, landed_with varchar)"
        )

    def allows(self, table: Table) -> bool:
        """Whether a table can be made in part, and that is worth it."""
        if table.contract.by is None or table.stage < _FROM_STAGE:
            return False
        if table.contract.by == "person_id":
            return self._share_of(_SHARE_OF_PERSONS) < _TOO_MANY
        self._spread()
        return self._share < _TOO_MANY

    def _share_of(self, query: str) -> float:
        affected, of_all = self._engine.rows(self._filled(query))[0]
        return float(affected / max(1, of_all))

    def add_differing(self, table: Table, before: str) -> bool:
        """Add what tells the rows of a table apart from those of another that was its last.

        Of events that is all they name: who or what an event was of that is no more can be read
        nowhere else. Gives whether a row differs in what others are made from.
        """
        columns = table.contract.columns
        kinds = [kind for kind in KINDS if kind in columns]
        if table.contract.by != "event_id":
            kinds = [kind for kind in kinds if kind in (table.contract.by, "person_id")]
        names = ", ".join(name for name, column in columns.items() if not column.only_told)
        one = f"select {', '.join(kinds)}, hash({names}) as row_hash from"
        query = (
            f"with now as ({one} {table.name}), before as ({one} {before})"
            " select * from now where row_hash not in (select row_hash from before)"
            " union all"
            " select * from before where row_hash not in (select row_hash from now)"
        )
        self._engine.rows(f"create or replace temp table differing as {query}")
        for kind in kinds:
            self._add(kind, f"select {kind} from differing")
        differs = self._engine.number("select count(*) from differing") > 0
        self._engine.rows("drop table differing")
        return differs

    def rows_of(self, table: Table, last: bool = False) -> str:
        """The rows of a table that are made again, as the end of a `select`.

        `last`: as they were in the last run.
        """
        database = self._last if last else ""
        return f"from {database}{table.name} where {_is_affected(table, _by(table))}"

    def add_persons(self, table: Table, rows: str) -> None:
        """Add the persons of rows of a table: of those that go, and of those that come."""
        if table.contract.by != "person_id" and "person_id" in table.contract.columns:
            self._add("person_id", f"select person_id {rows}")

    def query(self, table: Table, functions: Functions) -> str:
        """The SQL for the affected rows of a table: its own, over the rows they come from."""
        query = to_sql(self.narrowed(table, functions.expand(table.query.copy())))
        # A table that it reads may not say whose its rows are, and is read whole.
        return f"select * from ({query}) where {_is_affected(table, _by(table))}"

    def narrowed(self, table: Table, query: exp.Expr, own: str | None = None) -> exp.Expr:
        """A query over nothing but the rows that a table's affected rows come from.

        `own`: a condition that finds the affected rows of the table itself.
        """
        by = _by(table)
        for read in list(query.find_all(exp.Table)):
            source = self._tables.get(f"{read.db}.{read.name}")
            if source and source.contract.by and by in source.contract.columns:
                where = own if own and source is table else _is_affected(source, by)
                part = sqlglot.parse_one(
                    f"select * from {source.name} where {where}", read="duckdb"
                )
                read.replace(exp.Subquery(this=part, alias=read.alias or read.name))
        return query

    def note_files(self) -> None:
        """Keep which files the events are made from, until the next night."""
        self._engine.rows("delete from builds.files")
        self._engine.rows(f"insert into builds.files {_FILES}")

    def _spread(self) -> None:
        """From files, orders, identifiers and visitors that changed to all that hangs together.

        Events belong together when they are of one visitor or name one order: the sessions of the
        one and the conversion of the other are made of all of them.
        """
        if self._is_spread:
            return
        rows = self._engine.rows
        rows(f"create or replace temp table changed_files as {_CHANGED_FILES}")
        rows(f"create or replace temp table touched as {self._filled(_TOUCHED)}")
        for kind in ("event_id", "visitor_id", "order_id"):
            self._add(kind, f"select {kind} from touched")
        rows(f"create or replace temp table together as {self._filled(_TOGETHER)}")
        while self._add("visitor_id", _VISITORS) + self._add("order_id", _ORDERS):
            pass
        self._add("event_id", self._filled(_BELONGING))
        for name in ("changed_files", "touched", "together"):
            rows(f"drop table {name}")
        self._share = self._share_of(_SHARE_OF_EVENTS)
        self._is_spread = True

    def _filled(self, query: str) -> str:
        return query.format(last=self._last, named=_NAMED)

    def _add(self, kind: By, query: str) -> int:
        """Add values that are not there yet; gives how many."""
        return self._engine.number(
            f"insert into affected_{kind} select distinct {kind} from ({query})"
            f" where {kind} is not null and {kind} not in (select value from affected_{kind})"
        )


def _by(table: Table) -> By:
    if table.contract.by is None:
        raise ValueError(f"{table.name} does not say whose its rows are")
    return table.contract.by


def _is_affected(table: Table, column: By) -> str:
    """Whether a row is made again; those of nobody always are, for nothing tells them apart."""
    named = f"{column} in (select value from affected_{column})"
    is_optional = table.contract.columns[column].optional
    return f"({column} is null or {named})" if is_optional else named


_FILES = "select distinct file_id, fingerprint from landed.files"
_CHANGED_FILES = f"""
    with now as ({_FILES})

    select file_id
    from now
    where (file_id, fingerprint) not in (select (file_id, landed_with) from builds.files)
    union
    select file_id
    from builds.files
    where (file_id, landed_with) not in (select (file_id, fingerprint) from now)
"""
# Of landed rows, and of events whose rows are not landed any more.
_NAMED = """
    visitor_id in (select value from affected_visitor_id)
    or order_id in (select value from affected_order_id)
"""
_TOUCHED = """
    select event_id, visitor_id, order_id
    from landed.events
    where
        file_id in (select file_id from changed_files)
        or event_id in (select value from affected_event_id)
        or 'customer:' || customer_id in (select value from affected_identifier)
        or email_id in (select value from affected_identifier)
    union
    select event_id, visitor_id, order_id
    from {last}events.events
    where
        file_id in (select file_id from changed_files)
        or event_id in (select value from affected_event_id)
"""
_TOGETHER = """
    select visitor_id, order_id
    from landed.events
    where visitor_id is not null and order_id is not null
    union
    select visitor_id, order_id
    from {last}events.events
    where visitor_id is not null and order_id is not null
"""
_VISITORS = """
    select visitor_id from together where order_id in (select value from affected_order_id)
"""
_ORDERS = """
    select order_id from together where visitor_id in (select value from affected_visitor_id)
"""
_BELONGING = """
    select event_id from landed.events where {named}
    union all
    select event_id from {last}events.events where {named}
"""
_SHARE_OF_EVENTS = """
    select (select count(*) from affected_event_id), (select count(*) from {last}events.events)
"""
_SHARE_OF_PERSONS = """
    select coalesce(sum(case when is_affected then n_events end), 0), coalesce(sum(n_events), 0)
    from (
        select n_events, person_id in (select value from affected_person_id) as is_affected
        from {last}journeys.persons
    )
"""
