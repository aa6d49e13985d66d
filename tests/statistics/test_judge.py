"""From weekly tables to a verdict: bad input by name, then anything at all."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import World

from cjm_analytics.comparison import ROW, Settings, corrected, judge
from cjm_analytics.statistics import CustomerSums, difference_of_ratios, ratio_of_means

FINAL = Settings(status="final")
ALONE = Settings(status="final", has_control=False)
COLUMNS = ["week", "side", "n", "value", "is_whole", "n_immature"]


def shop(effect: float = 0.1, **more) -> pd.DataFrame:
    return World(effect=effect, **more).weekly(1)[0]


def where(table: pd.DataFrame, side: str, weeks=range(-99, 99)) -> pd.Series:
    return (table["side"] == side) & table["week"].isin(weeks)


def changed(table: pd.DataFrame, rows: pd.Series, **values) -> pd.DataFrame:
    return table.assign(**{name: table[name].mask(rows, v) for name, v in values.items()})


def test_a_large_effect_is_improved():
    found = judge(shop(), FINAL)
    assert (found.verdict, found.verdict_reason) == ("improved", "interval_excludes_zero")
    assert found.method == "difference_in_differences"
    assert found.ci_low < 0.1 < found.ci_high
    assert list(found.row()) == list(ROW)


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("two weeks of data", lambda t: t[t["week"].isin([-1, 0])], "few_weeks_after"),
        ("nothing before", lambda t: t[t["week"] >= 0], "few_weeks_before"),
        ("nothing after", lambda t: t[t["week"] < 0], "no_weeks_after"),
        ("an empty table", lambda t: t.head(0), "no_weeks_after"),
        ("no column has a type", lambda t: pd.DataFrame(columns=COLUMNS), "no_weeks_after"),
        ("no treated", lambda t: t[t["side"] == "control"], "no_weeks_after"),
        ("no control", lambda t: t[t["side"] == "treated"], "few_entries_control"),
        (
            "a control with five journeys",
            lambda t: changed(t, where(t, "control"), n=5.0, value=0.2),
            "few_entries_control",
        ),
        ("29 entries", lambda t: changed(t, where(t, "treated", [-3]), n=29.0), "few_entries"),
        ("both too small", lambda t: t.assign(n=12.0), "few_entries"),
        (
            "no journeys after the date",
            lambda t: changed(t, t["week"] >= 0, n=0.0, value=math.nan),
            "no_weeks_after",
        ),
        (
            "a week without journeys",
            lambda t: changed(t, where(t, "treated", [2]), n=0.0, value=math.nan),
            "few_weeks_after",
        ),
        ("a missing week", lambda t: t[t["week"] != 2], "few_weeks_after"),
        ("a missing week before", lambda t: t[t["week"] != -4], "few_weeks_before"),
        ("no week is whole", lambda t: t.assign(is_whole=False), "no_weeks_after"),
        ("the follow-up is not over", lambda t: changed(t, t["week"] >= 3, is_whole=False),
         "few_weeks_after"),
        ("all conversions in one week", lambda t: changed(t, t["week"] != 1, value=0.0),
         "few_weeks_with_conversions"),
        ("the control never converts", lambda t: changed(t, where(t, "control"), value=0.0),
         "few_weeks_with_conversions"),
        ("all convert", lambda t: t.assign(value=1.0), "few_weeks_with_conversions"),
        ("no variance", lambda t: t.assign(value=0.3), "no_variation"),
        (
            "no variance but a step",
            lambda t: t.assign(value=np.where(where(t, "treated", range(99)), 0.4, 0.3)),
            "no_variation",
        ),
        ("values unknown", lambda t: t.assign(value=None), "no_weeks_after"),
        ("infinite values", lambda t: t.assign(value=math.inf), "no_weeks_after"),
    ],
)  # fmt: skip
def test_too_little_has_a_reason_and_no_verdict(name, make, reason):
    found = judge(make(shop()), FINAL)
    assert (found.verdict, found.verdict_reason) == ("not_enough_data", reason)
    assert found.method == "descriptive"
    assert (found.ci_low, found.p, found.mde, found.placebo_n) == (None, None, None, 0)
    assert_told(found)


@pytest.mark.parametrize("calculation", ["count", "sum", "mean", "median"])
def test_other_kinds_of_kpi_fall_back_as_well(calculation):
    few = replace(FINAL, calculation=calculation)
    in_one_week = changed(shop(), shop()["week"] != 1, value=0.0)
    assert judge(in_one_week, few).verdict_reason == "few_weeks_with_conversions"
    nothing_there = changed(shop(), where(shop(), "control", range(-8, 0)), value=0.0)
    assert judge(nothing_there, few).verdict in ("not_enough_data", "indicative", "inconclusive")
    assert judge(shop(), few).verdict in ("improved", "inconclusive")


@pytest.mark.parametrize(
    ("name", "table", "asked", "reason"),
    [
        ("a hole cuts the weeks short", lambda t: t[t["week"] != 5], FINAL, "missing_weeks"),
        ("without control", lambda t: t, ALONE, "no_control"),
        ("no earlier weeks", lambda t: t[t["week"] >= -8], FINAL, "few_placebos"),
        ("three placebos", lambda t: t[t["week"] >= -18], FINAL, "few_placebos"),
        ("before the day", lambda t: t, Settings(), "provisional"),
    ],
)
def test_what_shows_is_indicative_where_a_check_fails(name, table, asked, reason):
    found = judge(table(shop()), asked)
    assert (found.verdict, found.verdict_reason) == ("indicative", reason)


def test_four_placebos_will_do():
    found = judge(shop().query("week >= -19"), FINAL)
    assert (found.placebo_n, found.verdict) == (4, "improved")


def test_a_trend_from_before_is_only_indicative():
    found = judge(shop(divergence=0.02), replace(FINAL, has_control=True))
    assert found.pretrend_p < 0.1
    assert "pre_trend" in found.failed_checks
    assert found.adjusted_low < found.adjusted_estimate < found.adjusted_high


def test_washout_shifts_the_weeks_after():
    """The week of the date is left out wherever it is looked at, and eight others are taken."""
    table = shop(weeks_after=9)
    wild = changed(table, table["week"] == 0, value=0.99)
    found = judge(wild, replace(FINAL, washout_weeks=1))
    assert found.n_weeks == 8
    assert found.estimate == judge(table, replace(FINAL, washout_weeks=1)).estimate
    after = table[where(table, "treated", range(1, 9))]
    assert found.n_after == after["n"].sum()
    assert found.rate_after == pytest.approx(np.average(after["value"], weights=after["n"]))
    assert [placebo.week for placebo in found.placebos] == list(range(-16, -8))


def test_the_descriptive_interval_is_by_customer():
    """Three weeks after: the naive difference, with the reach of the delta method around it."""
    dice = np.random.default_rng(5)
    rows, sides = [], []
    for is_after in (True, False):
        journeys = 1 + dice.poisson(1.5, 60)
        sides.append(CustomerSums.of(dice.binomial(journeys, 0.3), journeys))
        rows.append({"is_after": is_after, **vars(sides[-1])})
    found = judge(shop(weeks_after=3), FINAL, customers=pd.DataFrame(rows))
    spread = difference_of_ratios(*map(ratio_of_means, sides))
    assert found.verdict_reason == "few_weeks_after"
    assert found.estimate == found.naive_diff
    assert found.ci_high - found.estimate == pytest.approx(spread.high - spread.estimate)
    assert found.se_model == spread.se
    unknown = pd.DataFrame(rows).assign(num=[None, 1.0])
    assert judge(shop(weeks_after=3), FINAL, customers=unknown).ci_low is None
    one_customer = pd.DataFrame(rows).assign(n=1)
    assert judge(shop(weeks_after=3), FINAL, customers=one_customer).ci_low is None


def test_a_change_of_who_came_is_only_indicative():
    weekly, groups = World(mix_shift=0.3, shock=0, season=0, trend=0).weekly(0)
    found = judge(weekly, FINAL, groups=groups)
    assert (found.verdict, found.verdict_reason) == ("indicative", "mix_shift")
    assert found.rate_effect + found.mix_effect == pytest.approx(found.naive_diff)
    assert judge(weekly, FINAL).verdict == "improved"  # so it would be without the groups


def test_a_group_above_the_line_alone_cannot_be_split():
    """A ratio of events: some group may have events of the one kind and none of the other."""
    weekly, groups = World(effect=0.1).weekly(0)
    alone = {"dimension": "persona", "group": "(none)", "week": 2, "n": 0, "k": 3}
    other = groups.assign(dimension="channel")
    odd = pd.concat([groups, pd.DataFrame([alone]), other])
    assert [part.dimension for part in judge(weekly, FINAL, groups=odd).mix] == ["channel"]
    nothing = pd.concat([groups, pd.DataFrame([{**alone, "k": None}])])
    assert judge(weekly, FINAL, groups=nothing).mix == judge(weekly, FINAL, groups=groups).mix


def test_many_questions_are_corrected_and_the_expected_one_is_not():
    expected = judge(shop(), FINAL)
    hit = judge(shop(0.03), replace(FINAL, is_confirmatory=False))
    misses = [judge(shop(0, rate=0.3 + i / 1000), hit.settings) for i in range(12)]
    short = judge(shop(weeks_after=2), hit.settings)
    first, second, *others, last = corrected([expected, hit, *misses, short])
    assert first == expected
    p = [hit.p, *(miss.p for miss in misses)]
    assert [second.p_adj, *(other.p_adj for other in others)] == pytest.approx(
        scipy.stats.false_discovery_control(p)
    )
    assert (last.p_adj, last.verdict) == (None, "not_enough_data")
    assert corrected([]) == []


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (shop().drop(columns="n"), "no column n"),
        (pd.concat([shop(), shop()]), "twice"),
        (shop().assign(side="Treated"), "none of treated, control"),
        (shop().assign(week=0.5, side="treated").head(1), "whole number"),
        (shop().assign(week=math.nan).head(1), "whole number"),
        (shop().assign(n=-1.0), "negative"),
    ],
)
def test_a_table_of_another_form_is_refused(table, message):
    with pytest.raises(ValueError, match=message):
        judge(table, FINAL)


def test_other_tables_of_another_form_are_refused():
    with pytest.raises(ValueError, match="groups has no column k"):
        judge(shop(), FINAL, groups=pd.DataFrame(columns=["dimension", "group", "week", "n"]))
    with pytest.raises(ValueError, match="customers has no column num_den"):
        judge(shop(), FINAL, customers=pd.DataFrame(columns=["is_after", *list(vars(SUMS))[:-1]]))


SUMS = CustomerSums.of([1, 0], [1, 1])


def assert_told(judgement) -> None:
    """No number is missing in disguise, and the word keeps to what the figures allow."""
    for name, value in judgement.row().items():
        assert not isinstance(value, float) or math.isfinite(value), name
    if judgement.ci_low is not None:
        assert judgement.ci_low <= judgement.estimate <= judgement.ci_high
    if judgement.method == "descriptive":
        assert judgement.verdict == "not_enough_data"
        assert judgement.p is None
        return
    assert judgement.verdict != "not_enough_data"
    assert 0 <= judgement.p <= 1
    assert judgement.placebo_k <= judgement.placebo_n
    excludes_zero = judgement.ci_low > 0 or judgement.ci_high < 0
    if judgement.verdict in ("improved", "worse"):
        assert excludes_zero
        assert judgement.status == "final"
        assert not judgement.failed_checks
        assert judgement.p_adj is None or judgement.p_adj < 0.05
        is_up = judgement.estimate > 0
        assert (judgement.verdict == "improved") == (
            is_up == (judgement.settings.direction == "up")
        )
    if judgement.verdict == "indicative":
        assert excludes_zero
    if judgement.verdict == "no_relevant_change":
        least = judgement.settings.min_effect
        assert -least <= judgement.ci_low
        assert judgement.ci_high <= least


FLAWS = ("few", "rare", "all", "short", "holes", "partial", "odd", "small control", "still")


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """A shop whose sides may wander, and in which up to two things are wrong."""
    dice = np.random.default_rng(draw(st.integers(0, 2**32)))
    flaws = draw(st.sets(st.sampled_from(FLAWS), max_size=2))
    before, after = draw(st.sampled_from([(24, 8), (26, 11), (12, 5), (52, 6)]))
    if "short" in flaws:
        before, after = draw(st.integers(0, 9)), draw(st.integers(0, 5))
    weeks = np.arange(-before, after)
    side = np.repeat(["treated", "control"], weeks.size)
    table = pd.DataFrame({"week": np.tile(weeks, 2), "side": side})
    size = np.where((side == "control") & ("small control" in flaws), 5, 500)
    n = dice.poisson(np.where("few" in flaws, size * 0.07, size))
    rate = 0.002 if "rare" in flaws else 1.0 if "all" in flaws else 0.3
    rate += draw(st.sampled_from([0.0, 0.1, -0.1])) * (table["week"] >= 0) * (side == "treated")
    k = np.round(n * 0.3) if "still" in flaws else dice.binomial(n, np.clip(rate, 0, 1))
    value = np.divide(k, n, out=np.full(n.size, np.nan), where=n > 0)
    wander = draw(st.sampled_from([0, 0, 0.03]))
    table = table.assign(n=n.astype(float), is_whole=True, n_immature=dice.poisson(2, n.size))
    table["value"] = value + wander * dice.normal(size=n.size).cumsum()
    if "partial" in flaws:
        table["is_whole"] = dice.random(n.size) < 0.97
    if "odd" in flaws:
        odd = draw(st.sampled_from([math.nan, math.inf, 0.0, 1e12, -1.0]))
        table.loc[dice.random(n.size) < 0.05, "value"] = odd
    if "holes" in flaws:
        table = table[dice.random(n.size) < 0.97]
    return table.sample(frac=1, random_state=int(dice.integers(2**31)))


asked = st.builds(
    Settings,
    calculation=st.sampled_from(["ratio", "mean", "median", "count", "sum"]),
    direction=st.sampled_from(["up", "down"]),
    min_effect=st.sampled_from([None, 0.0, 0.02, 10.0]),
    washout_weeks=st.integers(0, 3),
    has_control=st.booleans(),
    status=st.sampled_from(["provisional", "final"]),
    is_confirmatory=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(tables(), asked, st.booleans())
def test_anything_gives_a_consistent_row(table, asked, has_more):
    more = {}
    if has_more:
        treated = table[(table["side"] == "treated") & np.isfinite(table["value"])]
        groups = treated.assign(
            dimension="persona", group=treated["week"] % 2, k=treated["n"] * 0.3
        )
        customers = pd.DataFrame([{"is_after": after, **vars(SUMS)} for after in (True, False)])
        more = {"groups": groups, "customers": customers}
    found = judge(table, asked, **more)
    assert_told(found)
    for each in corrected([found, replace(found, settings=replace(asked, is_confirmatory=False))]):
        assert_told(each)


@settings(max_examples=75, deadline=None)
@given(tables(), asked)
def test_swapping_the_sides_flips_the_sign_exactly(table, asked):
    asked = replace(asked, has_control=True, calculation="mean")
    other = table.assign(side=table["side"].map({"treated": "control", "control": "treated"}))
    found, swapped = judge(table, asked), judge(other, asked)
    if "descriptive" in (found.method, swapped.method):
        assert found.method == swapped.method
        return
    assert swapped.estimate == -found.estimate
    assert (swapped.ci_low, swapped.ci_high) == (-found.ci_high, -found.ci_low)
    assert (swapped.p, swapped.mde, swapped.placebo_k) == (found.p, found.mde, found.placebo_k)
    assert swapped.pretrend_p == pytest.approx(found.pretrend_p)
    flipped = {"improved": "worse", "worse": "improved"}
    assert swapped.verdict == flipped.get(found.verdict, found.verdict)
