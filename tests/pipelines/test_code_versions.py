"""A table's code version changes exactly when its SQL, its contract, or what it uses does."""

from dataclasses import replace
from pathlib import Path

import pytest
import small_shop
from cjm_pipelines.definitions import definitions_of

from cjm_analytics.project import Project
from cjm_analytics.tables import Table, with_sql

TEXT = small_shop.JOURNEY + "identity: {max_links: 20}\njourney: {silence: 30 days}\n"


def versions(folder: Path, text: str) -> dict[str, str | None]:
    folder.mkdir()
    (folder / "journey.yml").write_text(text, encoding="utf-8")
    return {
        spec.key.to_user_string(): spec.code_version
        for spec in definitions_of(Project(folder / "journey.yml")).resolve_all_asset_specs()
    }


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    return versions(tmp_path_factory.mktemp("versions") / "before", TEXT)


def calling(project: Project, call: str) -> set[str]:
    return {t.name.replace(".", "/") for t in with_sql(project.tables) if call in (t.sql or "")}


@pytest.mark.parametrize(
    ("old", "new", "call"),
    [
        ("starts_with: /gloves", "starts_with: /gloves/winter", "matched_rule("),
        ("max_links: 20", "max_links: 19", "setting('identity.max_links')"),
        ("silence: 30 days", "silence: 29 days", "setting('journey.silence')"),
        ("currency: EUR", "currency: GBP", "setting('project.currency')"),
        ("{journeys: {event_name: review}}", "{journeys: {}}", "condition_holds("),
        ("{silence: 30 days}", "{conversion: {event_name: order}}", "is_conversion("),
    ],
)
def test_what_is_edited_changes_those_that_use_it(before, tmp_path: Path, repo, old, new, call):
    assert TEXT.count(old) == 1
    after = versions(tmp_path / "after", TEXT.replace(old, new))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == calling(repo, call) != set()
    assert before.keys() == after.keys()


def test_a_rule_touches_phases_and_never_identity(before, tmp_path: Path):
    after = versions(tmp_path / "after", TEXT.replace("starts_with: /gloves", "starts_with: /g"))
    assert before["phases/event_phases"] != after["phases/event_phases"]
    assert all(before[name] == after[name] for name in before if name.startswith("identity/"))


@pytest.mark.parametrize(
    ("old", "new"), [("Small Shop", "Smaller Shop"), ("- {name: gloves,", "- {name: mittens,")]
)
def test_what_no_sql_uses_changes_nothing(before, tmp_path: Path, old, new):
    assert before == versions(tmp_path / "after", TEXT.replace(old, new))


def test_the_sql_and_the_contract_count(repo: Project):
    table = next(table for table in repo.tables if table.name == "journeys.visits")
    functions = repo.declared.functions

    def version(table: Table) -> str:
        return table.code_version(functions)

    other_row = table.contract.model_copy(update={"row": "something else"})
    other_sql = (table.sql or "").replace("select", "select distinct", 1)
    assert version(table) == version(replace(table))
    assert version(table) != version(replace(table, contract=other_row))
    assert version(table) != version(replace(table, sql=other_sql))
