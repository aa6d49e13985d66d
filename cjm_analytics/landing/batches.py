"""Small files are read many at a time: to plan a query takes longer than to read their rows."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing.files import Reading

_MOST_FILES = 64
_SMALL = 1 << 22  # bytes: a larger file is read alone
_BITS = 40  # of a line's number within its file; above them stands the file's number


@dataclass(frozen=True)
class Export:
    """A file of a source: where it is, what journey.yml calls it, and the id of its content."""

    path: Path
    shown: str
    file_id: str


@dataclass(frozen=True)
class Batch:
    """Files that one query reads."""

    exports: Sequence[Export]
    readings: Sequence[Reading]

    @property
    def ids(self) -> list[str]:
        """The ids of their contents."""
        return [export.file_id for export in self.exports]

    def without(self, landed: Container[str]) -> "Batch | None":
        """Those whose content has not landed; None when all has."""
        pairs = zip(self.exports, self.readings, strict=True)
        rest = [pair for pair in pairs if pair[0].file_id not in landed]
        return Batch(*zip(*rest, strict=True)) if rest else None

    @property
    def query(self) -> str:
        """Their rows, with the file's number in `line`, which `file_of` and `row_of` take apart."""
        if len(self.readings) == 1:
            return self.readings[0].query
        return " union all ".join(
            f"(select {number << _BITS} + line as line, * exclude (line) from ({reading.query}))"
            for number, reading in enumerate(self.readings)
        )

    def introduce(self, engine: DuckDB) -> None:
        """Let SQL tell the file and the row of a line."""
        engine.set_variable("file_ids", self.ids)
        if len(self.readings) == 1:
            file, row = "getvariable('file_ids')[1]", "line"
        else:
            file = f"getvariable('file_ids')[(line >> {_BITS}) + 1]"
            row = f"line & {(1 << _BITS) - 1}"
        engine.rows(f"create or replace temp macro file_of(line) as {file}")
        engine.rows(f"create or replace temp macro row_of(line) as {row}")


def batches(exports: Iterable[Export]) -> Iterator[list[Export]]:
    """Small files together, of equal content only one in each batch; a large one alone."""
    batch: list[Export] = []
    for export in exports:
        if not _is_small(export.path):
            yield [export]
            continue
        if len(batch) == _MOST_FILES or export.file_id in {other.file_id for other in batch}:
            yield batch
            batch = []
        batch.append(export)
    if batch:
        yield batch


def _is_small(path: Path) -> bool:
    try:
        return path.stat().st_size <= _SMALL
    except OSError:  # gone since: reading it alone says so
        return False


def alike(exports: Sequence[Export], readings: Sequence[Reading]) -> Iterator[Batch]:
    """Those that are read in the same way, together."""
    groups: dict[str | None, list[int]] = {}
    for number, reading in enumerate(readings):
        groups.setdefault(reading.selected, []).append(number)
    for numbers in groups.values():
        yield Batch([exports[n] for n in numbers], [readings[n] for n in numbers])
