"""Nights of a small shop: what a run lands and builds, beside what one from nothing would."""

import re
from datetime import timedelta
from pathlib import Path

from building import AS_OF, build_tables
from published import Tables, rows_of

from cjm_analytics.declared import Run
from cjm_analytics.project import Project


def night(folder: Path, days: int = 0) -> tuple[set[str], Tables]:
    """Land and build as a run does; gives the tables that were built, and the rows of all."""
    project = Project(folder / "journey.yml")
    engine = project.open_engine()
    try:
        landing = project.landing(engine)
        for source in project.journey.sources:
            landing.land(source)
        run = Run("test", AS_OF + timedelta(days=days))
        project.declared.write(engine, project.stage("declared"), run)
        made = build_tables(project, engine, run)
        return set(made), rows_of(project, engine, [table.name for table in project.tables])
    finally:
        engine.close()


def from_new(folder: Path, days: int = 0) -> Tables:
    """The tables of the same folder in a warehouse that was not there before."""
    working = folder / "warehouse" / "working.duckdb"
    kept = working.rename(working.with_suffix(".kept"))
    try:
        return night(folder, days)[1]
    finally:
        kept.replace(working)


def edit(folder: Path, pattern: str, replacement: str) -> None:
    path = folder / "journey.yml"
    text, n = re.subn(pattern, replacement, path.read_text(encoding="utf-8"))
    assert n == 1
    path.write_text(text, encoding="utf-8")
