"""Finds, orders, compiles and builds the tables of sql/. This is the whole runner."""

from collections.abc import Callable, Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

from cjm_analytics.contracts import Contract, read
from cjm_analytics.engines.duckdb import DuckDB, to_sql
from cjm_analytics.functions import Functions

KINDS_STAGE = "sources"  # its files read exports, they are no tables


class AuditFailed(Exception):
    """A table broke its contract; what stood there before still stands."""


@dataclass(frozen=True)
class Table:
    """A table: its contract, and its SQL unless landing or journey.yml fills it."""

    name: str
    stage: int
    contract: Contract
    sql: str | None

    @property
    def schema(self) -> str:
        """The stage's name, which is the schema in the warehouse."""
        return self.name.split(".")[0]

    @cached_property
    def query(self) -> exp.Expr:
        """The file's one select, as written."""
        if self.sql is None:
            raise ValueError(f"{self.name} has no SQL: it is filled by landing or from journey.yml")
        return sqlglot.parse_one(self.sql, read="duckdb")

    @cached_property
    def _checks(self) -> list[exp.Expr]:
        """Those of its checks that are queries."""
        return [
            sqlglot.parse_one(check.none, read="duckdb")
            for check in self.contract.checks
            if check.none
        ]

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The tables that its SQL and its checks read, itself apart."""
        if self.sql is None:
            return ()
        named = {
            f"{table.db}.{table.name}"
            for query in (self.query, *self._checks)
            for table in query.find_all(exp.Table)
            if table.db
        }
        if self.contract.repeat:
            named.add(self.contract.repeat.start)
        return tuple(sorted(named - {self.name}))

    def may_read(self, columns: Set[str], source: str, functions: Functions) -> bool:
        """Whether its SQL or its checks name one of these columns of a table, or take them all."""
        if self.contract.repeat:
            return True
        for query in (functions.expand(self.query.copy()), *self._checks):
            if any(identifier.name in columns for identifier in query.find_all(exp.Identifier)):
                return True
            for star in query.find_all(exp.Star):
                select = star.parent_select
                if not isinstance(star.parent, exp.Count) and any(
                    f"{read.db}.{read.name}" == source and read.parent_select is select
                    for read in query.find_all(exp.Table)
                ):
                    return True
        return False

    def compiled(self, functions: Functions) -> str:
        """Its SQL for DuckDB, with the rules and settings that it uses filled in."""
        return to_sql(functions.expand(self.query.copy()))

    def code_version(self, functions: Functions, apart_from: Collection[str] = ()) -> str:
        """Changes when the SQL, the contract, or a rule or setting that it uses does.

        `apart_from`: the functions by which it does not.
        """
        meanings = functions.meanings(self.query, apart_from)
        parts = [self.sql or "", self.contract.model_dump_json(), *meanings]
        return sha256("\n".join(parts).encode()).hexdigest()[:12]


def find(folder: Path) -> list[Table]:
    """Every table below sql/, in an order in which they can be built.

    Raises ValueError when a query reads a table that is not there, reads from a higher stage, or
    has no contract.
    """
    tables: dict[str, Table] = {}
    for contract_path in sorted(folder.glob("[0-9]_*/*.yml")):
        if contract_path.parent.name.split("_", 1)[1] != KINDS_STAGE:
            table = _table(contract_path)
            tables[table.name] = table
    for sql_path in folder.glob("[1-9]_*/*.sql"):
        if not sql_path.with_suffix(".yml").exists():
            raise ValueError(f"{sql_path}: no contract; write {sql_path.with_suffix('.yml').name}")
    for table in tables.values():
        for read_name in table.reads:
            if read_name not in tables:
                raise ValueError(f"{table.name} reads {read_name}, which is not in sql/")
            if tables[read_name].stage > table.stage:
                raise ValueError(f"{table.name} reads {read_name} from a higher stage")
    try:
        order = TopologicalSorter(
            {name: table.reads for name, table in tables.items()}
        ).static_order()
        return sorted((tables[name] for name in order), key=lambda table: table.stage)
    except CycleError as error:
        raise ValueError(
            f"tables read each other in a circle: {' → '.join(error.args[1])}"
        ) from None


def stage(folder: Path, schema: str) -> list[Table]:
    """The tables of one stage, without a look at the others."""
    return [_table(path) for path in sorted(folder.glob(f"[0-9]_{schema}/*.yml"))]


def _table(contract_path: Path) -> Table:
    number, schema = contract_path.parent.name.split("_", 1)
    sql_path = contract_path.with_suffix(".sql")
    is_built = int(number) > 0 and sql_path.exists()
    return Table(
        name=f"{schema}.{contract_path.stem}",
        stage=int(number),
        contract=read(contract_path),
        sql=sql_path.read_text(encoding="utf-8") if is_built else None,
    )


def build(engine: DuckDB, table: Table, functions: Functions) -> int:
    """Build one table and audit it in a transaction; gives its number of rows.

    Raises AuditFailed, and leaves the old table, when the new one breaks its contract.
    """
    with engine.transaction():
        make(engine, table, functions)
        return engine.number(f"select count(*) from {table.name}")


def make(engine: DuckDB, table: Table, functions: Functions) -> None:
    """Make one table and audit it; call it in a transaction. Raises AuditFailed."""
    query = table.compiled(functions)
    if table.contract.repeat:
        _repeat_until_stable(engine, table.name, table.contract.repeat.start, query)
    else:
        engine.create(table.name, query)
    check_columns(engine, table, table.name)
    audit(engine, table)


def _repeat_until_stable(engine: DuckDB, table: str, start: str, query: str) -> None:
    """The one loop of the pipeline: no portable select finds connected components."""
    engine.create(table, f"select * from {start}")
    changes = 1
    while changes:
        engine.create(f"{table}_next", query)
        changes = engine.number(
            f"select count(*) from (select * from {table}_next except select * from {table})"
        )
        engine.create(table, f"select * from {table}_next")
    engine.rows(f"drop table {table}_next")


def audit(
    engine: DuckDB,
    table: Table,
    made: str | None = None,
    over: Callable[[exp.Expr], exp.Expr] | None = None,
) -> None:
    """Hold the rows of a built table against its contract. Raises AuditFailed with all that broke.

    `made`: where the rows that were made stand by themselves, if only some of them were written.
    `over` may narrow what is looked at, where it is known that the rest stands as it was.
    """
    broken = [
        f"{what}: broken by {count}{f', first {first}' if first else ''}"
        for checked, query in table.contract.audit(made or table.name)
        for row in engine.rows(
            to_sql(over(sqlglot.parse_one(query, read="duckdb"))) if over else query
        )
        for what, count, first in zip(checked, row[::2], row[1::2], strict=True)
        if count
    ]
    if broken:
        raise AuditFailed(f"{table.name}: {'; '.join(broken)}")


def check_columns(engine: DuckDB, table: Table, made: str) -> None:
    """Hold the columns of rows that were made for a table against its contract.

    Raises AuditFailed.
    """
    promised, built = table.contract.types, engine.columns(made)
    broken = [
        f"column {name} is {built.get(name, 'missing')}, promised {promised.get(name, 'nothing')}"
        for name in sorted(promised.keys() | built.keys())
        if built.get(name) != promised.get(name)
    ]
    if broken:
        raise AuditFailed(f"{table.name}: {'; '.join(broken)}")


def fill(engine: DuckDB, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Replace a table that no SQL builds by these rows, in the order of its contract's columns.

    Raises AuditFailed when they break the contract; call it in a transaction.
    """
    engine.rows(f"drop table if exists {table.name}")
    engine.create_empty(table.name, table.contract.columns)
    if rows:
        row = f"({', '.join('?' for _ in table.contract.columns)})"
        values = ", ".join(row for _ in rows)
        cells = [cell for cells in rows for cell in cells]
        engine.rows(f"insert into {table.name} values {values}", cells)
    audit(engine, table)


def with_sql(tables: Iterable[Table]) -> Sequence[Table]:
    """Those that SQL builds."""
    return [table for table in tables if table.sql is not None]
