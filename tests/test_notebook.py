"""A project in a notebook: the script of the README, run as it stands, and what it refuses."""

import contextlib
import io
import os
import re
from pathlib import Path

import pytest

import cjm_analytics
from cjm_analytics.notebook import RunFailed
from cjm_analytics.questions.explain import NothingPublished

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """The sample as `cjm init` gives it, in a folder of its own, run by the README's script."""
    from cjm_cli.init import start

    folder = tmp_path_factory.mktemp("notebook")
    start(folder / "myshop", with_sample=True)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    said = io.StringIO()
    here = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(said):
            names: dict[str, object] = {}
            exec(compile(script, "README.md", "exec"), names)
    finally:
        os.chdir(here)
    return names["shop"], said.getvalue()


def test_the_readme_script_says_what_it_shows(shop):
    _, said = shop
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```python\n.*?```\n+.*?```\n(.*?)```", readme, re.DOTALL)
    assert shown
    assert [line.rstrip() for line in said.strip().splitlines()] == [
        line.rstrip() for line in shown.group(1).strip().splitlines()
    ]


def test_every_published_table_can_be_opened(shop):
    project, _ = shop
    assert "journeys.journeys" in project.tables()
    for name in project.tables():
        project.table(name).limit(1).fetchall()


def test_a_table_is_a_relation_for_pandas_and_arrow(shop):
    project, _ = shop
    journeys = project.table("journeys.journeys")
    assert len(journeys.df()) == journeys.to_arrow_table().num_rows == 24_789


def test_what_was_handed_out_stays_when_another_run_publishes(shop):
    project, _ = shop
    before = project.table("declared.run")
    run_id = before.fetchall()[0][0]
    project.run()
    assert before.fetchall()[0][0] == run_id
    assert project.table("declared.run").fetchall()[0][0] != run_id


def test_the_funnel_of_the_project_counts_what_its_tables_count(shop):
    project, _ = shop
    funnel = project.funnel(["view_item", "purchase"])
    viewers = project.events().query(
        "viewed", "select count(distinct person_id) from viewed where event_name = 'view_item'"
    )
    assert funnel["n"].iloc[0] == viewers.fetchall()[0][0]


def test_an_unknown_table_is_refused_with_those_there_are(shop):
    project, _ = shop
    with pytest.raises(KeyError, match=r"no published table 'journeys'.*journeys\.journeys"):
        project.table("journeys")


def test_before_the_first_run_there_is_nothing_to_ask(tmp_path):
    from cjm_cli.init import start

    start(tmp_path / "shop", with_sample=False)
    with pytest.raises(NothingPublished, match="run"):
        cjm_analytics.open(tmp_path / "shop").table("journeys.journeys")


def test_a_run_that_fails_says_which_step_and_why(tmp_path):
    from cjm_cli.init import start

    start(tmp_path / "shop", with_sample=True)
    for orders in (tmp_path / "shop" / "exports" / "orders").glob("*.csv"):
        orders.write_text("no, orders\n1, 2\n", encoding="utf-8")
    with pytest.raises(RunFailed, match="shop"):
        cjm_analytics.open(tmp_path / "shop").run()


def test_only_what_is_there_can_be_imported():
    with pytest.raises(AttributeError, match="no attribute 'funnels'"):
        _ = cjm_analytics.funnels
