"""What the tests of landing share: a project folder of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from landed_shop import Shop


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A shop without exports, and with nothing of who runs the tests."""
    monkeypatch.delenv("CJM_KEY", raising=False)
    opened = Shop(tmp_path)
    yield opened
    opened.close()
