"""`cjm check`: the configuration, and what the exports look like through it."""

import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from cjm_analytics.landing import Inspected

from .opening import open_project
from .say import FAILED_RUN, Refused


def look_at(path: Path) -> None:
    """Print each source's files, rows and columns; exit code 1 when a file cannot be read."""
    project = open_project(path)
    journey = project.journey
    console = Console()
    console.print(
        f"{project.path.name} is right: {len(journey.sources)} sources,"
        f" {len(journey.model.phases)} phases, {len(journey.kpis)} KPIs"
    )
    bad: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        engine = project.open_engine(Path(scratch) / "check.duckdb")
        try:
            landing = project.landing(engine)
            for source in journey.sources:
                table = Table(title=f"{source.id} ({source.kind})", title_justify="left")
                table.add_column("file")
                table.add_column("rows", justify="right")
                table.add_column("unreadable", justify="right")
                table.add_column("columns not found")
                for seen in landing.inspect(source):
                    if isinstance(seen, Inspected):
                        missing = ", ".join(seen.missing) or "none"
                        table.add_row(seen.path, f"{seen.rows:,}", f"{seen.bad_rows:,}", missing)
                    else:
                        bad.append(f"{source.id}: {seen}")
                console.print(table)
        finally:
            engine.close()
    if bad:
        raise Refused("\n".join(bad), FAILED_RUN)
