"""What became of a change, asked of a shop where it is known: command, notebook, plan, periods."""

import csv
import json
import statistics
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import changed_shop
import numpy as np
import pytest
import scipy.stats
from cjm_cli.main import main
from test_changes import COUNTRIES, declared
from test_final_verdicts import night

import cjm_analytics
from cjm_analytics.questions.events import QuestionRefused

BEFORE, AFTER = ("2026-01-05", "2026-03-01"), ("2026-03-02", "2026-04-26")


@pytest.fixture(scope="module", autouse=True)
def key():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CJM_KEY", changed_shop.KEY)
        yield


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory, key) -> Path:
    changes = [declared(change) for change in ("planted", "ahead", "alone", "both")]
    folder = tmp_path_factory.mktemp("asked")
    countries = {name: COUNTRIES[name] for name in ("NL", "BE")}
    path = changed_shop.write(folder, countries, changes)
    night(path, "the run")
    return path


@pytest.fixture(scope="module")
def shop(journey: Path):
    return cjm_analytics.open(journey)


@pytest.fixture
def cjm(capfd, monkeypatch, journey):
    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["cjm", *arguments, "--project", str(journey)])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        said = capfd.readouterr()
        return code, said.out, said.err

    return call


def test_a_change_is_told_with_all_that_stands_behind_it(shop):
    found = shop.compare("planted")
    assert found.verdict["verdict"] == "improved"
    assert found.verdict["run_id"] == "the run"
    assert found.of("review_rate") == dict(found.verdict)
    assert found.of("(conversion)", "care")["phase_id"] == "care"
    assert len(found.others) == 4 + 2
    assert set(found.weekly["side"]) == {"treated", "control"}
    of_kpi = found.placebos[found.placebos["kpi_id"] == "review_rate"]
    assert len(of_kpi) == found.verdict["placebo_n"]
    smaller = of_kpi["estimate"].abs() < abs(found.verdict["estimate"])
    assert smaller.sum() == found.verdict["placebo_k"]
    mix = found.mix[(found.mix["kpi_id"] == "review_rate") & (found.mix["dimension"] == "persona")]
    assert mix["rate_effect"].sum() == pytest.approx(found.verdict["rate_effect"])
    with pytest.raises(KeyError, match="nonsense"):
        found.of("nonsense")


def test_the_estimate_is_student_s_by_hand(shop):
    """Eight weekly differences against eight: scipy's t-test, widened by the placebos."""
    verdict = shop.compare("planted").verdict
    difference = np.array([rate("NL", week) - rate("BE", week) for week in range(-8, 8)])
    test = scipy.stats.ttest_ind(difference[8:], difference[:8])
    assert verdict["estimate"] == pytest.approx(difference[8:].mean() - difference[:8].mean())
    interval = test.confidence_interval()
    assert verdict["se_model"] * scipy.stats.t.ppf(0.975, 14) == pytest.approx(
        (interval.high - interval.low) / 2
    )


def rate(country: str, week: int) -> float:
    """The planted share of a country's orders that are reviewed."""
    return COUNTRIES[country].reviewed(week) / 60


