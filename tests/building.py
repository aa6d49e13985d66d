"""Builds a project's tables in this process, without Dagster: what most tests want to look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from pathlib import Path

from cjm_analytics import changes, publication
from cjm_analytics.declared import Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.fingerprints import Fingerprints
from cjm_analytics.project import Project
from cjm_analytics.tables import with_sql

AS_OF = datetime(2026, 6, 8, 2, 15)


@contextmanager
def built(
    journey: Path, working: Path, as_of: datetime = AS_OF, last_stage: int = 9
) -> Iterator[DuckDB]:
    """An engine on `working` with every source landed and the tables built, up to a stage."""
    project = Project(journey)
    engine = DuckDB(working)
    try:
        landing = project.landing(engine)
        for source in project.journey.sources:
            assert landing.land(source).bad_files == ()
        run = Run("test", as_of)
        project.declared.write(engine, project.stage("declared"), run)
        build_tables(project, engine, run, last_stage)
        yield engine
    finally:
        engine.close()


@contextmanager
def published_night(project: Project, run: Run) -> Iterator[DuckDB]:
    """A whole night but for its pages: landed, built, published; the engine is open inside."""
    engine = project.open_engine()
    try:
        landing = project.landing(engine)
        for source in project.journey.sources:
            assert landing.land(source).bad_files == ()
        project.declared.write(engine, project.stage("declared"), run)
        publication.remember(project, engine)
        build_tables(project, engine, run)
        publication.draft_warehouse(project, engine)
        project.published.with_name("published.duckdb.draft").replace(project.published)
        yield engine
    finally:
        engine.close()


def build_tables(project: Project, engine: DuckDB, run: Run, last_stage: int = 9) -> list[str]:
    """Every table beyond the declared ones, as a run builds them, up to a stage.

    Gives the names of those that did not stand as they were.
    """
    fingerprints = Fingerprints(engine, project.declared.functions, project.tables)
    made = []
    for stage, tables in groupby(with_sql(project.tables), key=lambda table: table.stage):
        if stage <= last_stage:
            made += [table.name for table in tables if fingerprints.build(table)[1]]
            if stage == changes.STAGE:
                changes.judge_changes(engine, project.tables, run)
    return made
