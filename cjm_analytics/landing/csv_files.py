"""CSV: DuckDB reads it; where it cannot, Python goes row by row and says which row is wrong."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing.files import (
    FileFormat,
    Reading,
    check_needed,
    compression,
    open_bytes,
    projection,
    text,
)
from cjm_analytics.landing.kinds import RawColumn

_DELIMITERS = (",", ";", "\t")
_REREAD = "reread_csv_rows"


def _csv_rows(path: Path, delimiter: str, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their number; the header is row 1."""
    decoded = "utf-8-sig" if encoding == "utf-8" else encoding
    with open_bytes(path) as raw:
        lines = (
            line.decode(decoded if number == 0 else encoding) for number, line in enumerate(raw)
        )
        yield from enumerate(csv.reader(lines, delimiter=delimiter), start=1)


def _header(path: Path, wanted: set[str], file_format: FileFormat) -> tuple[str, list[str]]:
    """The delimiter and the header's names, made distinct."""
    best = ("", list[str]())
    delimiters = (file_format.delimiter,) if file_format.delimiter else _DELIMITERS
    for delimiter in delimiters:
        _, header = next(_csv_rows(path, delimiter, file_format.encoding), (1, []))
        if not best[1] or len(wanted.intersection(header)) > len(wanted.intersection(best[1])):
            best = (delimiter, header)
    names: list[str] = []
    for header_name in (cell.strip() for cell in best[1]):
        names.append(
            header_name if header_name not in names else f"{header_name} ({len(names) + 1})"
        )
    return best[0], names


def read_csv(
    engine: DuckDB, path: Path, columns: Mapping[str, RawColumn], file_format: FileFormat
) -> Reading:
    """A CSV with a header. Raises BadFile when a needed column is missing."""
    delimiter, header = _header(path, {column.path for column in columns.values()}, file_format)
    missing = check_needed(columns, set(header))
    typed = ", ".join(f"{text(column)}: 'VARCHAR'" for column in header)
    scan = (
        f"read_csv({text(str(path))}, header = false, skip = 1, auto_detect = false,"
        f" delim = {text(delimiter)}, quote = '\"', escape = '\"', columns = {{{typed}}},"
        f" compression = {text(compression(path))}, encoding = {text(file_format.encoding)})"
    )
    return Reading(
        f"select row_number() over () + 1 as line, {projection(columns, missing)} from {scan}",
        missing=missing,
        found=tuple(header),
        # A broken quote, a row of another width, mixed line ends: row by row says which.
        reread=lambda: _reread_csv(engine, path, delimiter, header, columns, missing, file_format),
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
    good: list[tuple[int, list[str]]] = []
    bad: list[tuple[int, str]] = []
    rows = _csv_rows(path, delimiter, file_format.encoding)
    next(rows)
    number = 1
    try:
        for number, row in rows:
            if len(row) == len(header):
                good.append((number, row))
            elif row:
                bad.append((number, f"has {len(row)} columns, the header has {len(header)}"))
    except csv.Error as error:
        bad.append((number + 1, f"is no csv: {error}"))
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
