"""What the tests of the command line share."""

import shutil
from pathlib import Path

import pytest
import small_shop
from cli_shop import Answer, Cjm, exit_code


def _pin(patch: pytest.MonkeyPatch) -> None:
    patch.setenv("CJM_AS_OF", small_shop.AS_OF)
    for name in ("CJM_KEY", "CJM_JOURNEY", "CJM_WEBHOOK", "CJM_MEMORY_LIMIT", "DAGSTER_HOME"):
        patch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment is given; nothing of who runs the tests, nor of other tests, plays a part."""
    _pin(monkeypatch)


@pytest.fixture
def cjm(capfd: pytest.CaptureFixture[str]) -> Cjm:
    """Calls the command in this process."""

    def call(*arguments: object) -> Answer:
        capfd.readouterr()
        code = exit_code(*arguments)
        said = capfd.readouterr()
        return Answer(code, said.out, said.err)

    return call


@pytest.fixture(scope="session")
def yesterday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop that has run once; copy it, do not run it."""
    folder = small_shop.write(tmp_path_factory.mktemp("cli") / "shop", small_shop.exports(12))
    with pytest.MonkeyPatch.context() as patch:
        _pin(patch)
        assert exit_code("run", folder) == 0
    return folder


@pytest.fixture
def shop(yesterday: Path, tmp_path: Path) -> Path:
    """The folder of a shop that ran yesterday."""
    return Path(shutil.copytree(yesterday, tmp_path / "shop"))
