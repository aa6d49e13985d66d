"""What a table is said to read of others holds all that it reads, as sqlglot's scopes find it."""

from pathlib import Path

import pytest
from sqlglot import exp
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import traverse_scope
from sqlglot.schema import MappingSchema

from cjm_analytics.contracts import Column, Contract
from cjm_analytics.folders import SQL
from cjm_analytics.project import Project
from cjm_analytics.tables import Table, find, with_sql

TABLES = find(SQL)
FUNCTIONS = Project(Path(__file__).parent.parent / "journey.yml").declared.functions


@pytest.fixture(scope="module")
def schema() -> MappingSchema:
    nested: dict[str, dict[str, dict[str, str]]] = {}
    for table in TABLES:
        schema, name = table.name.split(".")
        nested.setdefault(schema, {})[name] = dict(table.contract.types)
    return MappingSchema(nested, dialect="duckdb")


@pytest.mark.parametrize("table", with_sql(TABLES), ids=lambda table: table.name)
def test_every_column_that_scopes_find_is_said(schema, table: Table):
    query = qualify(FUNCTIONS.expand(table.query.copy()), schema=schema, dialect="duckdb")
    found = {
        (f"{source.db}.{source.name}", column.name)
        for scope in traverse_scope(query)
        for name, source in scope.sources.items()
        if isinstance(source, exp.Table)
        for column in scope.source_columns(name)
    }
    assert found or not table.reads
    for source, column in found:
        assert table.may_read({column}, source, FUNCTIONS), (source, column)


def made_by(sql: str, none: str | None = None) -> Table:
    columns = {"n": Column(type="integer", about="a number")}
    checks = ({"name": "a check", "none": none},) if none else ()
    contract = Contract(row="a row", key=("n",), columns=columns, checks=checks)
    return Table("made.b", 3, contract, sql)


@pytest.mark.parametrize(
    ("sql", "may"),
    [
        ("select n from raw.a", False),
        ("select count(*) as n from raw.a", False),
        ("select n from (select n, other from raw.b)", False),
        ("select n from raw.a where value > 1", True),
        ("select a.n from raw.a as a inner join raw.b as b using (value)", True),
        ("select sum(n) over (partition by value) as n from raw.a", True),
        ("select n from raw.a order by value", True),
        ("with all_of as (select * from raw.a) select n from all_of", True),
        ("select n from (select a.* from raw.a as a)", True),
        ("with some as (select n from raw.a) select * from some", False),
        ("select * from raw.b where n in (select n from raw.a)", False),
        ("select matched_rule() as n from raw.a", False),
    ],
)
def test_a_column_is_read_where_it_is_named_or_all_are(sql: str, may: bool):
    assert made_by(sql).may_read({"value"}, "raw.a", FUNCTIONS) is may


def test_functions_and_checks_read_too():
    assert made_by("select matched_rule() as n from raw.a").may_read(
        {"page_path"}, "raw.a", FUNCTIONS
    )
    checked = made_by("select n from raw.a", none="select 1 from raw.a where value < 0")
    assert checked.may_read({"value"}, "raw.a", FUNCTIONS)


def test_no_sql_takes_a_row_whole():
    """Which would name none of its columns."""
    for table in with_sql(TABLES):
        aliases = {read.alias_or_name for read in table.query.find_all(exp.Table)}
        columns = {column.name for column in table.query.find_all(exp.Column) if not column.table}
        names = {name for read in table.reads for name in _columns(read)}
        assert not (columns & aliases) - names, table.name


def _columns(name: str) -> set[str]:
    return set(next(table for table in TABLES if table.name == name).contract.columns)
