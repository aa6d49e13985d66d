"""What landing cannot be faster than: DuckDB's `create table as` of one file, types declared.

usage: python -m benchmarks.contenders.landed_bare FILE FOLDER
"""

import sys
from pathlib import Path

import duckdb

from benchmarks import work

_TYPES = {"ts": "timestamp", "revenue": "double", "rating": "tinyint"}  # of the others: text
_COLUMNS = (
    *("event_id", "anon_id", "user_id", "ts", "event_name", "url", "utm_source", "utm_medium"),
    *("order_id", "revenue", "rating"),
)


def main(file: str, folder: str) -> None:
    """Read it into a new database file, and tell what it took."""
    columns = {name: _TYPES.get(name, "varchar") for name in _COLUMNS}
    readers = {
        ".parquet": f"read_parquet('{file}')",
        ".csv": f"read_csv('{file}', header = true, columns = {columns})",
        ".jsonl": f"read_json('{file}', format = 'newline_delimited', columns = {columns})",
    }
    path = Path(folder) / "bare.duckdb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    db = duckdb.connect(path)
    db.execute("set enable_progress_bar = false")
    steps = work.Steps()
    steps(
        "reading", lambda: db.execute(f"create table landed as from {readers[Path(file).suffix]}")
    )
    rows = db.execute("select count(*) from landed").fetchall()[0][0]
    db.close()
    steps.tell(duckdb.__version__, {"rows": rows})


if __name__ == "__main__":
    main(*sys.argv[1:])
