"""What the tests of the pipeline share: the repo's definitions, and small shops to run."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest
import small_shop
from cjm_pipelines.definitions import definitions_of
from cjm_pipelines.runs import run

from cjm_analytics.contracts import Check
from cjm_analytics.project import Project

REPO = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment and the key are given, and nothing of who runs the tests plays a part."""
    monkeypatch.setenv("CJM_AS_OF", small_shop.AS_OF)
    monkeypatch.setenv("CJM_KEY", small_shop.KEY)
    for name in ("CJM_JOURNEY", "CJM_WEBHOOK", "CJM_MEMORY_LIMIT", "DAGSTER_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def repo() -> Project:
    """The project that the repo's journey.yml is."""
    return Project(REPO / "journey.yml")


@pytest.fixture(scope="session")
def definitions(repo: Project) -> dg.Definitions:
    """What Dagster knows of it."""
    return definitions_of(repo)


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small shop that has run once; copy it, do not run it."""
    folder = small_shop.write(tmp_path_factory.mktemp("ran") / "shop", small_shop.exports())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CJM_AS_OF", small_shop.AS_OF)
        patch.setenv("CJM_KEY", small_shop.KEY)
        patch.delenv("DAGSTER_HOME", raising=False)
        assert run(Project(folder / "journey.yml")).failures == ()
    return folder


@pytest.fixture
def shop(ran: Path, tmp_path: Path) -> Project:
    """A small shop that has run once."""
    shutil.copytree(ran, tmp_path / "shop")
    return Project(tmp_path / "shop" / "journey.yml")


@pytest.fixture
def break_contract() -> Callable[[Project, str], None]:
    """Lets a table's contract ask for what no row can give."""

    def ask(project: Project, table_name: str) -> None:
        impossible = Check(name="impossible", holds="1 = 0")
        project.__dict__["tables"] = [
            replace(
                table,
                contract=table.contract.model_copy(
                    update={"checks": (*table.contract.checks, impossible)}
                ),
            )
            if table.name == table_name
            else table
            for table in project.tables
        ]

    return ask
