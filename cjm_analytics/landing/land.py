"""Lands the files of a source: each once, each in a transaction of its own."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from cjm_analytics.config import JourneyFile, Source
from cjm_analytics.contracts import DUCKDB_TYPES, Contract
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing.files import (
    BadFile,
    Reading,
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
        self._given: dict[str, frozenset[str]] = {}

    def land(self, source: Source) -> Landed:
        """Bring landed.events up to date with the files of a source."""
        shape = self._introduce(source)
        fingerprint = shape.fingerprint(*self.versions)
        known = {
            path: (file_id, landed_with)
            for path, file_id, landed_with in self.engine.rows(
                "select path, file_id, fingerprint from landed.files where source_id = ?",
                [source.id],
            )
        }
        bad_files: list[str] = []
        present: list[str] = []
        new_files = 0
        for path in matching(self.root, source.path):
            shown = shown_path(self.root, path)
            present.append(shown)
            try:
                file_id = f"{source.id}:{content_id(path)}"
                if known.get(shown) != (file_id, fingerprint):
                    self._land_file(shape, path, shown, file_id, fingerprint)
                    new_files += 1
            except BadFile as error:
                bad_files.append(f"{shown} {error}")
        if not present:
            bad_files.append(f"no file matches '{source.path}'; put the exports there")
        rows, quarantined = self._settle(source, present)
        if present and not rows and not bad_files:
            bad_files.append(f"{source.path} holds no rows ({self._why_none(source)})")
        vanished = tuple(sorted(known.keys() - set(present)))
        return Landed(len(present), new_files, rows, quarantined, vanished, tuple(bad_files))

    def inspect(self, source: Source) -> Iterator[Inspected | str]:
        """Each file of a source, looked at and not landed; a text where it cannot be read."""
        shape = self._introduce(source)
        for path in matching(self.root, source.path):
            shown = shown_path(self.root, path)
            try:
                reading = read(self.engine, path, shape.raw_columns, shape.file_format(path))
                with explained(shape.file_format(path)):
                    yield self._inspected(shape, shown, reading)
            except BadFile as error:
                yield f"{shown} {error}"

    def _inspected(self, shape: Shape, shown: str, reading: Reading) -> Inspected:
        query = (
            "select count(*), count(problem), min(line) filter (where problem is not null),"
            " left(min_by(mask_text(problem), line), 300)"
            f" from ({self._shaped(shape, reading)})"
        )
        try:
            rows, bad, *first = self.engine.rows(query)[0]
        except duckdb.Error:
            if reading.reread is None:
                raise
            return self._inspected(shape, shown, reading.reread())
        spoilt = len(reading.bad_rows)
        problems = [*reading.bad_rows[:1], *([tuple(first)] if bad else [])]
        line, problem = min(problems, default=(0, ""))
        if rows + spoilt == bad + spoilt > 0:
            raise shape.another_kind(problem)
        told = f"line {line}: {problem}" if problem else None
        return Inspected(shown, rows + spoilt, bad + spoilt, reading.missing, reading.found, told)

    def _introduce(self, source: Source) -> Shape:
        shape = Shape(source, self.kinds[source.kind], self.journey)
        shape.introduce(self.engine)
        return shape

    def _settle(self, source: Source, present: list[str]) -> tuple[int, int]:
        """Note which files are gone, drop sources that are; gives rows landed, quarantined."""
        sources = [source.id for source in self.journey.sources]
        with self.engine.transaction():
            self.engine.rows(
                "update landed.files set is_vanished = not list_contains(?, path)"
                " where source_id = ?",
                [present, source.id],
            )
            for table in ("landed.events", "landed.quarantine", "landed.files"):
                self.engine.rows(
                    f"delete from {table} where not list_contains(?, source_id)", [sources]
                )
        rows, quarantined = self.engine.rows(
            "select coalesce(sum(n_landed), 0), coalesce(sum(n_quarantined), 0) from ("
            "select distinct file_id, n_landed, n_quarantined from landed.files"
            " where source_id = ?)",
            [source.id],
        )[0]
        return int(rows), int(quarantined)

    def _why_none(self, source: Source) -> str:
        query = "select coalesce(sum(n_ignored), 0) from landed.files where source_id = ?"
        ignored = self.engine.rows(query, [source.id])[0][0]
        if ignored:
            return f"all {ignored} are ignored; is the condition under ignore too wide?"
        return "only headers; is the export empty?"

    def _land_file(
        self, shape: Shape, path: Path, shown: str, file_id: str, fingerprint: str
    ) -> None:
        """Replace what the file brought before by what it holds now, all or nothing."""
        twin = self.engine.rows(
            "select n_read, n_landed, n_quarantined, n_ignored, drift from landed.files"
            " where file_id = ? and fingerprint = ? limit 1",
            [file_id, fingerprint],
        )
        if twin:  # equal content under another name is landed already
            with self.engine.transaction():
                self._note(shape, shown, file_id, fingerprint, Counts(*twin[0]))
            return
        file_format = shape.file_format(path)
        reading = read(self.engine, path, shape.raw_columns, file_format)
        with explained(file_format):
            try:
                self._replace(shape, shown, file_id, fingerprint, reading)
            except duckdb.Error:
                if reading.reread is None:
                    raise
                self._replace(shape, shown, file_id, fingerprint, reading.reread())

    def _replace(
        self, shape: Shape, shown: str, file_id: str, fingerprint: str, reading: Reading
    ) -> None:
        self.engine.set_variable("file_id", file_id)
        rows = f"with shaped as ({self._shaped(shape, reading)}) {self.row_sql}"
        with self.engine.transaction():
            if self.engine.rows("from landed.files where file_id = ? limit 1", [file_id]):
                for table in ("landed.events", "landed.quarantine"):
                    self.engine.rows(f"delete from {table} where file_id = ?", [file_id])
            # In one pass: only where a row is left out is the file read again, to say why.
            self.engine.rows("create or replace temp sequence left_out")
            landed = self.engine.number(
                "insert into landed.events by name select * exclude (problem, is_ignored)"
                f" from ({rows}) where case when problem is null and not is_ignored then true"
                " else nextval('left_out') < 0 end"
            )
            is_whole = self.engine.number(
                "select count(*) from duckdb_sequences()"
                " where temporary and sequence_name = 'left_out' and last_value is null"
            )
            bad, ignored = (0, 0) if is_whole else self._leave_out(shape, reading, rows)
            for line, reason in reading.bad_rows:
                self.engine.rows(
                    "insert into landed.quarantine values (?, ?, ?, ?, null)",
                    [shape.source.id, file_id, line, reason],
                )
            spoilt = len(reading.bad_rows)
            counts = Counts(
                landed + bad + ignored + spoilt,
                landed,
                bad + spoilt,
                ignored,
                f"without {', '.join(reading.missing)}" if reading.missing else None,
            )
            self._refuse_another_kind(shape, file_id, counts)
            self._note(shape, shown, file_id, fingerprint, counts)

    def _leave_out(self, shape: Shape, reading: Reading, rows: str) -> tuple[int, int]:
        """Put the bad rows of a file into quarantine; gives how many are bad, how many ignored."""
        # Hashed and masked already: a temporary table may spill to disk.
        self.engine.rows(
            "create or replace temp table left_out_rows as"
            " select source_id, file_id, line, problem, is_ignored"
            f" from ({rows}) where problem is not null or is_ignored"
        )
        bad, ignored = self.engine.rows(
            "select count(problem), count(*) filter (where is_ignored) from left_out_rows"
        )[0]
        if bad:
            self.engine.rows(
                f"insert into landed.quarantine with raw as ({shape.named(reading.query)})"
                " select source_id, file_id, line, problem,"
                f" left(mask_text(cast(to_json(struct_pack({shape.kept_columns})) as varchar)),"
                f" {_LONGEST_CONTENT})"
                " from left_out_rows inner join raw using (line) where problem is not null"
            )
        self.engine.rows("drop table left_out_rows")
        return bad, ignored

    def _refuse_another_kind(self, shape: Shape, file_id: str, counts: Counts) -> None:
        if counts.read and counts.quarantined == counts.read:
            query = "select reason from landed.quarantine where file_id = ? order by line limit 1"
            reason = self.engine.rows(query, [file_id])[0][0]
            raise shape.another_kind(reason)

    def _note(
        self, shape: Shape, shown: str, file_id: str, fingerprint: str, counts: Counts
    ) -> None:
        """Write the file down, and drop what it held before unless another file still holds it."""
        before = self.engine.rows(
            "delete from landed.files where source_id = ? and path = ? returning file_id",
            [shape.source.id, shown],
        )
        self.engine.rows(
            "insert into landed.files (source_id, path, file_id, fingerprint, n_read, n_landed,"
            " n_quarantined, n_ignored, drift, is_vanished)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, false)",
            [
                *(shape.source.id, shown, file_id, fingerprint),
                *(counts.read, counts.landed, counts.quarantined, counts.ignored, counts.drift),
            ],
        )
        # The same content under other names, which may be gone: all of them say the same.
        self.engine.rows(
            "update landed.files set fingerprint = ?, n_read = ?, n_landed = ?,"
            " n_quarantined = ?, n_ignored = ?, drift = ? where file_id = ?",
            [
                *(fingerprint, counts.read, counts.landed, counts.quarantined),
                *(counts.ignored, counts.drift, file_id),
            ],
        )
        for (old_id,) in before:
            for table in ("landed.events", "landed.quarantine"):
                self.engine.rows(
                    f"delete from {table} where file_id = ?"
                    " and file_id not in (select file_id from landed.files)",
                    [old_id],
                )

    def _shaped(self, shape: Shape, reading: Reading) -> str:
        """A file's rows as the kind shapes them; what the kind does not say is null."""
        query = f"with raw as ({shape.named(reading.query)}), kind as ({shape.kind.sql})"
        # The same for every file of a source, whose readings give the same columns.
        given = self._given.get(shape.source.id)
        if given is None:
            given = frozenset(self.engine.columns(f"{query} select * from kind"))
            self._given[shape.source.id] = given
        wanted = {
            column: DUCKDB_TYPES[described.type]
            for column, described in self.contract.columns.items()
        } | _EXTRA
        absent = [
            f"{'false' if column == 'is_ignored' else f'cast(null as {kind})'} as {column}"
            for column, kind in wanted.items()
            if column not in given
        ]
        selected = ", ".join(["*", *absent])
        # A row that is no record has no problem either.
        return (
            f"{query} select * replace (case when not is_ignored then problem end as problem)"
            f" from (select {selected} from kind)"
        )
