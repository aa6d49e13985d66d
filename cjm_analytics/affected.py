"""Whose rows a run has to make again, and making them for those alone.

A night brings a few files. Most visitors, orders and persons are not in them, and their rows stay.
For each column of `KINDS` a set of values is kept for the run, so that no row without one of them
differs from what it was, but in what is only told. `narrowing` says what is made again by them.
"""

from collections.abc import Collection, Iterable

import duckdb
from sqlglot import exp

from cjm_analytics.contracts import By
from cjm_analytics.engines.duckdb import DuckDB, to_sql
from cjm_analytics.functions import Functions
from cjm_analytics.narrowing import (
    DELIVERED,
    FROM_STAGE,
    KINDS,
    is_by_events,
    made_again,
    narrowed,
    values,
)
from cjm_analytics.rules import Tried, judged_otherwise, renumbered
from cjm_analytics.tables import Table

JUDGED, _RULES = "phases.event_phases", "declared.rules"
_TOO_MANY = 0.7  # of all events: from here on it is quicker to make a table whole


class Affected:
    """The sets of one run. `last`: the database in which the tables of the last run stand."""

    def __init__(self, engine: DuckDB, tables: Iterable[Table], last: str | None = None) -> None:
        self._engine = engine
        self._tables = {table.name: table for table in tables}
        self._last = f"{last}." if last else ""
        self._is_spread = False
        self._share = 0.0
        self._renumbered: dict[int, int] = {}
        for name in (DELIVERED, *(f"affected_{kind}" for kind in KINDS)):
            engine.rows(f"create or replace temp table {name} (value varchar)")
        engine.rows("create schema if not exists builds")
        engine.rows(
            "create table if not exists builds.files (file_id varchar, landed_with varchar)"
        )

    def allows(self, table: Table, unknown: Collection[str] = ()) -> bool:
        """Whether a table can be made in part, and that is worth it.

        `unknown`: those that it reads whose rows differ it is not known for whom. Of rules that
        differ it is found out here.
        """
        if table.contract.by is None:
            return False
        if unknown:
            if table.name != JUDGED or set(unknown) != {_RULES}:
                return False
            self._judge()
        if table.stage < FROM_STAGE:
            return is_by_events(table, self._tables) and self._deliver() < _TOO_MANY
        if table.contract.by == "person_id":
            try:
                return self._share_of(_SHARE_OF_PERSONS) < _TOO_MANY
            except duckdb.CatalogException:  # a first run that died has left no persons yet
                return False
        self._spread()
        return self._share < _TOO_MANY

    def _deliver(self) -> float:
        """Find the events of files that changed, and what is known to differ; gives their share."""
        self._engine.rows(f"create or replace temp table changed_files as {_CHANGED_FILES}")
        self._engine.rows(
            f"insert into {DELIVERED} select distinct event_id from ({self._filled(_OF_FILES)})"
            f" where event_id not in (select value from {DELIVERED})"
        )
        return self._share_of(_SHARE_OF_DELIVERED)

    def _share_of(self, query: str) -> float:
        affected, of_all = self._engine.rows(self._filled(query))[0]
        return float(affected / max(1, of_all))

    def add_differing(self, table: Table, now: str, before: str) -> None:
        """Add what tells apart the rows that a table has now and those that it had.

        Of events that is all they name: who or what an event was of that is no more can be read
        nowhere else.
        """
        columns = table.contract.columns
        kinds = [kind for kind in KINDS if kind in columns]
        if table.contract.by != "event_id":
            kinds = [kind for kind in kinds if kind in (table.contract.by, "person_id")]
        names = ", ".join(name for name, column in columns.items() if not column.only_told)
        same = " and ".join(f"now.{name} = before.{name}" for name in table.contract.key)
        told = ", ".join(f"now.{kind} as {kind}, before.{kind} as {kind}_before" for kind in kinds)
        self._engine.rows(
            f"create or replace temp table moved as select {told}"
            f" from (select *, hash({names}) as row_hash from {now}) as now"
            f" full join (select *, hash({names}) as row_hash from {before}) as before on {same}"
            " where now.row_hash is distinct from before.row_hash"
        )
        for kind in kinds:
            both = f"select {kind} from moved union all select {kind}_before from moved"
            self._add(kind, both)
        self._engine.rows("drop table moved")

    def rows_of(self, table: Table, last: bool = False) -> str:
        """The rows of a table that are made again, as the end of a `select`.

        `last`: as they were in the last run.
        """
        database = self._last if last else ""
        return f"from {database}{table.name} where {made_again(table)}"

    def values_of(self, table: Table) -> str:
        """The values by which rows of a table are made again, as a query."""
        return f"select value from {values(table)}"

    def add_persons(self, table: Table, rows: str) -> None:
        """Add the persons of rows of a table: of those that go, and of those that come."""
        if table.contract.by != "person_id" and "person_id" in table.contract.columns:
            self._add("person_id", f"select person_id {rows}")

    def query(self, table: Table, functions: Functions) -> str:
        """The SQL for the affected rows of a table: its own, over the rows they come from."""
        query = to_sql(self.narrowed(table, functions.expand(table.query.copy())))
        # A table that it reads may not say whose its rows are, and is read whole.
        return f"select * from ({query}) where {made_again(table)}"

    def narrowed(self, table: Table, query: exp.Expr) -> exp.Expr:
        """A query over nothing but the rows that a table's affected rows come from."""
        return narrowed(table, query, self._tables)

    def note_files(self) -> None:
        """Keep which files the events are made from, until the next night."""
        self._engine.rows("delete from builds.files")
        self._engine.rows(f"insert into builds.files {_FILES}")

    def note_rules(self) -> None:
        """Keep by which rules the events are judged, until others are."""
        self._engine.rows(f"create or replace table builds.rules as from {_RULES}")

    def new_numbers(self, table: Table) -> dict[str, str]:
        """What rows that stand are told by now: columns, and their values as SQL."""
        moved = {old: new for old, new in self._renumbered.items() if old != new}
        if table.name != JUDGED or not moved:
            return {}
        cases = " ".join(f"when {old} then {new}" for old, new in moved.items())
        return {"rule_number": f"case rule_number {cases} else rule_number end"}

    def _judge(self) -> None:
        """Add the events that the rules judge otherwise now, and all that name their orders."""
        self._spread()
        rows = self._engine.rows
        before = self._rules(f"{self._last}{_RULES}" if self._last else "builds.rules")
        now = self._rules(_RULES)
        self._renumbered = renumbered(before, now)
        before = [rule._replace(number=self._renumbered.get(rule.number, 0)) for rule in before]
        otherwise = judged_otherwise(before, now)
        events = "select event_id, order_id from events.events"
        rows(f"create or replace temp table judged as {events} where {otherwise}")
        if self._add("order_id", "select order_id from judged"):
            of_orders = "order_id in (select value from affected_order_id)"
            rows(f"insert into judged {events} where {of_orders}")
        self._add("event_id", "select event_id from judged")
        rows("drop table judged")
        self._share = self._share_of(_SHARE_OF_EVENTS)

    def _rules(self, table: str) -> list[Tried]:
        columns = "condition, rule_number, phase_number"
        return [
            Tried(*rule)
            for rule in self._engine.rows(f"select {columns} from {table} order by rule_number")
        ]

    def _spread(self) -> None:
        """From files, orders, identifiers and visitors that changed to all that hangs together.

        A session is made of a visitor's events in the order of time, so that what changes one
        changes those that follow. Of events that name one order one is its conversion.
        """
        if self._is_spread:
            return
        rows = self._engine.rows
        rows(f"create or replace temp table changed_files as {_CHANGED_FILES}")
        if not any(rows(f"from {each} limit 1") for each in _TOUCHING):
            self._is_spread = True
            return
        rows(f"create or replace temp table touched as {self._filled(_TOUCHED)}")
        rows(f"insert into touched {self._filled(_FOLLOWING)}")
        self._add("order_id", "select order_id from touched")
        rows(f"insert into touched {self._filled(_OF_ORDERS)}")
        self._add("event_id", "select event_id from touched")
        self._add("visitor_id", "select visitor_id from touched")
        for name in ("changed_files", "touched"):
            rows(f"drop table {name}")
        self._share = self._share_of(_SHARE_OF_EVENTS)
        self._is_spread = True

    def _filled(self, query: str) -> str:
        return query.format(last=self._last, kept=_KEPT)

    def _add(self, kind: By, query: str) -> int:
        """Add values that are not there yet; gives how many."""
        return self._engine.number(
            f"insert into affected_{kind} select distinct {kind} from ({query})"
            f" where {kind} is not null and {kind} not in (select value from affected_{kind})"
        )


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
# All that files deliver or delivered, also what was left out; what differs in being left out; and
# what names an order that differs.
_OF_FILES = """
    select event_id from landed.events where file_id in (select file_id from changed_files)
    union all
    select event_id from {last}events.events where file_id in (select file_id from changed_files)
    union all
    select event_id from {last}clean.left_out where file_id in (select file_id from changed_files)
    union all
    select value from affected_event_id
    union all
    select event_id from landed.events where order_id in (select value from affected_order_id)
"""
# Where all of these are empty, no event is touched.
_TOUCHING = (
    "changed_files",
    *(f"affected_{kind}" for kind in ("event_id", "order_id", "identifier", "visitor_id")),
)
_SHARE_OF_DELIVERED = """
    select (select count(*) from delivered), (select count(*) from landed.events)
"""
# Rows that are left out name nothing: an event may have been delivered with another visitor.
_KEPT = """
    select events.*
    from landed.events as events
    left join clean.left_out as left_out
        on events.file_id = left_out.file_id and events.line = left_out.line
    where left_out.reason is null
"""
# Of landed rows, and of events whose rows are not landed any more.
_TOUCHED = """
    select event_id, visitor_id, order_id, occurred_at
    from ({kept})
    where
        file_id in (select file_id from changed_files)
        or event_id in (select value from affected_event_id)
        or 'customer:' || customer_id in (select value from affected_identifier)
        or email_id in (select value from affected_identifier)
    union
    select event_id, visitor_id, order_id, occurred_at
    from {last}events.events
    where
        file_id in (select file_id from changed_files)
        or event_id in (select value from affected_event_id)
"""
# Of a visitor whose log-ins tell otherwise now all events, else from the first touched one on.
_FOLLOWING = """
    with beginnings as (
        select visitor_id, min(since) as since
        from (
            select visitor_id, occurred_at as since from touched
            union all
            select value, cast('-infinity' as timestamp) from affected_visitor_id
        )
        group by visitor_id
    )

    select kept.event_id, kept.visitor_id, kept.order_id, kept.occurred_at
    from ({kept}) as kept
    inner join beginnings on kept.visitor_id = beginnings.visitor_id
    where kept.occurred_at >= beginnings.since
"""
_OF_ORDERS = """
    select event_id, visitor_id, order_id, occurred_at
    from ({kept})
    where order_id in (select value from affected_order_id)
    union all
    select event_id, visitor_id, order_id, occurred_at
    from {last}events.events
    where order_id in (select value from affected_order_id)
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
