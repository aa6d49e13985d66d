"""What the tests of journey.yml share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_analytics.config import ConfigError, JourneyFile, load

KINDS = ("ga4", "kiyoh", "shopify_orders", "table")
# The shortest journey.yml there is; a test appends the section it is about.
SHORTEST = """\
sources: [{id: site, kind: ga4, path: "*.parquet"}]
model: {preset: klantreis}
"""
FULL = Path(__file__).parent / "full.yml"

Read = Callable[[str], JourneyFile]
Refused = Callable[[str], list[str]]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Loads the text of a journey.yml."""
    monkeypatch.chdir(tmp_path)

    def load_text(text: str) -> JourneyFile:
        Path("journey.yml").write_text(text, encoding="utf-8")
        return load(Path("journey.yml"), KINDS)

    return load_text


@pytest.fixture
def refused(read: Read) -> Refused:
    """Loads the text of a journey.yml that must be refused; gives the lines a user reads."""

    def lines(text: str) -> list[str]:
        with pytest.raises(ConfigError) as caught:
            read(text)
        return [str(problem) for problem in caught.value.problems]

    return lines


@pytest.fixture
def refused_section(refused: Refused) -> Refused:
    """As `refused`, for a section added to the shortest journey.yml, whose line is then 3."""
    return lambda section: refused(SHORTEST + section)


@pytest.fixture
def full() -> str:
    """A journey.yml that uses every key there is, with the design's example in it."""
    return FULL.read_text(encoding="utf-8")