def test_the_command_tells_it_in_words_and_as_json(cjm):
    code, out, _ = cjm("compare", "planted")
    assert code == 0
    assert "planted: improved (final)" in out
    assert "Anything else that happened" in " ".join(out.split())
    assert "+20." in out
    assert "placebos" in out
    code, out, _ = cjm("compare", "planted", "--json")
    told = json.loads(out)
    assert told["verdict"]["verdict"] == "improved"
    assert told["verdict"]["p_adj"] is None
    assert told["sentences"]["nl"].endswith("zit ook in dit cijfer.")
    assert "caused" not in told["sentences"]["en"]
    assert {row["side"] for row in told["weekly"]} == {"treated", "control"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["compare", "plantd"], "did you mean planted"),
        (["compare", "ahead"], "dated 2027-01-04, and the data run from 2025-09-01"),
        (["compare", "both"], "both has journeys on both sides; let segment and control exclude"),
        (["compare"], "name a change"),
        (["compare", "--before", "2026-01-05:2026-03-01"], "name a change"),
        (["compare", "--before", "soon", "--after", "2026-03-02:2026-04-26"], "is no period"),
        (["compare", "--before", "a:b", "--after", "2026-03-02:2026-04-26"], "first and last day"),
        (
            ["compare", "--before", "2026-01-05:2026-03-02", "--after", "2026-03-02:2026-04-26"],
            "not past 2026-03-02",
        ),
        (
            ["compare", "--before", "2020-01-05:2026-03-01", "--after", "2026-03-02:2026-04-26"],
            "the data run from 2025-09-01",
        ),
        (
            ["compare", "--before", "2026-03-01:2026-01-05", "--after", "2026-03-02:2026-04-26"],
            "before it begins",
        ),
        (["compare", "planted", "--kpi", "review_rate"], "give one of the two"),
        (["plan", "plantd"], "did you mean planted"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(cjm, arguments, told):
    code, out, err = cjm(*arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("where", "told"), [("{campaign: x}", "unknown column 'campaign'"), ("NL", "write a condition")]
)
def test_where_is_a_condition_on_traits(cjm, where, told):
    periods = ("--before", ":".join(BEFORE), "--after", ":".join(AFTER))
    code, _, err = cjm("compare", *periods, "--where", where)
    assert code == 2
    assert told in err


def orders_of(journey: Path, country: str, first: str, last: str) -> dict[str, datetime]:
    """Orders by customer, within two local days, as the export holds them."""
    with (journey.parent / "exports" / "orders.csv").open(encoding="utf-8") as file:
        return {
            row["customer"]: datetime.fromisoformat(row["at"])
            for row in csv.DictReader(file)
            if row["country"] == country and first <= row["at"][:10] <= last
        }


def test_two_periods_are_counted_as_by_hand(shop, journey):
    answer = shop.compare_periods(BEFORE, AFTER, where={"country": "NL"}).set_index("kpi_id")
    with (journey.parent / "exports" / "more.csv").open(encoding="utf-8") as file:
        reviewed = {
            row["customer"]: datetime.fromisoformat(row["at"])
            for row in csv.DictReader(file)
            if row["name"] == "review"
        }
    counts = Counter()
    for side, period in (("before", BEFORE), ("after", AFTER)):
        orders = orders_of(journey, "NL", *period)
        counts[f"n_{side}"] = len(orders)
        counts[side] = sum(
            customer in reviewed and reviewed[customer] - at <= timedelta(days=14)
            for customer, at in orders.items()
        )
    row = answer.loc["review_rate"]
    assert (row["n_before"], row["n_after"]) == (counts["n_before"], counts["n_after"])
    assert row["value_before"] == pytest.approx(counts["before"] / counts["n_before"])
    assert row["difference"] == pytest.approx(
        counts["after"] / counts["n_after"] - counts["before"] / counts["n_before"]
    )
    assert row["low"] < row["difference"] < row["high"]
    assert row["method"] == "descriptive"
    assert answer.loc["n_orders", "value_before"] == pytest.approx(counts["n_before"] / 56)


def test_the_young_count_on_neither_side(shop, journey):
    late = ("2026-05-04", "2026-06-07")
    answer = shop.compare_periods(BEFORE, late).set_index("kpi_id")
    moments = []
    for name in ("orders.csv", "more.csv"):
        with (journey.parent / "exports" / name).open(encoding="utf-8") as file:
            moments += [datetime.fromisoformat(row["at"]) for row in csv.DictReader(file)]
    young = sum(
        at > max(moments) - timedelta(days=14)
        for country in ("NL", "BE")
        for at in orders_of(journey, country, *late).values()
    )
    row = answer.loc["review_rate"]
    assert row["immature_before"] == 0
    assert row["immature_after"] == young > 0
    # An order's value is there at once, so none of them is too young.
    assert answer.loc["order_value", "immature_after"] == 0


def test_periods_on_the_command_line(cjm):
    periods = ("--before", ":".join(BEFORE), "--after", ":".join(AFTER))
    code, out, _ = cjm("compare", *periods, "--kpi", "review_rate", "--csv")
    assert code == 0
    header, row = out.splitlines()
    assert header.startswith("phase_id,kpi_id,measure,n_before,n_after")
    assert row.startswith("care,review_rate,ratio,960,960,")
    code, out, _ = cjm("compare", *periods)
    assert "Descriptive" in out
    code, _, err = cjm("compare", *periods, "--kpi", "review")
    assert (code, "did you mean review_rate" in err) == (2, True)


def test_a_plan_follows_from_the_weeks_before(shop, cjm):
    found = shop.plan("planted")
    weekly = [rate("NL", week) - rate("BE", week) for week in range(-26, 0)]
    assert found.n_weeks == 26
    assert found.variance == pytest.approx(statistics.variance(weekly))
    # (t at 0.975 + t at 0.8) x s x sqrt(2 / 8), by hand
    quantiles = scipy.stats.t.ppf(0.975, 14) + scipy.stats.t.ppf(0.8, 14)
    least = quantiles * statistics.stdev(weekly) * (2 / 8) ** 0.5
    assert found.detectable.set_index("weeks").loc[8, "effect"] == pytest.approx(least)
    assert found.is_seen == (found.weeks_needed <= 8)
    code, out, _ = cjm("plan", "planted")
    assert code == 0
    assert f"{least * 100:+.1f} pp" in out
    assert str(found.weeks_needed) in out


def test_a_plan_for_a_day_far_ahead_uses_the_weeks_there_are(shop):
    ahead = shop.plan("ahead")
    assert ahead.n_weeks > 30
    assert ahead.weeks_needed is not None


def test_a_change_that_has_not_run_is_refused(shop, journey):
    text = journey.read_text(encoding="utf-8")
    try:
        journey.write_text(text.replace("id: alone", "id: brandnew"), encoding="utf-8")
        with pytest.raises(QuestionRefused, match="first: cjm run"):
            cjm_analytics.open(journey).plan("brandnew")
        without = text.replace(", min_effect_pp: 2", "")
        journey.write_text(without, encoding="utf-8")
    finally:
        journey.write_text(text, encoding="utf-8")
