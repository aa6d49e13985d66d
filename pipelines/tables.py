"""One asset for every file in sql/: its dependencies from the SQL, its check from the contract."""

from collections.abc import Iterable, Iterator

import dagster as dg

from cjm_analytics.project import Project
from cjm_analytics.tables import AuditFailed, Table, with_sql

from .exports import DECLARED, landed_key
from .warehouse import WAREHOUSE


def table_key(table_name: str) -> dg.AssetKey:
    """The asset of a table, `schema.name`."""
    return dg.AssetKey(table_name.split("."))


def tables(project: Project) -> list[dg.AssetsDefinition]:
    """Every table that SQL builds."""
    return [_asset(project, table) for table in with_sql(project.tables)]


def schema_of(table: Table) -> dict[str, dg.TableSchema | str]:
    """A table's name and columns, as Dagster shows them."""
    columns = [
        dg.TableColumn(
            name, column.type, column.about, dg.TableColumnConstraints(nullable=column.optional)
        )
        for name, column in table.contract.columns.items()
    ]
    return {
        "dagster/column_schema": dg.TableSchema(columns=columns),
        "dagster/table_name": table.name,
    }


def contract_of(table: Table) -> dg.AssetCheckSpec:
    """The check that a table keeps its contract."""
    return dg.AssetCheckSpec(
        "contract",
        asset=table_key(table.name),
        blocking=True,
        description="; ".join(
            what for checked, _ in table.contract.audit(table.name) for what in checked
        ),
    )


def dependencies(project: Project, reads: Iterable[str]) -> set[dg.AssetKey]:
    """The assets behind tables that are read: landing fills `landed`, journey.yml `declared`."""
    keys: set[dg.AssetKey] = set()
    for name in reads:
        schema = name.split(".")[0]
        if schema == "landed":
            keys.update(landed_key(source) for source in project.journey.sources)
        else:
            keys.add(DECLARED if schema == "declared" else table_key(name))
    return keys


def _asset(project: Project, table: Table) -> dg.AssetsDefinition:
    key = table_key(table.name)

    @dg.asset(
        key=key,
        deps=list(dependencies(project, table.reads)),
        group_name=table.schema,
        kinds={"duckdb", "sql"},
        description=f"One row is {table.contract.row}.",
        code_version=table.code_version(project.declared.functions),
        metadata=schema_of(table),
        check_specs=[contract_of(table)],
        required_resource_keys={WAREHOUSE},
    )
    def built(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        warehouse = context.resources.warehouse
        try:
            with warehouse.step(table.name) as step:
                step.rows, is_new = warehouse.fingerprints.build(table)
        except AuditFailed as failure:
            raise dg.Failure(str(failure), allow_retries=False) from None
        yield dg.MaterializeResult(
            metadata={"dagster/row_count": step.rows, "built anew": is_new, **step.metadata()},
            check_results=[dg.AssetCheckResult(passed=True, check_name="contract")],
        )

    return built
