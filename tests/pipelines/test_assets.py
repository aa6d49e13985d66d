"""Every file in sql/ is one asset that says what it is and what it needs."""

import re
from pathlib import Path

import dagster as dg
import pytest
from cjm_pipelines.nightly import JOB

from cjm_analytics import changes, folders
from cjm_analytics.project import Project
from cjm_analytics.tables import Table, find, with_sql

TABLES = with_sql(find(folders.SQL))
JUDGED = [table for table in find(folders.SQL) if table.name in changes.TABLES]
_READS = re.compile(r"\b(?:from|join)\s+([a-z_]+)\.([a-z_]+)", re.IGNORECASE)


@pytest.fixture(scope="session")
def specs(definitions: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in definitions.resolve_all_asset_specs()}


def key_of(table: Table) -> str:
    return table.name.replace(".", "/")


def spec_of(specs: dict[str, dg.AssetSpec], table: Table) -> dg.AssetSpec:
    return specs[key_of(table)]


def file_of(table: Table) -> Path:
    schema, name = table.name.split(".")
    return next(folders.SQL.glob(f"{table.stage}_{schema}/{name}.sql"))


def test_there_is_one_asset_for_every_file_and_source_and_publication(specs, repo: Project):
    files = {
        f"{path.parent.name.split('_', 1)[1]}/{path.stem}"
        for path in folders.SQL.glob("[1-9]_*/*.sql")
    }
    sources = {source.id for source in repo.journey.sources}
    assert specs.keys() == (
        files
        | {f"landed/{source}" for source in sources}
        | {f"exports/{source}" for source in sources}
        | {"declared/journey_yml"}
        | {key_of(table) for table in JUDGED}
        | {"published/warehouse_draft", "published/site_draft", "published/site"}
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_says_what_it_is(specs, table: Table):
    spec = spec_of(specs, table)
    assert spec.group_name == file_of(table).parent.name.split("_", 1)[1]
    assert spec.kinds == {"duckdb", "sql"}
    assert spec.description == f"One row is {table.contract.row}."
    assert re.fullmatch("[0-9a-f]{12}", spec.code_version or "")
    columns = spec.metadata["dagster/column_schema"].columns
    assert {column.name: (column.type, column.description) for column in columns} == {
        name: (column.type, column.about) for name, column in table.contract.columns.items()
    }


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_needs_what_its_sql_and_its_checks_read(specs, repo: Project, table: Table):
    checks = " ".join(check.none or "" for check in table.contract.checks)
    needed = set()
    for schema, name in _READS.findall(f"{table.sql} {checks}"):
        if schema == "landed":
            needed |= {f"landed/{source.id}" for source in repo.journey.sources}
        else:
            needed.add("declared/journey_yml" if schema == "declared" else f"{schema}/{name}")
    if table.contract.repeat:
        needed.add(table.contract.repeat.start.replace(".", "/"))
    found = {dep.asset_key.to_user_string() for dep in spec_of(specs, table).deps}
    assert found == needed - {table.name.replace(".", "/")}


def test_every_table_has_its_contract_as_a_check_that_blocks(definitions: dg.Definitions):
    checks = {
        spec.asset_key.to_user_string(): spec
        for assets in definitions.assets or ()
        if isinstance(assets, dg.AssetsDefinition)
        for spec in assets.check_specs
    }
    assert checks.keys() == {key_of(table) for table in (*TABLES, *JUDGED)}
    assert all(spec.name == "contract" and spec.blocking for spec in checks.values())
    for table in (*TABLES, *JUDGED):
        told = checks[key_of(table)].description or ""
        assert all(
            what in told for checked, _ in table.contract.audit(table.name) for what in checked
        )


def test_everything_published_waits_for_every_table(specs):
    tables = {key_of(table) for table in (*TABLES, *JUDGED)}
    for draft in ("published/warehouse_draft", "published/site_draft"):
        assert {dep.asset_key.to_user_string() for dep in specs[draft].deps} == tables
    assert {dep.asset_key.to_user_string() for dep in specs["published/site"].deps} == {
        "published/warehouse_draft",
        "published/site_draft",
    }


def test_all_runs_in_one_process(definitions: dg.Definitions):
    assert definitions.executor is dg.in_process_executor
    job = definitions.resolve_job_def(JOB)
    assert job.executor_def is dg.in_process_executor
    assert {hook.name for hook in job.hook_defs} == {"tell_webhook"}
    made = {key.to_user_string() for key in job.asset_layer.executable_asset_keys}
    assert {key_of(table) for table in (*TABLES, *JUDGED)} < made


def test_changes_are_judged_from_what_they_read(specs):
    needed = {"declared/journey_yml", *(name.replace(".", "/") for name in changes.READS)}
    needed = {name for name in needed if not name.startswith("declared/") or "yml" in name}
    for table in JUDGED:
        assert {dep.asset_key.to_user_string() for dep in spec_of(specs, table).deps} == needed
        assert spec_of(specs, table).kinds == {"duckdb", "python"}
