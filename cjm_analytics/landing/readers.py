"""An export file as a relation, whatever it is written in."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing.csv_files import read_csv
from cjm_analytics.landing.files import (
    FileFormat,
    Reading,
    check_file,
    check_needed,
    explained,
    projection,
    sniff,
)
from cjm_analytics.landing.json_files import read_json
from cjm_analytics.landing.kinds import RawColumn
from cjm_analytics.landing.parquet_files import read_parquet

_ARROW = "arrow_rows"


def read(
    engine: DuckDB, path: Path, columns: Mapping[str, RawColumn], file_format: FileFormat
) -> Reading:
    """Open a file. Raises BadFile when nothing of it can be read, or a needed column is missing."""
    if file_format.reader:
        check_file(path)
        with explained(file_format):
            return _read_arrow(engine, path, columns, file_format.reader)
    start = sniff(path, file_format)
    with explained(file_format):
        if file_format.type == "csv":
            return read_csv(engine, path, columns, file_format)
        if file_format.type == "parquet":
            return read_parquet(engine, path, columns)
        return read_json(engine, path, columns, file_format, start)


def _read_arrow(
    engine: DuckDB, path: Path, columns: Mapping[str, RawColumn], reader: str
) -> Reading:
    """What a kind's own reader makes of a file that DuckDB cannot read."""
    module, _, function = reader.partition(":")
    table = getattr(import_module(module), function)(path)
    missing = check_needed(columns, table.column_names)
    engine.register(_ARROW, table)
    return Reading(
        f"select row_number() over () as line, {projection(columns, missing)} from {_ARROW}",
        missing=missing,
        found=tuple(table.column_names),
    )
