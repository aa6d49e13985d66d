"""Changes judged by a whole night: what was planted is found, and what cannot be said is not."""

import math
from pathlib import Path
from typing import Any

import changed_shop
import pytest
from building import built
from changed_shop import Country


def _some(week: int, step: int) -> int:
    """Twelve of sixty, give or take two: weeks differ, and no side drifts."""
    return 12 + (week * step) % 5 - 2


COUNTRIES = {
    "NL": Country(
        reviewed=lambda week: _some(week, 2) + (0 if week < 0 else 12),
        gifts=lambda week: 60 if week == 3 else 0,
    ),
    "BE": Country(reviewed=lambda week: _some(week, 3)),
    "LU": Country(orders=lambda week: int(week % 8 == 0)),
    "DE": Country(orders=lambda week: 0 if week in (-3, 2) else 60),
    "FR": Country(reviewed=lambda week: _some(week, 1)),
    "AT": Country(orders=lambda week: 60 if week in (-1, 0) else 0),
    "PL": Country(orders=lambda week: 60 if week < 0 else 0),
}
DAY = "2026-03-02"
CHANGES = {
    # id: (date, segment, control, what more is said)
    "planted": (DAY, "NL", "BE", "decide_on: 2026-06-01"),
    "swapped": (DAY, "BE", "NL", "decide_on: 2026-06-01"),
    "nothing": (DAY, "FR", "BE", "decide_on: 2026-06-01"),
    "washed": (DAY, "NL", "BE", "decide_on: 2026-06-01, washout: 8 days"),
    "alone": (DAY, "NL", None, "decide_on: 2026-06-01"),
    "undecided": (DAY, "NL", "BE", "decide_on: 2026-12-01"),
    "open": (DAY, "NL", "BE", ""),
    "late": ("2026-05-25", "NL", "BE", ""),
    "ahead": ("2027-01-04", "NL", "BE", ""),
    "ancient": ("2024-01-01", "NL", "BE", ""),
    "tiny": (DAY, "NL", "LU", ""),
    "both": (DAY, "{in: [NL, BE]}", "BE", ""),
    "holed": (DAY, "DE", "FR", ""),
    "brief": (DAY, "AT", "FR", ""),
    "gone": (DAY, "PL", "FR", ""),
    "nobody": (DAY, "ES", "FR", ""),
}


def declared(change: str) -> str:
    """A change as journey.yml says it."""
    day, segment, control, more = CHANGES[change]
    said = [
        *(f"id: {change}", f"date: {day}", "affects: {phases: [care]}"),
        "expect: {kpi: review_rate, min_effect_pp: 2}",
        f"segment: {{country: {segment}}}",
        *([f"control: {{country: {control}}}"] if control else []),
        *([more] if more else []),
    ]
    return f"{{{', '.join(said)}}}"


Rows = dict[tuple[str, str], dict[str, Any]]


def verdicts(journey: Path, working: Path) -> Rows:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CJM_KEY", changed_shop.KEY)
        with built(journey, working) as engine:
            rows = engine.records("select * from report.changes")
    return {(row["change_id"], row["kpi_id"]): row for row in rows if row["kpi_id"][0] != "("}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    folder = tmp_path_factory.mktemp("changed")
    changes = [declared(change) for change in CHANGES]
    return verdicts(changed_shop.write(folder, COUNTRIES, changes), folder / "working.duckdb")


def test_a_planted_effect_is_found(found: Rows):
    row = found["planted", "review_rate"]
    assert (row["verdict"], row["status"]) == ("improved", "final")
    assert row["ci_low"] < 0.2 < row["ci_high"]
    assert row["method"] == "difference_in_differences"
    assert row["n_weeks"] == 8
    assert row["placebo_n"] > 8
    # By hand: eight weeks of sixty orders on either side of the date.
    assert (row["n_before"], row["n_after"]) == (480, 480)
    assert row["naive_diff"] == pytest.approx(row["rate_after"] - row["rate_before"])
    assert row["rate_effect"] + row["mix_effect"] == pytest.approx(row["naive_diff"])


def test_swapped_sides_turn_the_sign(found: Rows):
    planted, swapped = found["planted", "review_rate"], found["swapped", "review_rate"]
    assert swapped["verdict"] == "worse"
    for name, other in (("estimate", "estimate"), ("ci_low", "ci_high"), ("ci_high", "ci_low")):
        assert swapped[name] == pytest.approx(-planted[other], abs=1e-12)


def test_where_nothing_happened_nothing_is_called(found: Rows):
    rows = [row for (change, _), row in found.items() if change == "nothing"]
    assert len(rows) == 5
    assert not {row["verdict"] for row in rows} & {"improved", "worse", "indicative"}


def test_a_washout_leaves_whole_weeks_out(found: Rows):
    row = found["washed", "review_rate"]
    assert (row["gap_weeks"], row["n_weeks"], row["verdict"]) == (2, 8, "improved")


def test_without_a_control_it_is_indicative_at_most(found: Rows):
    row = found["alone", "review_rate"]
    assert (row["verdict"], row["verdict_reason"]) == ("indicative", "no_control")
    assert row["method"] == "segmented_regression"
    assert row["control_before"] is None


@pytest.mark.parametrize("change", ["undecided", "open"])
def test_before_its_day_a_verdict_is_provisional(found: Rows, change: str):
    row = found[change, "review_rate"]
    assert (row["verdict"], row["status"]) == ("indicative", "provisional")
    assert row["verdict_reason"] == "provisional"


@pytest.mark.parametrize(
    ("change", "kpi", "reason"),
    [
        ("late", "review_rate", "no_weeks_after"),
        ("ahead", "review_rate", "date_after_data"),
        ("ancient", "review_rate", "date_before_data"),
        ("tiny", "review_rate", "few_entries_control"),
        ("both", "review_rate", "sides_overlap"),
        ("holed", "review_rate", "few_weeks_after"),
        ("brief", "review_rate", "few_weeks_after"),
        ("gone", "review_rate", "no_weeks_after"),
        ("nobody", "review_rate", "no_weeks_after"),
        ("planted", "gift_rate", "few_weeks_with_conversions"),
        ("planted", "all_order", "few_weeks_with_conversions"),
    ],
)
def test_what_cannot_be_said_is_not_said(found: Rows, change: str, kpi: str, reason: str):
    row = found[change, kpi]
    assert (row["verdict"], row["verdict_reason"]) == ("not_enough_data", reason)
    assert row["p"] is None
    assert row["mde"] is None


def test_counts_that_never_vary_say_nothing(found: Rows):
    row = found["planted", "n_orders"]
    assert (row["verdict"], row["verdict_reason"]) == ("not_enough_data", "no_variation")


def test_no_number_is_infinite_or_nan(found: Rows):
    for row in found.values():
        for name, value in row.items():
            assert not isinstance(value, float) or math.isfinite(value), (name, row)


def test_two_weeks_of_data_are_not_enough(tmp_path: Path):
    journey = changed_shop.write(tmp_path, COUNTRIES, [declared("planted")], range(-1, 1))
    rows = verdicts(journey, tmp_path / "working.duckdb")
    assert {row["verdict"] for row in rows.values()} == {"not_enough_data"}
