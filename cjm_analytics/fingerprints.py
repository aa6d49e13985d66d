"""What a run need not build again: of each table, what it was made from and what came out.

A table stands as it is when its query, its contract, the rules and settings it uses, and all the
rows it reads are those that it was made from. A rebuilt table that comes out as it was leaves what
reads it alone: so an edited rule rebuilds what depends on it, and nothing lands or stitches again.
Where it is known whose rows differ (`affected`), a table is made again for those.
"""

import json
from collections.abc import Iterable, Set
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from importlib.metadata import version

from cjm_analytics.affected import JUDGED, Affected
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.functions import OF_RULES, Functions
from cjm_analytics.tables import AuditFailed, Table, audit, check_columns, make

_LANDED, _LEFT_OUT, _EVENTS = "landed.events", "clean.left_out", "events.events"
_KEPT = "builds.fingerprints"
_MADE_BY = ("cjm-analytics", "duckdb", "sqlglot")
# Of what `_compare` leaves, the rows that were made and do not stand.
_NEW = "select * exclude (row_hash) from again where row_hash in (select row_hash from differing)"


@dataclass(frozen=True)
class _Fingerprint:
    """What a table was made with, the rows of each table it was made from, and its own rows.

    Rows are named after what they were first made with and from: rows of one name are the same,
    but for the last digits of a sum.
    """

    made_with: str
    made_from: dict[str, str]
    came_out: str


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
        self._is_trusted = True
        # Of what changed in this run, and is known row by row: what it was before.
        self._was: dict[str, str] = {}
        # Of those whose rows came and went in pairs of one key: the columns that differ.
        self._changed: dict[str, Set[str]] = {}
        events, left_out = self._kept.get(_EVENTS), self._kept.get(_LEFT_OUT)
        # Else a run died between them, and what was delivered before is told by neither.
        if events and left_out and events.made_from[_LEFT_OUT] == left_out.came_out:
            self._was[_LANDED] = events.made_from[_LANDED]

    def build(self, table: Table) -> tuple[int, bool]:
        """Its number of rows, and whether it had to be built. Raises AuditFailed as `build` does.

        Killed at any moment, the table and what is known of it stand as they were, or as they are
        now. Where a contract breaks nothing is trusted that it was made from: the next run builds
        everything.
        """
        # Rules are among what it is made from: declared.rules holds them.
        made_with = f"{self._makers} {table.code_version(self._functions, apart_from=OF_RULES)}"
        made_from = {name: self._rows_now(name) for name in table.reads}
        made = _Fingerprint(made_with, made_from, _name(made_with, made_from))
        kept = self._kept.get(table.name)
        if kept and (kept.made_with, kept.made_from) == (made_with, made_from):
            return self._count(table), False
        if kept and self._reads_what_it_read(table, kept, made):
            with self._engine.transaction():
                self._note(table, made, kept, is_as_it_was=True)
            return self._count(table), False
        if kept and self._engine.columns(table.name) != table.contract.types:
            kept = None  # rows of other columns tell nothing of these
        tidy = self._engine.giving_space_back(table.name) if kept else nullcontext()
        try:
            is_known = kept and self._is_known_what_differs(kept, made, table)
            with tidy, self._engine.transaction():
                if is_known:
                    is_as_it_was = self._build_part(table)
                else:
                    is_as_it_was = self._build_whole(table, kept, made)
                self._note(table, made, kept, is_as_it_was)
                for name in ("stood", "again", "differing"):
                    self._engine.rows(f"drop table if exists temp.{name}")
        except AuditFailed:
            self._trust_nothing()
            raise
        return self._count(table), True

    def _note(
        self, table: Table, made: _Fingerprint, kept: _Fingerprint | None, is_as_it_was: bool
    ) -> None:
        """Keep what is known of a table that was made; the same rows keep their name."""
        if kept and is_as_it_was:
            made = replace(made, came_out=kept.came_out)
        elif kept and table.contract.by:
            self._was[table.name] = kept.came_out
        self._came_out[table.name] = made.came_out
        if not self._is_trusted:
            return
        if table.name == _EVENTS:
            self._affected.note_files()
        if table.name == JUDGED:
            self._affected.note_rules()
        self._engine.rows(
            f"insert or replace into {_KEPT} values (?, ?, ?, ?)",
            [table.name, made.made_with, json.dumps(made.made_from), made.came_out],
        )

    def _trust_nothing(self) -> None:
        """Keep nothing of what stands, nor of what this run goes on to build beside what broke."""
        self._engine.rows(f"delete from {_KEPT}")
        self._kept.clear()
        self._was.clear()
        self._changed.clear()
        self._is_trusted = False

    def _is_known_what_differs(self, kept: _Fingerprint, made: _Fingerprint, table: Table) -> bool:
        """Whether a table would be as it was, but for rows of whom this run knows."""
        unknown = [
            name
            for name, rows in made.made_from.items()
            if kept.made_from.get(name) not in (rows, self._was.get(name))
        ]
        return (
            _LANDED in self._was
            and kept.made_with == made.made_with
            and self._affected.allows(table, unknown)
        )

    def _reads_what_it_read(self, table: Table, kept: _Fingerprint, made: _Fingerprint) -> bool:
        """Whether a table would be as it was, for of what differs it reads no column that does.

        Not asked of tables of events and the like: when they are made it is found out whose rows
        differ, which a table of persons may have to know that does read such a column.
        """
        return (
            table.contract.by in (None, "person_id")
            and kept.made_with == made.made_with
            and all(
                kept.made_from.get(name) == rows
                or (
                    name in self._changed
                    and kept.made_from.get(name) == self._was[name]
                    and not table.may_read(self._changed[name], name, self._functions)
                )
                for name, rows in made.made_from.items()
            )
        )

    def _build_whole(self, table: Table, kept: _Fingerprint | None, made: _Fingerprint) -> bool:
        """Build a table; whether it came out as it stood. Keeps whose rows differ."""
        if not kept:
            make(self._engine, table, self._functions)
            return False
        if table.contract.by and not table.contract.repeat:
            query = table.compiled(self._functions)
            check_columns(self._engine, table, query)
            self._compare(table, query, f"from {table.name}")
            self._affected.add_differing(table, f"({_NEW})", f"(from {_gone(table)})")
            # Else the rows that stand may not be unique by this key.
            if kept.made_with == made.made_with:
                self._note_changed(table)
            is_as_it_was = self._exchange(table)
            audit(self._engine, table, made="again")
            return is_as_it_was
        stood = f"{table.name}_before"
        self._engine.rows(f"alter table {table.name} rename to {stood.split('.')[1]}")
        make(self._engine, table, self._functions)
        if table.contract.by:
            self._affected.add_differing(table, table.name, stood)
        before, now = (self._hash_of(f"from {each} as whole") for each in (stood, table.name))
        self._engine.rows(f"drop table {stood}")
        return before == now

    def _build_part(self, table: Table) -> bool:
        """Make the affected rows of a table again; whether they came out as they stood.

        Their columns are those that stand: the query and the contract are as they were.
        """
        affected = self._affected
        told = affected.new_numbers(table)
        for column, value in told.items():
            self._engine.rows(
                f"update {table.name} set {column} = {value} where {column} <> {value}"
            )
        self._compare(table, affected.query(table, self._functions), affected.rows_of(table))
        for rows in ("stood", "again"):
            affected.add_persons(table, f"from {rows}")
        self._note_changed(table, told.keys())
        is_as_it_was = self._exchange(table) and not told
        audit(self._engine, table, made="again", over=partial(affected.narrowed, table))
        return is_as_it_was

    def _compare(self, table: Table, query: str, standing: str) -> None:
        """Hold rows that stand against those of a query, as `stood` and `again`; see `differing`.

        `standing`: which stand, as the end of a `select`. The query has the contract's columns.
        """
        is_of_events = table.contract.by != "person_id"  # else it is known whose they are
        person = ", person_id" if is_of_events and "person_id" in table.contract.columns else ""
        row_hash = f"hash({', '.join(table.contract.columns)}) as row_hash"
        rows = self._engine.rows
        rows(
            "create or replace temp table stood as"
            f" select rowid as row_id, {row_hash}{person} {standing}"
        )
        rows(f"create or replace temp table again as select *, {row_hash} from ({query})")
        rows(
            "create or replace temp table differing as select stood.row_id, again.row_hash"
            " from again full join stood on again.row_hash = stood.row_hash"
            " where again.row_hash is null or stood.row_hash is null"
        )

    def _exchange(self, table: Table) -> bool:
        """Write what was found to differ, and nothing else; whether nothing does."""
        self._engine.rows(f"delete from {_gone(table)}")
        self._engine.rows(f"insert into {table.name} by name {_NEW}")
        return self._engine.number("select count(*) from differing") == 0

    def _note_changed(self, table: Table, others: Set[str] = frozenset()) -> None:
        """Keep in which columns rows that go differ from those that come, if they are in pairs.

        `others`: in which rows that stay differ.
        """
        ((n_gone, n_new),) = self._engine.rows(
            "select count(row_id), count(row_hash) from differing"
        )
        if n_gone != n_new or not (n_new or others):
            return
        key = table.contract.key
        told = [name for name in table.contract.columns if name not in key]
        differs = (f"bool_or(now.{name} is distinct from before.{name})" for name in told)
        ((n_pairs, *found),) = self._engine.rows(
            f"select {', '.join(['count(*)', *differs])} from ({_NEW}) as now"
            f" inner join (from {_gone(table)}) as before using ({', '.join(key)})"
        )
        if n_pairs == n_new:
            self._changed[table.name] = others | {
                name for name, is_it in zip(told, found, strict=True) if is_it
            }

    def _count(self, table: Table) -> int:
        return self._engine.number(f"select count(*) from {table.name}")

    def _rows_now(self, name: str) -> str:
        """The name of a table's rows; where no query makes them their hash, or their files'."""
        if name not in self._came_out:  # landing, journey.yml or statistics made it
            table = "landed.files" if name.startswith("landed.") else name
            self._came_out[name] = self._hash_of(f"from {table} as whole")
        return self._came_out[name]

    def _hash_of(self, rows: str) -> str:
        """Of rows in whatever order."""
        # A row's hash is its columns' hashes xored: hashed once more, for else a value that stands
        # in two rows would cancel itself.
        query = (
            "select count(*), coalesce(bit_xor(hash(one)), 0), coalesce(sum(one), 0)"
            f" from (select hash(whole) as one {rows})"
        )
        return " ".join(map(str, self._engine.rows(query)[0]))


def _gone(table: Table) -> str:
    """The rows that stand and are not made again, as the end of a `from`."""
    return f"{table.name} where rowid in (select row_id from differing)"


def _name(made_with: str, made_from: dict[str, str]) -> str:
    told = json.dumps([made_with, made_from], sort_keys=True)
    return sha256(told.encode()).hexdigest()[:16]
