"""Builds a project's tables in this process, without Dagster: what most tests want to look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cjm_analytics.declared import Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.project import Project
from cjm_analytics.tables import build, with_sql

AS_OF = datetime(2026, 6, 8, 2, 15)


@contextmanager
def built(
    journey: Path, working: Path, as_of: datetime = AS_OF, last_stage: int = 9
) -> Iterator[DuckDB]:
    """An engine on `working` with every source landed and the tables built, up to a stage."""
    project = Project(journey)
    engine = project.open_engine(working)
    try:
        landing = project.landing(engine)
        for source in project.journey.sources:
            assert landing.land(source).bad_files == ()
        project.declared.write(engine, project.stage("declared"), Run("test", as_of))
        for table in with_sql(project.tables):
            if table.stage <= last_stage:
                build(engine, table, project.declared.functions)
        yield engine
    finally:
        engine.close()
