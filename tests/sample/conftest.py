"""What the tests of the sample share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from building import built


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The file with every table of a run on the sample; open it read only."""
    path = tmp_path_factory.mktemp("sample") / "w.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CJM_KEY", "for tests")
        with built(Path(__file__).parents[2] / "journey.yml", path):
            pass
        yield path
