"""What an edited journey.yml would change, before it is run for real: `cjm preview`.

Nothing is landed and nothing of the project is written. The tables that an edit touches are built
in memory; all others are read from what the last run published.
"""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cjm_analytics import config, folders
from cjm_analytics.affected import Affected
from cjm_analytics.config import JourneyFile, definition_hash
from cjm_analytics.declared import Declared, Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.functions import OF_RULES
from cjm_analytics.landing.kinds import names
from cjm_analytics.project import Project
from cjm_analytics.questions.edits import as_far_as_landed, edits_between
from cjm_analytics.questions.effects import COMPARED, Change, Effect, Move, compared
from cjm_analytics.questions.explanations import NothingPublished, Published
from cjm_analytics.tables import AuditFailed, Table, audit, build, with_sql

__all__ = ["ALL_TOGETHER", "Change", "Effect", "Move", "NothingPublished", "preview"]

ALL_TOGETHER = "all together"
_BEFORE = "published"  # the attached file
# Of the declared tables these columns are only told: no table is built with them.
_TOLD = {"definition", "definition_hash", "rule_name"}


@dataclass(frozen=True)
class _LastRun:
    run: Run
    declared: Declared


def preview(
    project: Project,
    edited: Path | None = None,
    on_step: Callable[[str], None] = lambda _: None,
) -> list[Effect]:
    """The effect of each edit alone, then of all together; none where the files mean the same.

    `edited`: the edited file; the project's own journey.yml if left out. It is compared with what
    the last run read. Raises ConfigError, with every problem of the file, or NothingPublished.
    """
    path = edited or project.path
    new = config.load(path, kinds=names(folders.SQL))
    last = _last_run(project)
    edits = edits_between(last.declared.journey, new)
    with tempfile.TemporaryDirectory() as scratch:
        engine = project.open_scratch(Path(scratch))
        try:
            engine.attach(project.published, _BEFORE, read_only=True)
            _check_columns(engine, project.tables)
            bench = _Bench(engine, project.tables, last)
            effects = []
            for edit in edits:
                on_step(edit.told)
                tried = bench.effect(edit.told, edit.alone) if edit.alone else None
                effects.append(tried or Effect(edit.told, note=edit.note))
            if len(edits) > 1:
                on_step(ALL_TOGETHER)
                together = as_far_as_landed(last.declared.journey, new)
                effects.append(bench.effect(ALL_TOGETHER, together))
        finally:
            engine.close()
    return effects


def _last_run(project: Project) -> _LastRun:
    """The run that was published, and the journey.yml that it read."""
    tables = Published(project.published)
    try:
        run = Run(tables.run["run_id"], tables.run["as_of"])
        journey = config.parse(tables.definition, project.path)
        if definition_hash(journey) != tables.run["definition_hash"]:
            raise _of_another_version()
    except config.ConfigError:
        raise _of_another_version() from None
    finally:
        tables.close()
    return _LastRun(run, Declared(journey))


def _of_another_version() -> NothingPublished:
    return NothingPublished(
        "the last run was by another version of cjm_analytics, so that nothing can be compared;"
        " first: cjm run"
    )


def _check_columns(engine: DuckDB, tables: Iterable[Table]) -> None:
    """Raises NothingPublished where the published tables are not those that would be built now."""
    for table in tables:
        if table.contract.published and _columns(engine, table) != table.contract.types:
            raise _of_another_version()


def _columns(engine: DuckDB, table: Table) -> dict[str, str]:
    schema, name = table.name.split(".")
    rows = engine.rows(
        "select column_name, data_type from information_schema.columns"
        f" where table_catalog = '{_BEFORE}' and table_schema = ? and table_name = ?",
        [schema, name],
    )
    return {str(column): str(kind) for column, kind in rows}


