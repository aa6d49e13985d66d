"""`cjm check`: the configuration, and what the exports look like through it."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cjm_analytics.config import Source
from cjm_analytics.landing import Inspected, Landing

from .opening import open_project
from .say import FAILED_RUN, Refused

_MOST_NAMES = 40  # of columns


def look_at(path: Path) -> None:
    """Print each source's files, rows and columns; exit code 1 when a file cannot be read."""
    project = open_project(path)
    journey = project.journey
    # Names of files and columns are told as they are: markup in them means nothing.
    console = Console(markup=False, highlight=False)
    counted = (("source", journey.sources), ("phase", journey.model.phases), ("KPI", journey.kpis))
    told = ", ".join(f"{len(items)} {name}{'s' * (len(items) != 1)}" for name, items in counted)
    console.print(f"{project.path.name} is right: {told}")
    bad: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        engine = project.open_scratch(Path(scratch))
        try:
            landing = project.landing(engine)
            for source in journey.sources:
                bad += [f"{source.id}: {problem}" for problem in _tell(console, landing, source)]
        finally:
            engine.close()
    if bad:
        raise Refused("\n".join(bad), FAILED_RUN)


def _tell(console: Console, landing: Landing, source: Source) -> list[str]:
    """Print what a source's files hold; gives what is wrong with them."""
    files: list[Inspected] = []
    bad: list[str] = []
    for seen in landing.inspect(source):
        if isinstance(seen, Inspected):
            files.append(seen)
        else:
            bad.append(seen)
    table = Table(title=f"{source.id} ({source.kind})", title_justify="left")
    table.add_column("file", overflow="fold")
    table.add_column("rows", justify="right")
    table.add_column("unreadable", justify="right")
    table.add_column("columns not found", overflow="fold")
    for file in files:
        missing = ", ".join(file.missing) or "none"
        table.add_row(Text(file.path), f"{file.rows:,}", f"{file.bad_rows:,}", Text(missing))
    console.print(table)
    if found := _distinct(column for file in files for column in file.found):
        console.print(f"columns found: {found}")
    for file in files:
        if file.first_problem:
            console.print(f"{file.path}, {file.first_problem}")
    if files and not bad and not any(file.rows for file in files):
        bad.append(f"{source.path} holds no rows (only headers; is the export empty?)")
    return bad


def _distinct(names: Iterable[str]) -> str:
    found = list(dict.fromkeys(names))
    more = f" and {len(found) - _MOST_NAMES} more" if len(found) > _MOST_NAMES else ""
    return ", ".join(found[:_MOST_NAMES]) + more
