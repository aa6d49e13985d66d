"""The working warehouse as Dagster's resource: one connection a run, which is also the lock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import dagster as dg

from cjm_analytics.declared import Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.project import Project, now
from cjm_analytics.publication import restore

WAREHOUSE = "warehouse"


@dataclass(frozen=True)
class Warehouse:
    """What an asset works with: the engine, open for this run alone, and the run."""

    engine: DuckDB
    run: Run
    on_step: Callable[[str], None]


def warehouse_of(
    project: Project, on_step: Callable[[str], None] = lambda _: None
) -> dg.ResourceDefinition:
    """The resource for one project. Opening it raises WarehouseBusy while another run has it."""

    @dg.resource(description=f"{project.working.name}, open for one run at a time")
    def warehouse(context: dg.InitResourceContext) -> Iterator[Warehouse]:
        engine = project.open_engine()
        try:
            restore(project)
            yield Warehouse(
                engine, Run(context.run.run_id if context.run else "no run", now()), on_step
            )
        finally:
            engine.close()

    return warehouse
