"""A final verdict stands: later nights, late files and edits of its definition add a remark."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import changed_shop
import pytest
from building import published_night
from test_changes import COUNTRIES

from cjm_analytics.declared import Run
from cjm_analytics.project import Project

CARD = (
    "{{id: card, date: 2026-03-02, affects: {{phases: [care]}}, segment: {{country: NL}},"
    " control: {{country: BE}}, expect: {{kpi: {kpi}, min_effect_pp: {least}}}, decide_on: {day}}}"
)
FINAL = CARD.format(kpi="review_rate", least=2, day="2026-06-01")


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CJM_KEY", changed_shop.KEY)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    countries = {name: COUNTRIES[name] for name in ("NL", "BE")}
    return changed_shop.write(tmp_path, countries, [FINAL])


def declare(shop: Path, change: str) -> None:
    shop.write_text(changed_shop.JOURNEY.format(changes=f"  - {change}"), encoding="utf-8")


def night(shop: Path, run_id: str) -> dict[str, dict[str, Any]]:
    """Land, build and publish the tables as a run does; gives the verdicts by KPI."""
    with published_night(Project(shop), Run(run_id, datetime(2026, 7, 1))) as engine:
        return {row["kpi_id"]: row for row in engine.records("from comparison.verdicts")}


def late_reviews(shop: Path) -> None:
    """Everybody in Belgium reviewed after the date as well: a file that came late."""
    exports = shop.parent / "exports"
    with (exports / "orders.csv").open(encoding="utf-8") as file:
        late = [
            (f"late{row['id']}", "review", row["at"], row["customer"])
            for row in csv.DictReader(file)
            if row["country"] == "BE" and row["at"] >= "2026-03-02"
        ]
    with (exports / "more-late.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "name", "at", "customer"), *late])


def test_late_data_add_a_remark_and_change_no_final_verdict(shop: Path):
    first = night(shop, "first")["review_rate"]
    assert (first["verdict"], first["status"], first["run_id"]) == ("improved", "final", "first")
    assert first["remark"] is None

    assert night(shop, "same")["review_rate"] == first

    late_reviews(shop)
    after = night(shop, "late")
    told = {"remark": "data_changed", "verdict_now": "worse"}
    estimate_now = after["review_rate"].pop("estimate_now")
    assert estimate_now < -0.4
    assert after["review_rate"] == {
        name: value for name, value in (first | told).items() if name != "estimate_now"
    }
    # All else is judged anew.
    assert {row["run_id"] for kpi, row in after.items() if kpi != "review_rate"} == {"late"}


def test_an_edited_definition_is_remarked(shop: Path):
    first = night(shop, "first")["review_rate"]
    declare(shop, CARD.format(kpi="review_rate", least=40, day="2026-06-01"))
    after = night(shop, "edited")["review_rate"]
    assert (after["verdict"], after["run_id"]) == ("improved", "first")
    assert (after["remark"], after["verdict_now"]) == ("definition_changed", "no_relevant_change")
    assert after["min_effect"] == first["min_effect"]


def test_another_kpi_does_not_take_the_place_of_the_one_that_was_judged(shop: Path):
    night(shop, "first")
    declare(shop, CARD.format(kpi="gift_rate", least=2, day="2026-06-01"))
    after = night(shop, "edited")
    assert [kpi for kpi, row in after.items() if row["is_confirmatory"]] == ["review_rate"]
    assert (after["review_rate"]["verdict"], after["review_rate"]["run_id"]) == (
        "improved",
        "first",
    )
    assert after["review_rate"]["remark"] == "definition_changed"


def test_a_kpi_that_is_taken_out_keeps_its_verdict(shop: Path):
    first = night(shop, "first")["review_rate"]
    declare(shop, CARD.format(kpi="gift_rate", least=2, day="2026-06-01"))
    text = shop.read_text(encoding="utf-8")
    without = text.replace("id: review_rate", "id: reviews_per_order")
    shop.write_text(without, encoding="utf-8")
    for run_id in ("edited", "again"):
        after = night(shop, run_id)
        assert after["review_rate"] == {**first, "remark": "definition_changed"}
        assert [kpi for kpi, row in after.items() if row["is_confirmatory"]] == ["review_rate"]
    shop.write_text(text, encoding="utf-8")
    assert night(shop, "back")["review_rate"]["run_id"] == "first"


def test_a_day_that_is_put_off_does_not_undo_what_was_decided(shop: Path):
    night(shop, "first")
    declare(shop, CARD.format(kpi="review_rate", least=2, day="2027-01-04"))
    after = night(shop, "edited")["review_rate"]
    assert (after["verdict"], after["status"]) == ("improved", "final")
    assert after["remark"] == "definition_changed"


def test_a_provisional_verdict_does_not_stand(shop: Path):
    declare(shop, CARD.format(kpi="review_rate", least=2, day="2027-01-04"))
    assert night(shop, "first")["review_rate"]["status"] == "provisional"
    late_reviews(shop)
    after = night(shop, "late")["review_rate"]
    assert after["run_id"] == "late"
    assert after["estimate"] < -0.4
    assert after["remark"] is None


def test_the_final_verdict_knows_no_more_than_decide_on(shop: Path, tmp_path: Path):
    """Judged on the day or months later, from nothing: the same weeks, the same verdict."""
    declare(shop, CARD.format(kpi="review_rate", least=2, day="2026-04-27"))
    row = night(shop, "late")["review_rate"]
    # Six weeks from 2 March end on 12 April, and fourteen days later it is 26 April.
    assert (row["n_weeks"], row["status"]) == (6, "final")
    assert row["n_after"] == 8 * 60 - 2 * 60
