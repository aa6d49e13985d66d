"""The changes of journey.yml, judged: one asset for each of its tables, all made together."""

from collections.abc import Iterator

import dagster as dg

from cjm_analytics import changes
from cjm_analytics.project import Project
from cjm_analytics.tables import AuditFailed

from .tables import contract_of, dependencies, schema_of, table_key
from .warehouse import WAREHOUSE


def judged_changes(project: Project) -> dg.AssetsDefinition:
    """The tables that statistics make from the aggregates of sql/8_comparison."""
    tables = [table for table in project.tables if table.name in changes.TABLES]

    @dg.multi_asset(
        name="judged_changes",
        specs=[
            dg.AssetSpec(
                table_key(table.name),
                deps=list(dependencies(project, changes.READS)),
                group_name=table.schema,
                kinds={"duckdb", "python"},
                description=f"One row is {table.contract.row}.",
                metadata=schema_of(table),
            )
            for table in tables
        ],
        check_specs=[contract_of(table) for table in tables],
        required_resource_keys={WAREHOUSE},
    )
    def judged(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        warehouse = context.resources.warehouse
        try:
            with warehouse.step("judging changes") as step:
                rows = changes.judge_changes(warehouse.engine, tables, warehouse.run)
        except AuditFailed as failure:
            raise dg.Failure(str(failure), allow_retries=False) from None
        for table in tables:
            key = table_key(table.name)
            yield dg.MaterializeResult(
                asset_key=key,
                metadata={"dagster/row_count": rows[table.name], **step.metadata()},
                check_results=[
                    dg.AssetCheckResult(passed=True, check_name="contract", asset_key=key)
                ],
            )

    return judged
