"""What a project has published, and whether two have published the same."""

import math
import re
from typing import Any

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.project import Project

Tables = dict[str, list[dict[str, Any]]]
OF_THE_RUN = {"declared.run": ("run_id",)}  # columns that differ from run to run


def tables_of(project: Project) -> Tables:
    """The rows of every published table, by its key."""
    engine = DuckDB(project.published, read_only=True)
    try:
        return rows_of(project, engine, [t.name for t in project.tables if t.contract.published])
    finally:
        engine.close()


def rows_of(project: Project, engine: DuckDB, names: list[str]) -> Tables:
    """The rows of some tables, by their key, without what is the run's own."""
    keys = {table.name: ", ".join(table.contract.key) or "all" for table in project.tables}
    return {
        name: [
            {column: row[column] for column in row if column not in OF_THE_RUN.get(name, ())}
            for row in engine.records(f"select * from {name} order by {keys[name]}")
        ]
        for name in names
    }


def differences(one: Tables, other: Tables) -> list[str]:
    """Where two sets of tables differ; floats may by 1e-9."""
    found = [f"{name} is in one only" for name in sorted(one.keys() ^ other.keys())]
    for name in sorted(one.keys() & other.keys()):
        if len(one[name]) != len(other[name]):
            found.append(f"{name}: {len(one[name])} rows and {len(other[name])}")
            continue
        pairs = zip(one[name], other[name], strict=True)
        if pair := next((pair for pair in pairs if not _same(*pair)), None):
            found.append(f"{name}: {pair[0]} and {pair[1]}")
    return found


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)


def site_of(project: Project) -> dict[str, bytes]:
    """Every file of the published site, the run's id taken out."""
    return {
        path.relative_to(project.site).as_posix(): re.sub(
            rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", b"the run", path.read_bytes()
        )
        for path in sorted(project.site.rglob("*"))
        if path.is_file()
    }
