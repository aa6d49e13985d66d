"""Lands the files of a source: each once, and whole or not at all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from cjm_analytics.config import JourneyFile, Source
from cjm_analytics.contracts import Contract
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing import register
from cjm_analytics.landing.batches import Batch, Export, alike, batches
from cjm_analytics.landing.files import (
    BadFile,
    check_file,
    content_id,
    explained,
    matching,
    shown_path,
)
from cjm_analytics.landing.kinds import Kind, find
from cjm_analytics.landing.outcomes import Counts, Inspected, Landed
from cjm_analytics.landing.readers import read
from cjm_analytics.landing.shaping import Shape
from cjm_analytics.privacy import give_key, key_fingerprint
from cjm_analytics.tables import Table

# What sql/0_landed/events.sql takes from `shaped` beside the columns of landed.events.
_EXTRA = {"email": "VARCHAR", "problem": "VARCHAR", "is_ignored": "BOOLEAN"}


_LONGEST_CONTENT = 2000  # characters that are kept of a row that cannot be read


class Landing:
    """Lands the sources of one project on one engine."""

    def __init__(
        self,
        engine: DuckDB,
        journey: JourneyFile,
        root: Path,
        key: bytes,
        sql: Path,
        landed: list[Table],
    ) -> None:
        self.engine = engine
        self.journey = journey
        self.root = root
        self.kinds: Mapping[str, Kind] = find(sql)
        self.row_sql = (sql / "0_landed" / "events.sql").read_text(encoding="utf-8")
        words_sql = (sql / "0_landed" / "words.sql").read_text(encoding="utf-8")
        self.versions = (self.row_sql, words_sql, key_fingerprint(key))
        self.contract: Contract = next(t for t in landed if t.name == "landed.events").contract
        for table in landed:
            engine.create_empty(table.name, table.contract.columns)
        for statement in words_sql.split(";\n"):
            engine.rows(statement)
        give_key(engine, key)

    def land(self, source: Source) -> Landed:
        """Bring landed.events up to date with the files of a source."""
        shape = self._introduce(source)
        fingerprint = shape.fingerprint(*self.versions)
        known = register.known(self.engine, source)
        problems: dict[str, str] = {}
        present: list[str] = []
        changed: list[Export] = []
        for path in matching(self.root, source.path):
            shown = shown_path(self.root, path)
            present.append(shown)
            try:
                file_id = f"{source.id}:{content_id(path)}"
                if known.get(shown) != (file_id, fingerprint):
                    changed.append(Export(path, shown, file_id))
            except BadFile as error:
                problems[shown] = str(error)
        unopened = len(problems)

        def replace(batch: Batch) -> None:
            self._replace(shape, batch, fingerprint)

        problems |= self._work_through(shape, changed, replace)
        new_files = len(changed) - len(problems) + unopened
        bad_files = [f"{shown} {problems[shown]}" for shown in present if shown in problems]
        if not present:
            bad_files.append(f"no file matches '{source.path}'; put the exports there")
        rows, quarantined = register.settle(self.engine, self.journey.sources, source, present)
        if present and not rows and not bad_files:
            bad_files.append(
                f"{source.path} holds no rows ({register.why_none(self.engine, source)})"
            )
        vanished = tuple(sorted(known.keys() - set(present)))
        return Landed(len(present), new_files, rows, quarantined, vanished, tuple(bad_files))

    def inspect(self, source: Source) -> Iterator[Inspected | str]:
        """Each file of a source, looked at and not landed; a text where it cannot be read."""
        shape = self._introduce(source)
        told: dict[str, Inspected | str] = {}
        present: list[str] = []
        exports = []
        for path in matching(self.root, source.path):
            shown = shown_path(self.root, path)
            present.append(shown)
            try:
                check_file(path)
                exports.append(Export(path, shown, shown))
            except BadFile as error:
                told[shown] = f"{shown} {error}"

        def look(batch: Batch) -> None:
            told.update(self._inspected(shape, batch))

        problems = self._work_through(shape, exports, look)
        told |= {shown: f"{shown} {problem}" for shown, problem in problems.items()}
        yield from (told[shown] for shown in present)

    def _inspected(self, shape: Shape, batch: Batch) -> dict[str, Inspected]:
        batch.introduce(self.engine)
        query = (
            "select file_of(line) as file, count(*), count(problem),"
            " min(row_of(line)) filter (where problem is not null),"
            " left(min_by(mask_text(problem), line), 300)"
            f" from ({self._shaped(shape, batch)}) group by file"
        )
        counts = {shown: counted for shown, *counted in self.engine.rows(query)}
        inspected = {}
        for export, reading in zip(batch.exports, batch.readings, strict=True):
            rows, bad, *first = counts.get(export.shown, (0, 0, None, None))
            spoilt = len(reading.bad_rows)
            problems = [*reading.bad_rows[:1], *([tuple(first)] if bad else [])]
            line, problem = min(problems, default=(0, ""))
            if rows + spoilt == bad + spoilt > 0:
                raise shape.another_kind(problem)
            inspected[export.shown] = Inspected(
                export.shown,
                rows + spoilt,
                bad + spoilt,
                reading.missing,
                reading.found,
                f"line {line}: {problem}" if problem else None,
            )
        return inspected

    def _work_through(
        self, shape: Shape, exports: Sequence[Export], work: Callable[[Batch], None]
    ) -> dict[str, str]:
        """Do a work on files, a batch at a time; gives the bad ones, and what is wrong with them.

        Where a batch fails, its files are worked on one by one: a bad file stops only itself.
        """
        problems = {}
        for some in batches(exports):
            if len(some) > 1 and self._work_together(shape, some, work):
                continue
            for export in some:
                try:
                    self._work_alone(shape, export, work)
                except BadFile as error:
                    problems[export.shown] = str(error)
        return problems

    def _work_together(
        self, shape: Shape, exports: Sequence[Export], work: Callable[[Batch], None]
    ) -> bool:
        """Whether that went well."""
        readings = []
        try:
            for export in exports:
                file_format = shape.file_format(export.path)
                readings.append(read(self.engine, export.path, shape.raw_columns, file_format))
                if readings[-1].selected is None:
                    return False
            for batch in alike(exports, readings):
                work(batch)
        except (BadFile, duckdb.Error):
            return False
        return True

    def _work_alone(self, shape: Shape, export: Export, work: Callable[[Batch], None]) -> None:
        file_format = shape.file_format(export.path)
        reading = read(self.engine, export.path, shape.raw_columns, file_format)
        with explained(file_format):
            try:
                work(Batch([export], [reading]))
            except duckdb.Error:
                if reading.reread is None:
                    raise
                work(Batch([export], [reading.reread()]))

    def _introduce(self, source: Source) -> Shape:
        shape = Shape(source, self.kinds[source.kind], self.journey)
        shape.introduce(self.engine)
        return shape

    def _replace(self, shape: Shape, batch: Batch, fingerprint: str) -> None:
        """Replace what files brought before by what they hold now, all or nothing."""
        landed = {
            file_id: Counts(*counts)
            for file_id, *counts in self.engine.rows(
                "select distinct file_id, n_read, n_landed, n_quarantined, n_ignored, drift"
                " from landed.files where list_contains(?, file_id) and fingerprint = ?",
                [batch.ids, fingerprint],
            )
        }
        with self.engine.transaction():
            # Equal content under another name is landed already.
            if new := batch.without(landed):
                landed |= self._insert(shape, new)
            register.note(self.engine, shape.source, batch, fingerprint, landed)

    def _insert(self, shape: Shape, batch: Batch) -> dict[str, Counts]:
        """Their rows, into landed.events or into quarantine."""
        batch.introduce(self.engine)
        rows = f"with shaped as ({self._shaped(shape, batch)}) {self.row_sql}"
        if self.engine.rows(
            "from landed.files where list_contains(?, file_id) limit 1", [batch.ids]
        ):
            for table in ("landed.events", "landed.quarantine"):
                self.engine.rows(
                    f"delete from {table} where list_contains(?, file_id)", [batch.ids]
                )
        # In one pass: only where a row is left out are the files read again, to say why.
        self.engine.rows("create or replace temp sequence left_out")
        n_landed = self.engine.number(
            "insert into landed.events by name select * exclude (problem, is_ignored)"
            f" from ({rows}) where case when problem is null and not is_ignored then true"
            " else nextval('left_out') < 0 end"
        )
        is_whole = self.engine.number("select nextval('left_out')") == 1
        landed = {batch.ids[0]: n_landed}
        if len(batch.ids) > 1:
            query = (
                "select file_id, count(*) from landed.events where list_contains(?, file_id)"
                " group by file_id"
            )
            landed = dict(self.engine.rows(query, [batch.ids]))
        left_out = {} if is_whole else self._leave_out(shape, batch, rows)
        counted = {}
        for export, reading in zip(batch.exports, batch.readings, strict=True):
            for line, reason in reading.bad_rows:
                self.engine.rows(
                    "insert into landed.quarantine values (?, ?, ?, ?, null)",
                    [shape.source.id, export.file_id, line, reason],
                )
            fine, spoilt = landed.get(export.file_id, 0), len(reading.bad_rows)
            bad, ignored = left_out.get(export.file_id, (0, 0))
            drift = f"without {', '.join(reading.missing)}" if reading.missing else None
            counts = Counts(fine + bad + ignored + spoilt, fine, bad + spoilt, ignored, drift)
            self._refuse_another_kind(shape, export.file_id, counts)
            counted[export.file_id] = counts
        return counted

    def _leave_out(self, shape: Shape, batch: Batch, rows: str) -> dict[str, tuple[int, int]]:
        """Put bad rows into quarantine; gives how many of each file are bad, how many ignored."""
        # Hashed and masked already: a temporary table may spill to disk.
        self.engine.rows(
            "create or replace temp table left_out_rows as"
            " select source_id, file_id, line, problem, is_ignored"
            f" from ({rows}) where problem is not null or is_ignored"
        )
        counts = {
            file_id: (bad, ignored)
            for file_id, bad, ignored in self.engine.rows(
                "select file_id, count(problem), count(*) filter (where is_ignored)"
                " from left_out_rows group by file_id"
            )
        }
        if any(bad for bad, _ in counts.values()):
            self.engine.rows(
                f"insert into landed.quarantine with raw as ({shape.named(batch.query)})"
                " select left_out.source_id, left_out.file_id, left_out.line, left_out.problem,"
                f" left(mask_text(cast(to_json(struct_pack({shape.kept_columns})) as varchar)),"
                f" {_LONGEST_CONTENT})"
                " from left_out_rows as left_out inner join raw"
                " on left_out.file_id = file_of(raw.line) and left_out.line = row_of(raw.line)"
                " where left_out.problem is not null"
            )
        self.engine.rows("drop table left_out_rows")
        return counts

    def _refuse_another_kind(self, shape: Shape, file_id: str, counts: Counts) -> None:
        if counts.read and counts.quarantined == counts.read:
            query = "select reason from landed.quarantine where file_id = ? order by line limit 1"
            reason = self.engine.rows(query, [file_id])[0][0]
            raise shape.another_kind(reason)

    def _shaped(self, shape: Shape, batch: Batch) -> str:
        """The rows of files as the kind shapes them; what the kind does not say is null."""
        wanted = self.contract.types | _EXTRA
        nulls = ", ".join(f"cast(null as {kind}) as {column}" for column, kind in wanted.items())
        # A row that is no record has no problem either.
        return (
            f"with raw as ({shape.named(batch.query)}), kind as ({shape.kind.sql})"
            " select * replace (case when is_ignored then null else problem end as problem,"
            " coalesce(is_ignored, false) as is_ignored)"
            f" from (from kind union all by name select {nulls} where false)"
        )
