"""What is published: drafts of the warehouse and the site, and the moment both are swapped in."""

import dagster as dg

from cjm_analytics import publication
from cjm_analytics.project import Project

from .tables import table_key
from .warehouse import WAREHOUSE

_WAREHOUSE_DRAFT = dg.AssetKey(["published", "warehouse_draft"])
_SITE_DRAFT = dg.AssetKey(["published", "site_draft"])
PUBLISHED = dg.AssetKey(["published", "site"])


def reports(project: Project) -> list[dg.AssetsDefinition]:
    """The three assets at the end of the way."""
    every_table = [table_key(table.name) for table in project.tables if table.stage > 0]

    @dg.asset(
        key=_WAREHOUSE_DRAFT,
        deps=every_table,
        group_name="published",
        kinds={"duckdb"},
        description="A copy of every published table, beside warehouse/published.duckdb.",
        required_resource_keys={WAREHOUSE},
    )
    def warehouse_draft(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        warehouse = context.resources.warehouse
        with warehouse.step("copying tables") as step:
            tables = publication.draft_warehouse(project, warehouse.engine)
        return dg.MaterializeResult(metadata={"tables": tables, **step.metadata()})

    @dg.asset(
        key=_SITE_DRAFT,
        deps=every_table,
        group_name="published",
        kinds={"html", "plotly"},
        description="The pages, beside dashboards/site.",
        required_resource_keys={WAREHOUSE},
    )
    def site_draft(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        warehouse = context.resources.warehouse
        with warehouse.step("writing pages") as step:
            pages = publication.draft_site(project, warehouse.engine, warehouse.run)
        return dg.MaterializeResult(metadata={"pages": pages, **step.metadata()})

    @dg.asset(
        key=PUBLISHED,
        deps=[_WAREHOUSE_DRAFT, _SITE_DRAFT],
        group_name="published",
        kinds={"html"},
        description="warehouse/published.duckdb and dashboards/site, replaced together.",
        required_resource_keys={WAREHOUSE},
    )
    def site(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        with context.resources.warehouse.step("publishing") as step:
            publication.swap_in(project)
        index = dg.MetadataValue.path(str(project.site / "index.html"))
        return dg.MaterializeResult(metadata={"path": index, **step.metadata()})

    return [warehouse_draft, site_draft, site]
