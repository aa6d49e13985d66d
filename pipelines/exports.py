"""The export files as assets, and the assets that land them."""

import dagster as dg

from cjm_analytics import folders, publication
from cjm_analytics.config import Source
from cjm_analytics.engines.duckdb import WarehouseUnusable
from cjm_analytics.landing.kinds import find
from cjm_analytics.project import Project

from .warehouse import WAREHOUSE

DECLARED = dg.AssetKey(["declared", "journey_yml"])


def landed_key(source: Source) -> dg.AssetKey:
    """The asset that lands a source."""
    return dg.AssetKey(["landed", source.id])


def export_files(project: Project) -> list[dg.AssetSpec]:
    """The files of every source: made elsewhere, seen here."""
    return [
        dg.AssetSpec(
            dg.AssetKey(["exports", source.id]),
            description=f"{source.path}, as it was delivered",
            group_name="exports",
            kinds={source.kind},
        )
        for source in project.journey.sources
    ]


def landed_sources(project: Project) -> list[dg.AssetsDefinition]:
    """One asset a source: its files, landed once each."""
    kinds = find(folders.SQL)
    return [_landed(project, source, kinds[source.kind].row) for source in project.journey.sources]


def _landed(project: Project, source: Source, row: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=landed_key(source),
        deps=[dg.AssetKey(["exports", source.id])],
        group_name="landed",
        kinds={"duckdb", source.kind},
        description=f"One row is {row}; in landed.events.",
        required_resource_keys={WAREHOUSE},
    )
    def landed(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        warehouse = context.resources.warehouse
        try:
            with warehouse.step(f"landing {source.id}") as step:
                result = project.landing(warehouse.engine).land(source)
                step.rows = result.rows
        except WarehouseUnusable as error:
            raise dg.Failure(str(error), allow_retries=False) from None
        metadata: dict[str, dg.RawMetadataValue] = {
            "dagster/row_count": result.rows,
            "files": result.files,
            "new files": result.new_files,
            "quarantined rows": result.quarantined,
            "vanished files": list(result.vanished),
            **step.metadata(),
        }
        if result.bad_files:
            raise dg.Failure("\n".join(result.bad_files), metadata=metadata, allow_retries=False)
        return dg.MaterializeResult(metadata=metadata)

    return landed


def declared(project: Project) -> dg.AssetsDefinition:
    """What journey.yml says, and what was published last, as tables of schema `declared`."""

    @dg.asset(
        key=DECLARED,
        group_name="declared",
        kinds={"duckdb", "yaml"},
        description="journey.yml: its phases, rules, sources and KPIs as tables; and whose journeys"
        " the last publication says they were.",
        required_resource_keys={WAREHOUSE},
    )
    def journey_yml(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        warehouse = context.resources.warehouse
        with warehouse.step("reading journey.yml") as step:
            project.declared.write(warehouse.engine, project.stage("declared"), warehouse.run)
            remembered = publication.remember(project, warehouse.engine)
        kept = {f"remembered in {table}": rows for table, rows in remembered.items()}
        return dg.MaterializeResult(metadata={**kept, **step.metadata()})

    return journey_yml
