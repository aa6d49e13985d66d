"""CSV: DuckDB reads it; where it cannot, Python goes row by row and says which row is wrong."""

import csv
from collections import deque
from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import islice
from pathlib import Path

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing.files import (
    BadFile,
    FileFormat,
    Reading,
    check_needed,
    compression,
    not_decoded,
    open_bytes,
    pattern,
    projection,
    text,
)
from cjm_analytics.landing.kinds import RawColumn

_DELIMITERS = (",", ";", "\t")
_LONGEST_CELL = 1 << 28
_LONGEST_ROW = 1000  # lines: so far is looked for the end of a quote
_REREAD = "reread_csv_rows"


def _lines(path: Path, file_format: FileFormat) -> Iterator[str]:
    """The lines, whichever way they end."""
    with open_bytes(path) as raw:
        for number, line in enumerate(raw, start=1):
            is_marked = number == 1 and file_format.encoding == "utf-8"
            try:
                decoded = line.decode("utf-8-sig" if is_marked else file_format.encoding)
            except UnicodeDecodeError:
                raise not_decoded(file_format, number) from None
            yield from StringIO(decoded, newline="")


def _csv_rows(path: Path, delimiter: str, file_format: FileFormat) -> Iterator[list[str] | str]:
    """Each row's cells, or what is wrong with it; empty lines are no rows, as in DuckDB.

    A quote that is never closed spoils the line it stands in, not the rest of the file.
    """
    csv.field_size_limit(_LONGEST_CELL)
    lines = _lines(path, file_format)
    again: deque[str] = deque()
    while True:
        taken: list[str] = []

        def next_lines(taken: list[str] = taken) -> Iterator[str]:
            while line := again.popleft() if again else next(lines, None):
                taken.append(line)
                yield line

        try:
            row = next(
                csv.reader(islice(next_lines(), _LONGEST_ROW), delimiter=delimiter, strict=True)
            )
            if row:
                yield row
        except StopIteration:
            return
        except csv.Error:
            yield "has a quote that is not closed, or not doubled inside quotes"
            again.extendleft(reversed(taken[1:]))


def _header(
    path: Path, columns: Mapping[str, RawColumn], file_format: FileFormat
) -> tuple[str, list[str]]:
    """The delimiter, and the header's names made distinct. Raises BadFile when there is none."""
    wanted = {column.path for column in columns.values()}
    best = ("", list[str]())
    for delimiter in (file_format.delimiter,) if file_format.delimiter else _DELIMITERS:
        first = next(_csv_rows(path, delimiter, file_format), [])
        if isinstance(first, str):
            raise BadFile(f"cannot be read: its header {first}")
        cells = [cell.strip() for cell in first]
        if not best[1] or len(wanted.intersection(cells)) > len(wanted.intersection(best[1])):
            best = (delimiter, cells)
    delimiter, cells = best
    if len(cells) == 1 and cells[0] not in wanted:
        for other in _DELIMITERS:
            if wanted.intersection(cells[0].split(other)):
                raise BadFile(
                    f"holds one column; is its delimiter {other!r}? Say so:"
                    f" format: {{delimiter: {other!r}}}"
                )
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        taken = {name.casefold() for name in names}  # DuckDB tells no case apart
        names.append(f"{cell} ({number})" if not cell or cell.casefold() in taken else cell)
    return delimiter, names


def read_csv(
    engine: DuckDB, path: Path, columns: Mapping[str, RawColumn], file_format: FileFormat
) -> Reading:
    """A CSV with a header. Raises BadFile when a needed column is missing."""
    delimiter, header = _header(path, columns, file_format)
    missing = check_needed(columns, header)
    typed = ", ".join(f"{text(column)}: 'VARCHAR'" for column in header)
    scan = (
        f"read_csv({pattern(path)}, header = false, skip = 1, auto_detect = false,"
        f" delim = {text(delimiter)}, quote = '\"', escape = '\"', columns = {{{typed}}},"
        f" compression = {text(compression(path))}, encoding = {text(file_format.encoding)},"
        " hive_partitioning = false)"
    )
    selected = projection(columns, missing)
    return Reading(
        f"select row_number() over () + 1 as line, {selected} from {scan}",
        missing=missing,
        found=tuple(header),
        # A broken quote, a row of another width, mixed line ends: row by row says which.
        reread=lambda: _reread_csv(engine, path, delimiter, header, columns, missing, file_format),
        selected=selected,
    )


def _reread_csv(
    engine: DuckDB,
    path: Path,
    delimiter: str,
    header: list[str],
    columns: Mapping[str, RawColumn],
    missing: tuple[str, ...],
    file_format: FileFormat,
) -> Reading:
    import pyarrow as pa  # a tenth of a second that files without a fault need not pay

    good: list[tuple[int, list[str]]] = []
    bad: list[tuple[int, str]] = []
    for number, row in enumerate(_csv_rows(path, delimiter, file_format), start=1):
        if number == 1:
            continue
        if isinstance(row, str):
            bad.append((number, row))
        elif len(row) == len(header):
            good.append((number, row))
        else:
            bad.append((number, f"has {len(row)} columns, the header has {len(header)}"))
    table = pa.table(
        {"line": pa.array([number for number, _ in good], pa.int64())}
        | {
            column: pa.array([row[index] or None for _, row in good], pa.string())
            for index, column in enumerate(header)
        }
    )
    engine.register(_REREAD, table)
    query = f"select line, {projection(columns, missing)} from {_REREAD}"
    return Reading(query, tuple(bad), missing, tuple(header))
