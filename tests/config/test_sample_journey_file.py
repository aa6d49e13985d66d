"""The sample shop's journey.yml, from which a user's own starts."""

from pathlib import Path

import pytest

from cjm_analytics.config import JourneyFile, load
from cjm_analytics.config.journey_file import JourneyFile as Sections

PATH = Path(__file__).parents[2] / "journey.yml"


@pytest.fixture(scope="module")
def sample() -> JourneyFile:
    return load(PATH, ("ga4", "kiyoh", "shopify_orders", "table"))


def test_it_shows_every_section(sample: JourneyFile) -> None:
    assert sample.model_fields_set == set(Sections.model_fields)


def test_it_says_something_in_every_phase(sample: JourneyFile) -> None:
    assert sample.model.preset == "klantreis"
    for phase in sample.model.phases:
        said = (phase.questions, phase.insights, phase.relevance, phase.promise, phase.ideas)
        assert any(said), phase.id
    assert {kpi.phase for kpi in sample.kpis} == {"purchase", "service", "loyalty"}


def test_words_are_in_both_languages(sample: JourneyFile) -> None:
    for phase in sample.model.phases:
        words = [phase.label, phase.goal, phase.promise, *phase.questions, *phase.insights]
        words += [idea.label for idea in phase.ideas]
        assert all(word is None or (word.nl and word.en) for word in words), phase.id


def test_the_planted_change_is_declared(sample: JourneyFile) -> None:
    (change,) = sample.changes
    assert change.id == "thank-you-card"
    assert change.date.isoformat() == "2026-03-02"
    assert change.expect.kpi == "review_rate"


def test_lines_stay_readable() -> None:
    assert max(len(line) for line in PATH.read_text(encoding="utf-8").splitlines()) <= 120
