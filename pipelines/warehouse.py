"""The working warehouse as Dagster's resource: one connection a run, which is also the lock."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property

import dagster as dg

from cjm_analytics.declared import Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.fingerprints import Fingerprints
from cjm_analytics.project import Project, now
from cjm_analytics.publication import restore

from .profile import Profile, Step

WAREHOUSE = "warehouse"


@dataclass(frozen=True)
class Warehouse:
    """What an asset works with: the engine, open for this run alone, and the run."""

    engine: DuckDB
    run: Run
    profile: Profile
    project: Project

    @cached_property
    def fingerprints(self) -> Fingerprints:
        """What tables were made from; first asked for when landing and journey.yml are done."""
        return Fingerprints(self.engine, self.project.declared.functions, self.project.tables)

    def step(self, name: str) -> AbstractContextManager[Step]:
        """Measure what an asset does inside."""
        return self.profile.step(name, self.engine)


def warehouse_of(project: Project, profile: Profile | None = None) -> dg.ResourceDefinition:
    """The resource for one project, which notes in `profile` what its assets take.

    Opening it raises WarehouseBusy while another run has it.
    """

    @dg.resource(description=f"{project.working.name}, open for one run at a time")
    def warehouse(context: dg.InitResourceContext) -> Iterator[Warehouse]:
        engine = project.open_engine()
        try:
            restore(project)
            run = Run(context.run.run_id if context.run else "no run", now())
            yield Warehouse(engine, run, profile or Profile(), project)
        finally:
            engine.close()

    return warehouse
