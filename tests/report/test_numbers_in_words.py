"""Numbers and days as a Dutch and as an English reader expect them."""

from datetime import UTC, datetime

import pytest

from cjm_analytics.language import LANGUAGES, WORDS, Numbers

NL, EN = Numbers("nl"), Numbers("en")


def test_decimal_marks() -> None:
    assert NL.decimal(1234.5) == "1.234,5"
    assert EN.decimal(1234.5) == "1,234.5"
    assert NL.decimal(-0.35, 2) == "−0,35"


@pytest.mark.parametrize(
    ("n", "text"), [(None, "geen gegevens"), (0, "0"), (1, "< 10"), (9, "< 10"), (10, "10")]
)
def test_people_under_ten_are_not_shown(n: int | None, text: str) -> None:
    assert NL.people(n) == text


@pytest.mark.parametrize(
    ("rate", "counted", "n", "text"),
    [
        (None, 0, 0, "no data"),
        (0.5, 2, 4, "n < 10"),
        (0.05, 5, 100, "< 10.0%"),
        (0.0, 0, 100, "0.0%"),
        (0.25, 25, 100, "25.0%"),
        (0.0001, 20, 200_000, "< 0.1%"),
    ],
)
def test_share_of_people(rate: float | None, counted: int, n: int, text: str) -> None:
    assert EN.share(rate, counted, n) == text


def test_interval_says_its_unit_once_and_hides_with_its_rate() -> None:
    assert NL.interval(0.364, 0.376, 370, 1000) == "36,4–37,6%"
    assert NL.interval(0.1, 0.9, 3, 6) == ""
    assert NL.interval(0.001, 0.02, 7, 1000) == ""
    assert NL.interval(None, None, 0, 0) == ""


def test_money() -> None:
    assert NL.money(231_874.55) == "€\xa0231.875"
    assert EN.money(231_874.55) == "€231,875"
    assert NL.money(51.3) == "€\xa051,30"
    assert EN.money(51.3, "GBP") == "£51.30"


def test_durations_in_the_unit_that_fits() -> None:
    assert NL.days(1.1) == "26,4 uur"
    assert NL.days(90 / 1440) == "90 min"
    assert NL.days(0.0001) == "< 1 min"
    assert NL.days(0.0) == "0 min"
    assert NL.days(30.0) == "30 dagen"
    assert EN.days(13.25) in ("13.2 days", "13.3 days")
    assert EN.days(None) == "no data"


def test_days_are_local_days() -> None:
    late = datetime(2026, 6, 7, 22, 30, tzinfo=UTC)
    assert NL.day(late) == "8 jun 2026"
    assert NL.day(late.replace(tzinfo=None)) == "8 jun 2026", "stored moments are UTC"
    assert NL.moment(late) == "8 jun 2026, 00:30"
    assert Numbers("en", timezone="America/New_York").day(late) == "7 Jun 2026"
    assert NL.period(None, late) == "geen gegevens"


def test_every_text_is_there_in_both_languages() -> None:
    for key, texts in WORDS.items():
        assert len(texts) == len(LANGUAGES), key
        assert all(text.strip() for text in texts), key
        nl, en = (sorted(part[1:-1] for part in _places(text)) for text in texts)
        assert nl == en, f"{key} fills in different places"


def _places(text: str) -> list[str]:
    import re

    return re.findall(r"\{\w*\}", text)
