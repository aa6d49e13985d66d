"""DuckDB: one file, one writer, everything in transactions."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

from cjm_analytics.contracts import DUCKDB_TYPES, Column

DIALECT = "duckdb"


class WarehouseUnusable(Exception):
    """The file is no warehouse that this version of the library can go on with."""


class WarehouseBusy(Exception):
    """Another process has the warehouse open."""


def _microseconds_between(call: exp.Expr) -> exp.Expr:
    """DuckDB's spelling of the one function that every engine spells its own way."""
    if isinstance(call, exp.Anonymous) and str(call.this).lower() == "microseconds_between":
        start, end = call.expressions
        return exp.paren(sqlglot.parse_one(f"epoch_us({end}) - epoch_us({start})", read=DIALECT))
    return call


def to_sql(query: exp.Expr) -> str:
    """An expanded query as DuckDB's SQL. It is taken over: copies would take half the time."""
    own = query.transform(_microseconds_between, copy=False)
    return own.sql(DIALECT, pretty=True, comments=False, copy=False)


def _text(path: Path) -> str:
    return exp.Literal.string(str(path)).sql(DIALECT)


class DuckDB:
    """A working warehouse. Opening it takes the lock; `close` gives it back.

    `peak_memory`: the most bytes that DuckDB held during a query, since it was last set to 0.
    """

    def __init__(
        self, path: Path, memory_limit: str | None = None, read_only: bool = False
    ) -> None:
        """Raises WarehouseBusy, naming the process, when another has it open; WarehouseUnusable."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            limits: dict[str, Any] = {"memory_limit": memory_limit} if memory_limit else {}
            self.connection = duckdb.connect(str(path), read_only=read_only, config=limits)
        except duckdb.IOException as error:
            holder = re.search(r"PID (\d+)", str(error))
            if holder:
                raise WarehouseBusy(
                    f"{path.name} is in use by process {holder.group(1)}; wait for it or stop it"
                ) from None
            raise WarehouseUnusable(
                f"{path.name} cannot be opened as a DuckDB database; move it away, and the exports"
                " are landed again"
            ) from None
        except duckdb.Error as error:
            raise WarehouseUnusable(f"CJM_MEMORY_LIMIT={memory_limit}: {error}") from None
        self.peak_memory = 0
        self.connection.execute("set timezone = 'UTC'")
        self.connection.execute("set enable_progress_bar = false")
        self.connection.execute("set enable_profiling = 'no_output'")
        self.connection.execute("set max_vacuum_tasks = 0")  # as `giving_space_back` says

    def spill_into(self, folder: Path) -> None:
        """Write what the memory limit leaves no room for into a folder."""
        self.connection.execute(f"set temp_directory = {_text(folder)}")

    def close(self) -> None:
        """Close the file and give the lock back."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: an exception inside leaves the warehouse as it was."""
        self.connection.execute("begin")
        try:
            yield
        except BaseException:
            self.connection.execute("rollback")
            raise
        self.connection.execute("commit")

    @contextmanager
    def giving_space_back(self, table: str) -> Iterator[None]:
        """Write a table anew after a change, if more of its rows are deleted than stand.

        Otherwise a checkpoint leaves deleted rows where they are: by itself DuckDB writes most of
        a table anew for a few of them.
        """
        ((stored,),) = self.rows(
            "select estimated_size from duckdb_tables() where database_name = current_database()"
            " and schema_name || '.' || table_name = ?",
            [table],
        )
        is_due = stored > 2 * self.number(f"select count(*) from {table}")
        if is_due:
            self.connection.execute("reset max_vacuum_tasks")
        try:
            yield
            if is_due:
                self.connection.execute("checkpoint")
        finally:
            self.connection.execute("set max_vacuum_tasks = 0")

    def create(self, table: str, query: str) -> None:
        """Replace a table (`schema.name`) by the rows of a query."""
        self.rows(f"create schema if not exists {table.split('.')[0]}")
        self.rows(f"create or replace table {table} as {query}")

    def create_empty(self, table: str, columns: dict[str, Column]) -> None:
        """Make a table unless it is there. Raises WarehouseUnusable when its columns differ."""
        self.connection.execute(f"create schema if not exists {table.split('.')[0]}")
        wanted = {name: DUCKDB_TYPES[column.type] for name, column in columns.items()}
        typed = ", ".join(f"{name} {kind}" for name, kind in wanted.items())
        self.connection.execute(f"create table if not exists {table} ({typed})")
        if self.columns(table) != wanted:
            raise WarehouseUnusable(
                f"{table} was made by another version of cjm_analytics; move"
                " warehouse/working.duckdb away, and the exports are landed again"
            )

    def set_variable(self, name: str, value: Any) -> None:
        """Set a variable of the connection; its value is in no SQL text."""
        self.connection.execute(f"set variable {name} = ?", [value])

    def register(self, name: str, table: Any) -> None:
        """Let an Arrow table be queried under a name, until the connection closes."""
        self.connection.register(name, table)

    def attach(self, path: Path, name: str, read_only: bool = False) -> None:
        """Open another database file under a name."""
        self.connection.execute(
            f"attach {_text(path)} as {name}{' (read_only)' if read_only else ''}"
        )

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        rows = self.connection.execute(query, parameters).fetchall()
        self._note_memory()
        return rows

    def records(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query, each by column name."""
        result = self.connection.execute(query)
        names = [description[0] for description in result.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
        self._note_memory()
        return rows

    def _note_memory(self) -> None:
        told = json.loads(self.connection.get_profiling_information())
        held = told.get("system", {}).get("peak_buffer_memory", 0)
        self.peak_memory = max(self.peak_memory, held)

    def number(self, query: str) -> int:
        """The one number that a query gives."""
        return int(self.rows(query)[0][0])

    def columns(self, relation: str) -> dict[str, str]:
        """Column names and DuckDB types of a table or query, in order."""
        return {str(name): str(kind) for name, kind, *_ in self.rows(f"describe {relation}")}
