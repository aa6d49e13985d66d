"""What a run need not build again: of each table, what it was made from and what came out.

A table stands as it is when its query, its contract, the rules and settings it uses, and all the
rows it reads are those that it was made from. A rebuilt table that comes out as it was leaves what
reads it alone: so an edited rule rebuilds what depends on it, and nothing lands or stitches again.
Where it is known whose rows differ (`affected`), a table is made again for those.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version

from cjm_analytics.affected import Affected
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.functions import Functions
from cjm_analytics.tables import AuditFailed, Table, audit, make

_LANDED, _EVENTS = "landed.events", "events.events"
_KEPT = "builds.fingerprints"
_MADE_BY = ("cjm-analytics", "duckdb", "sqlglot")


@dataclass(frozen=True)
class _Fingerprint:
    """What a table was made with, the rows of each table it was made from, and its own rows."""

    made_with: str
    made_from: dict[str, str]
    came_out: str


@dataclass(frozen=True)
class _Hash:
    """Of rows in whatever order: rows can be taken from it and added to it."""

    count: int
    xored: int
    added: int

    def __str__(self) -> str:
        return f"{self.count} {self.xored} {self.added}"

    @classmethod
    def read(cls, text: str) -> "_Hash":
        return cls(*map(int, text.split()))

    def without(self, other: "_Hash") -> "_Hash":
        return _Hash(self.count - other.count, self.xored ^ other.xored, self.added - other.added)

    def and_also(self, other: "_Hash") -> "_Hash":
        return _Hash(self.count + other.count, self.xored ^ other.xored, self.added + other.added)


class Fingerprints:
    """Those of one warehouse, for one run: landed and declared tables must be there already."""

    def __init__(self, engine: DuckDB, functions: Functions, tables: Iterable[Table]) -> None:
        self._engine = engine
        self._functions = functions
        self._affected = Affected(engine, tables)
        self._makers = " ".join(f"{name} {version(name)}" for name in _MADE_BY)
        engine.rows(
            f"create table if not exists {_KEPT} (table_name varchar primary key,"
            " made_with varchar, made_from varchar, came_out varchar)"
        )
        rows = engine.rows(f"select table_name, made_with, made_from, came_out from {_KEPT}")
        self._kept = {
            name: _Fingerprint(made_with, json.loads(made_from), came_out)
            for name, made_with, made_from, came_out in rows
        }
        self._came_out = {name: kept.came_out for name, kept in self._kept.items()}
        # Of what changed in this run, and is known row by row: what it was before.
        self._was: dict[str, str] = {}
        if _EVENTS in self._kept:
            self._was[_LANDED] = self._kept[_EVENTS].made_from[_LANDED]

    def build(self, table: Table) -> tuple[int, bool]:
        """Its number of rows, and whether it had to be built. Raises AuditFailed as `build` does.

        Killed at any moment it is built again: what is known of it is forgotten first. Where a
        contract breaks nothing is trusted that it was made from: the next run builds everything.
        """
        made_with = f"{self._makers} {table.code_version(self._functions)}"
        made_from = {name: self._rows_now(name) for name in table.reads}
        kept = self._kept.get(table.name)
        if kept and (kept.made_with, kept.made_from) == (made_with, made_from):
            return self._engine.number(f"select count(*) from {table.name}"), False
        self._engine.rows(f"delete from {_KEPT} where table_name = ?", [table.name])
        try:
            if kept and self._is_known_what_differs(kept, made_with, made_from, table):
                came_out = self._build_part(table, kept.came_out)
            else:
                came_out = self._build_whole(table, kept)
        except AuditFailed:
            self._engine.rows(f"delete from {_KEPT}")
            raise
        if table.name == _EVENTS:
            self._affected.note_files()
        self._engine.rows(
            f"insert into {_KEPT} values (?, ?, ?, ?)",
            [table.name, made_with, json.dumps(made_from), came_out],
        )
        self._came_out[table.name] = came_out
        return int(came_out.split()[0]), True

    def _is_known_what_differs(
        self, kept: _Fingerprint, made_with: str, made_from: dict[str, str], table: Table
    ) -> bool:
        """Whether a table would be as it was, but for rows of whom this run knows."""
        return (
            kept.made_with == made_with
            and all(
                kept.made_from.get(name) in (rows, self._was.get(name))
                for name, rows in made_from.items()
            )
            and self._affected.allows(table)
        )

    def _build_whole(self, table: Table, kept: _Fingerprint | None) -> str:
        """Build a table; where it stood before, keep whose rows differ."""
        stood = f"{table.name}_before"
        with self._engine.transaction():
            if (
                kept
                and table.contract.by
                and self._engine.columns(table.name) == table.contract.types
            ):
                self._engine.rows(f"alter table {table.name} rename to {stood.split('.')[1]}")
                make(self._engine, table, self._functions)
                self._affected.add_differing(table, stood)
                self._engine.rows(f"drop table {stood}")
                self._was[table.name] = kept.came_out
            else:
                make(self._engine, table, self._functions)
        return str(self._hash_of(f"from {table.name}"))

    def _build_part(self, table: Table, came_out: str) -> str:
        """Make the affected rows of a table again."""
        rows = self._affected.rows_of(table)
        query = self._affected.query(table, self._functions)
        with self._engine.giving_space_back(table.name), self._engine.transaction():
            self._affected.add_persons_of(table, last=True)
            gone = self._hash_of(rows)
            self._engine.rows(f"delete {rows}")
            self._engine.rows(f"insert into {table.name} by name {query}")
            audit(self._engine, table, over=partial(self._affected.narrowed, table))
            self._affected.add_persons_of(table)
            come = self._hash_of(rows)
        self._was[table.name] = came_out
        return str(_Hash.read(came_out).without(gone).and_also(come))

    def _rows_now(self, name: str) -> str:
        """The hash of a table's rows; landed rows are what their files are."""
        if name not in self._came_out:  # no query made it: landing, journey.yml or statistics
            table = "landed.files" if name.startswith("landed.") else name
            self._came_out[name] = str(self._hash_of(f"from {table}"))
        return self._came_out[name]

    def _hash_of(self, rows: str) -> _Hash:
        # A row's hash is its columns' hashes xored: hashed once more, for else a value that stands
        # in two rows would cancel itself.
        query = (
            "select count(*), coalesce(bit_xor(hash(one)), 0), coalesce(sum(one), 0)"
            f" from (select hash(whole) as one from (select * {rows}) as whole)"
        )
        return _Hash(*self._engine.rows(query)[0])