class _Bench:
    """Where a journey.yml is tried: the published tables, and a place to build others."""

    def __init__(self, engine: DuckDB, tables: list[Table], last: _LastRun) -> None:
        self.engine = engine
        self.tables = tables
        self.last = last
        self.rows = last.declared.rows(last.run)
        self.versions = {table.name: _version(table, last.declared) for table in with_sql(tables)}

    def effect(self, told: str, journey: JourneyFile) -> Effect:
        """What the last run's tables would be by another journey.yml."""
        declared = Declared(journey)
        affected = self._affected(declared)
        if not affected & COMPARED:
            return Effect(told, note="changes how things are told, and no number")
        self._clear()
        declared.write(
            self.engine,
            [table for table in self.tables if table.schema == "declared"],
            self.last.run,
        )
        needed = self._needed(affected)
        for table in self.tables:
            is_stored = table.contract.published and table.schema != "declared"
            if table.name not in needed and is_stored:
                self.engine.rows(f"create schema if not exists {table.schema}")
                self.engine.rows(
                    f"create view {table.name} as select * from {_BEFORE}.{table.name}"
                )
        people = Affected(self.engine, self.tables, _BEFORE)
        people.note_files()
        unknown = affected | needed
        for table in self.tables:
            if table.name in needed:
                try:
                    self._build(table, declared, people, unknown)
                except AuditFailed as failure:
                    return Effect(told, note=f"a run would stop: {failure}")
        return compared(self.engine, told, affected)

    def _build(self, table: Table, declared: Declared, people: Affected, unknown: set[str]) -> None:
        """Build a table, in part where all that it reads differs for known people alone.

        `unknown`: the tables of which it is not known whose rows differ; a table that can tell is
        taken out.
        """
        can_tell = table.contract.by and table.contract.published
        is_same = _version(table, declared) == self.versions[table.name]
        if can_tell and is_same and people.allows(table, unknown & set(table.reads)):
            self._build_part(table, declared, people)
        else:
            build(self.engine, table, declared.functions)
            if can_tell:
                people.add_differing(table, table.name, f"{_BEFORE}.{table.name}")
        if can_tell:
            unknown.discard(table.name)

    def _build_part(self, table: Table, declared: Declared, people: Affected) -> None:
        """Make the affected rows of a table, and show it with them in place of the published."""
        by = table.contract.by
        people.add_persons(table, people.rows_of(table, last=True))
        self.engine.create(f"{table.name}_again", people.query(table, declared.functions))
        people.add_persons(table, f"from {table.name}_again")
        self.engine.create(f"{table.name}_gone", people.values_of(table))
        told = ", ".join(
            f"{value} as {column}" for column, value in people.new_numbers(table).items()
        )
        self.engine.rows(
            f"create view {table.name} as select *{f' replace ({told})' if told else ''}"
            f" from {_BEFORE}.{table.name}"
            # Rows of nobody are always made again.
            f" where {by} is not null and {by} not in (select value from {table.name}_gone)"
            f" union all by name select * from {table.name}_again"
        )
        audit(self.engine, table, over=partial(people.narrowed, table))

    def _affected(self, declared: Declared) -> set[str]:
        """The tables that another journey.yml changes: by their text, or by what they read."""
        rows = declared.rows(self.last.run)
        changed: set[str] = set()
        for table in self.tables:
            if table.sql is None:
                told = [name in _TOLD for name in table.contract.columns]
                before, after = (
                    _used(each.get(table.name, []), told) for each in (self.rows, rows)
                )
                if before != after:
                    changed.add(table.name)
            elif (
                changed & set(table.reads) or _version(table, declared) != self.versions[table.name]
            ):
                changed.add(table.name)
        return changed

    def _needed(self, affected: set[str]) -> set[str]:
        """What is to be built for the comparison: what is affected, and what that needs besides."""
        needed: set[str] = set()
        waiting = sorted(COMPARED & affected)
        by_name = {table.name: table for table in self.tables}
        while waiting:
            name = waiting.pop()
            table = by_name[name]
            if name in needed or table.sql is None:
                continue
            needed.add(name)
            waiting += [
                read
                for read in table.reads
                if read in affected or not by_name[read].contract.published
            ]
        return needed

    def _clear(self) -> None:
        for schema in {table.schema for table in self.tables}:
            self.engine.rows(f"drop schema if exists {schema} cascade")


def _version(table: Table, declared: Declared) -> str:
    """Without the rules: of those it is told by declared.rules whether they differ."""
    return table.code_version(declared.functions, apart_from=OF_RULES)


def _used(rows: list[tuple[object, ...]], told: list[bool]) -> list[tuple[object, ...]]:
    """Rows without the columns that are only told."""
    return [
        tuple(cell for cell, is_told in zip(row, told, strict=True) if not is_told) for row in rows
    ]
