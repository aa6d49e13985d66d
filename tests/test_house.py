"""The house is as README and DESIGN say: flow, names, imports, documentation."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlglot import exp

from cjm_analytics.folders import SQL
from cjm_analytics.functions import OF_RULES
from cjm_analytics.landing.kinds import find as find_kinds
from cjm_analytics.tables import find, with_sql

ROOT = Path(__file__).parent.parent
PYTHON = [
    path
    for folder in ("cjm_analytics", "pipelines", "cli")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
TABLES = find(SQL)


@pytest.mark.parametrize("table", with_sql(TABLES), ids=lambda table: table.name)
def test_no_table_reads_from_a_higher_stage(table):
    stages = {other.name: other.stage for other in TABLES}
    assert all(stages[name] <= table.stage for name in table.reads)


@pytest.mark.parametrize("table", with_sql(TABLES), ids=lambda table: table.name)
def test_every_table_has_a_given_and_expected_case(table):
    schema, name = table.name.split(".")
    cases = list((ROOT / "tests" / "sql").glob(f"[0-9]_{schema}/{name}/*.yml"))
    assert cases, f"write tests/sql/{table.stage}_{schema}/{name}/<case>.yml"


@pytest.mark.parametrize("table", with_sql(TABLES), ids=lambda table: table.name)
def test_every_sql_file_opens_with_what_one_row_is(table):
    first = (table.sql or "").splitlines()[0]
    assert re.match(r"-- one row( per |: )", first), first


def test_every_column_is_described():
    short = [
        f"{table.name}.{name}"
        for table in TABLES
        for name, column in table.contract.columns.items()
        if len(column.about) < 3
    ]
    assert short == []


def test_what_is_only_told_makes_no_row_of_a_person():
    told = {
        table.name: [name for name, column in table.contract.columns.items() if column.only_told]
        for table in TABLES
    }
    assert any(told.values())
    for table in with_sql(TABLES):
        if table.contract.by:
            text = " ".join(
                [table.sql or "", *(check.none or "" for check in table.contract.checks)]
            )
            for name in table.reads:
                assert not any(column in text for column in told[name]), table.name
                assert not told[name] or not re.search(rf"\*\s+from {name}\b", text), table.name


def test_a_table_of_events_walks_whole_visitors_or_nobody():
    """narrowing.py reads all rows of a visitor where a window is partitioned by that column."""
    of_events = [t for t in with_sql(TABLES) if t.stage > 2 and t.contract.by == "event_id"]
    assert of_events
    for table in of_events:
        for together in table.query.find_all(exp.Window, exp.Group):
            is_window = isinstance(together, exp.Window)
            terms = (together.args.get("partition_by") if is_window else together.expressions) or ()
            for term in terms:
                whose = {column.name for column in term.find_all(exp.Column)} & {
                    "visitor_id",
                    "person_id",
                    "identifier",
                }
                is_plain = is_window and isinstance(term, exp.Column) and term.name == "visitor_id"
                assert not whose or is_plain, f"{table.name}: {term.sql()}"


def test_after_identity_no_table_of_events_walks_visitors():
    """affected.py finds the events that rules judge otherwise, and not their visitors."""
    for table in with_sql(TABLES):
        if table.stage > 3 and table.contract.by == "event_id":
            assert "visitor_id" not in (table.sql or ""), table.name


def test_what_calls_a_function_of_the_rules_reads_them():
    calling = {
        table.name: table.reads
        for table in with_sql(TABLES)
        for call in table.query.find_all(exp.Anonymous)
        if str(call.this).lower() in OF_RULES
    }
    assert len(calling) > 2
    assert all("declared.rules" in reads for reads in calling.values())


def test_column_names_say_their_kind():
    for table in TABLES:
        for name, column in table.contract.columns.items():
            where = f"{table.name}.{name}"
            if name.endswith(("_at", "as_of")):
                assert column.type == "timestamp", where
            if name.endswith("_on") and not name.startswith("n_"):
                assert column.type == "date", where
            if name.startswith(("is_", "has_")):
                assert column.type == "boolean", where
            if name.startswith("n_"):
                assert column.type == "integer", where


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


def _tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in _imports(path)}


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_who_may_import_whom(path):
    room, tops = path.relative_to(ROOT).parts[0], _tops(path)
    if room != "pipelines":
        assert "dagster" not in tops
    if room == "cjm_analytics":
        # A notebook's `run` is the one call upwards: docs/decisions/0004-packages.md.
        upwards = {"cjm_pipelines"} if path.name == "notebook.py" else set()
        assert tops & {"cjm_pipelines", "cjm_cli", "pipelines", "cli"} == upwards
    if room == "pipelines":
        assert not tops & {"cjm_cli", "cli"}


def test_charts_read_no_database():
    for path in (ROOT / "cjm_analytics" / "charts").glob("*.py"):
        assert not _tops(path) & {"duckdb"}
        assert not any("engines" in name for name in _imports(path))


def test_the_command_line_answers_without_the_heavy_libraries():
    script = (
        "import sys, cjm_cli.main;"
        "heavy = {'dagster', 'duckdb', 'pandas', 'plotly', 'scipy', 'sqlglot'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_is_one_room(path):
    assert path.stem not in {"utils", "util", "helpers", "helper", "misc", "common"}
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 320


def test_every_command_is_in_the_readme():
    from cjm_cli.main import app

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"cjm {command.callback.__name__}" in readme
    for target in re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE):
        assert f"make {target}" in readme, target


def test_every_folder_of_the_readme_is_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    picture = re.search(r"```\n(README\.md .*?)```", readme, re.DOTALL)
    assert picture
    for line in picture.group(1).splitlines():
        name = line.split()[0] if line.strip() and not line.startswith(" ") else None
        if name and name.rstrip("/") not in {"warehouse"}:
            assert (ROOT / name).exists(), name


def test_every_kind_is_documented():
    documented = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    for kind in find_kinds(SQL).values():
        assert f"`{kind.name}`" in documented


def test_lock_files_name_no_index_and_no_host():
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--(extra-)?index|--find-links|file:", text), path.name
