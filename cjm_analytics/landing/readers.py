"""An export file as a relation, whatever it is written in."""

from collections.abc import Mapping
from pathlib import Path

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.landing.csv_files import read_csv
from cjm_analytics.landing.files import FileFormat, Reading, explained, sniff
from cjm_analytics.landing.json_files import read_json
from cjm_analytics.landing.kinds import RawColumn
from cjm_analytics.landing.parquet_files import read_parquet


def read(
    engine: DuckDB, path: Path, columns: Mapping[str, RawColumn], file_format: FileFormat
) -> Reading:
    """Open a file. Raises BadFile when nothing of it can be read, or a needed column is missing."""
    start = sniff(path, file_format)
    with explained(file_format):
        if file_format.type == "csv":
            return read_csv(engine, path, columns, file_format)
        if file_format.type == "parquet":
            return read_parquet(engine, path, columns)
        return read_json(engine, path, columns, file_format, start)
