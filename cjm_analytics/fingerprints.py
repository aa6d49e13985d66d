"""What a run need not build again: of each table, what it was made from and what came out.

A table stands as it is when its query, its contract, the rules and settings it uses, and all the
rows it reads are those that it was made from. A rebuilt table that comes out as it was leaves what
reads it alone: so an edited rule rebuilds what depends on it, and nothing lands or stitches again.
"""

from hashlib import sha256
from importlib.metadata import version

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.functions import Functions
from cjm_analytics.tables import AuditFailed, Table, build

_KEPT = "builds.tables"
_MADE_BY = ("cjm-analytics", "duckdb", "sqlglot")


class Fingerprints:
    """Those of one warehouse, for one run: landed and declared tables must be there already."""

    def __init__(self, engine: DuckDB, functions: Functions) -> None:
        self._engine = engine
        self._functions = functions
        self._makers = " ".join(f"{name} {version(name)}" for name in _MADE_BY)
        engine.rows("create schema if not exists builds")
        engine.rows(
            f"create table if not exists {_KEPT}"
            " (table_name varchar primary key, made_from varchar, came_out varchar)"
        )
        rows = engine.rows(f"select table_name, made_from, came_out from {_KEPT}")
        self._made_from: dict[str, str] = {name: made_from for name, made_from, _ in rows}
        self._came_out: dict[str, str] = {name: came_out for name, _, came_out in rows}

    def build(self, table: Table) -> tuple[int, bool]:
        """Its number of rows, and whether it had to be built. Raises AuditFailed as `build` does.

        Killed at any moment it is built again: what is known of it is forgotten first. Where a
        contract breaks nothing is trusted that it was made from: the next run builds everything.
        """
        made_from = self._would_be_made_from(table)
        if self._made_from.get(table.name) == made_from:
            return self._engine.number(f"select count(*) from {table.name}"), False
        self._engine.rows(f"delete from {_KEPT} where table_name = ?", [table.name])
        try:
            rows = build(self._engine, table, self._functions)
        except AuditFailed:
            self._engine.rows(f"delete from {_KEPT}")
            raise
        came_out = self._rows_of(table.name)
        self._engine.rows(
            f"insert into {_KEPT} values (?, ?, ?)", [table.name, made_from, came_out]
        )
        self._made_from[table.name], self._came_out[table.name] = made_from, came_out
        return rows, True

    def _would_be_made_from(self, table: Table) -> str:
        parts = [self._makers, table.code_version(self._functions)]
        for name in table.reads:
            if name not in self._came_out:  # no query made it: landing, journey.yml or statistics
                self._came_out[name] = self._rows_of(name)
            parts.append(f"{name} {self._came_out[name]}")
        return sha256("\n".join(parts).encode()).hexdigest()

    def _rows_of(self, name: str) -> str:
        """A hash of a table's rows, in whatever order; landed rows are what their files are."""
        table = "landed.files" if name.startswith("landed.") else name
        # A row's hash is its columns' hashes xored: hashed once more, for else a value that stands
        # in two rows would cancel itself.
        query = (
            "select count(*), coalesce(bit_xor(hash(one)), 0), coalesce(sum(one), 0)"
            f" from (select hash(whole) as one from {table} as whole)"
        )
        return "{} {} {}".format(*self._engine.rows(query)[0])
