"""Figures of a change: what is drawn is what the rows say, and nobody under ten is in them."""

import json
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go
import pytest
from change_rows import CHANGE_ON, placebo_rows, week_rows

from cjm_analytics import charts
from cjm_analytics.charts.axes import round_step, value_axis
from cjm_analytics.charts.change_parts import Placebo, Split
from cjm_analytics.charts.change_points import Point, points_of
from cjm_analytics.charts.change_weeks import Dates, Mean
from cjm_analytics.charts.outcomes import Effect, Panel
from cjm_analytics.language import Numbers, Unit, Voice

SHARE = Unit(Numbers("en"))
DATES = Dates(CHANGE_ON, CHANGE_ON + timedelta(weeks=1), date(2026, 6, 1))


def parts(figure: go.Figure) -> dict[str, Any]:
    return json.loads(figure.to_json())  # type: ignore[no-any-return]


def week(number: int, n: int, k: int, side: str = "treated", **more: Any) -> dict[str, Any]:
    return {
        "side": side,
        "week": number,
        "starts_on": CHANGE_ON + timedelta(weeks=number),
        "n": n,
        "value": k / n if n else None,
        "is_complete": True,
        "is_washout": number == 0,
        **more,
    }


def shares(points: list[Point]) -> list[tuple[int, int, float | None]]:
    return [(point.week, point.n_weeks, point.value) for point in points]


def test_weeks_are_taken_together_until_they_hold_ten() -> None:
    rows = [week(-5, 40, 12), week(-4, 40, 6), week(-3, 40, 5), week(-2, 40, 0), week(-1, 40, 13)]
    assert shares(points_of(rows, "ratio", 8, 1)) == [
        (-5, 1, 0.3),
        (-4, 2, pytest.approx(11 / 80)),
        (-2, 1, 0.0),
        (-1, 1, pytest.approx(13 / 40)),
    ]


def test_what_is_left_over_joins_the_weeks_before_it() -> None:
    rows = [week(-4, 40, 12), week(-3, 40, 11), week(-2, 40, 0), week(-1, 40, 3)]
    assert shares(points_of(rows, "ratio", 8, 1)) == [
        (-4, 1, 0.3),
        (-3, 3, pytest.approx(14 / 120)),
    ]
    few = points_of([week(-2, 40, 2), week(-1, 40, 3)], "ratio", 8, 1)
    assert shares(few) == [(-2, 2, None)], "five together are still too few"


def test_no_point_lies_across_the_date_a_gap_or_the_washout() -> None:
    rows = [week(n, 40, 4) for n in (-9, -8, -7, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4)]
    rows.append(week(5, 20, 4, is_complete=False))
    points = points_of(rows, "ratio", 7, 1)
    assert [(point.week, point.last_week) for point in points] == [
        *((-9, -8), (-7, -6), (-4, -1), (0, 0), (1, 4), (5, 5)),
    ]
    assert [point.is_compared for point in points] == [False, True, True, False, True, False]
    assert [point.stage for point in points] == [
        *("before", "before", "before", "washout", "after", "young"),
    ]
    assert [point.value is None for point in points] == [True, True, False, True, False, True]


@pytest.mark.parametrize("seed", range(40))
def test_no_shown_week_gives_under_ten_away(seed: int) -> None:
    rows = [
        week(n, (7 * seed + 13 * n * n) % 60, 0) | {"side": side}
        for side in ("treated", "control")
        for n in range(-20, 12)
    ]
    for i, row in enumerate(rows):
        row["value"] = ((seed + 3 * i) % (row["n"] + 1)) / row["n"] if row["n"] else None
    points = points_of(rows, "ratio", 8, 1)
    assert sum(point.n for point in points) == sum(row["n"] for row in rows)
    for point in points:
        if point.value is not None:
            assert point.n >= 10
            assert not 0 < round(point.n * point.value) < 10


def test_other_measures_are_never_mixed_over_weeks() -> None:
    rows = [week(-2, 9, 9), week(-1, 12, 12)]
    assert shares(points_of(rows, "mean", 8, 1)) == [(-2, 1, None), (-1, 1, 1.0)]
    rows = [week(-1, 12, 0, value=7.0) | {"value": 7.0}]
    assert shares(points_of(rows, "count", 8, 1)) == [(-1, 1, None)]
    assert shares(points_of(rows, "median", 8, 1)) == [(-1, 1, 7.0)]


def drawn_weeks(rows: list[dict[str, Any]], voice: Voice, narrow: bool = False) -> dict[str, Any]:
    points = points_of(rows, "ratio", 8, 1)
    means = [Mean("treated", date(2026, 1, 5), CHANGE_ON, 0.2)]
    return parts(charts.change_weeks_figure(points, means, DATES, SHARE, voice, narrow))


@pytest.mark.parametrize("narrow", [False, True])
def test_weeks_are_drawn_with_date_washout_and_gaps(en: Voice, narrow: bool) -> None:
    drawn = drawn_weeks(week_rows(n=300, missing=(-12,)), en, narrow)
    mean, _, _, _, solid, dotted, markers = drawn["data"]
    assert mean["y"] == [0.2, 0.2]
    assert solid["line"]["dash"] == "solid"
    assert dotted["line"]["dash"] == "dot"
    xs = [x for x in solid["x"] if x]
    gone = (CHANGE_ON + timedelta(weeks=-12, days=3)).isoformat()
    assert gone not in xs
    between = (CHANGE_ON + timedelta(weeks=-13, days=3)).isoformat()
    assert solid["x"][solid["x"].index(between) + 1] is None, "no line crosses the missing week"
    assert markers["marker"]["color"].count("var(--card)") == 2, "two young weeks are hollow"
    rect, line, verdict = drawn["layout"]["shapes"]
    assert (rect["x0"], rect["x1"]) == ("2026-03-02", "2026-03-09")
    assert line["x0"] == line["x1"] == "2026-03-02"
    assert verdict["x0"] == "2026-06-01"
    texts = [note["text"] for note in drawn["layout"]["annotations"]]
    assert "<b>2 Mar 2026</b>" in texts if narrow else "<b>change 2 Mar 2026</b>" in texts


def test_no_weeks_are_no_error(nl: Voice) -> None:
    for narrow in (False, True):
        charts.change_weeks_figure([], [], DATES, SHARE, nl, narrow)
        charts.change_weeks_figure([], [], Dates(CHANGE_ON, CHANGE_ON), SHARE, nl, narrow)
        charts.outcomes_figure([], nl, narrow)
        charts.mix_figure([], SHARE, nl, narrow)
        charts.placebos_figure([], 0.1, SHARE, nl, narrow)
        charts.placebos_figure([], 0.0, SHARE, nl, narrow)


def effect(label: str, estimate: float, **more: Any) -> Effect:
    reach = more.pop("reach", 0.05)
    return Effect(
        label=label, group=more.pop("group", "Loyalty"), estimate=estimate, low=estimate - reach,
        high=estimate + reach, effect="+1 pp", interval="0 to 2", p="0.01", verdict="x", hover="h",
        **more,
    )  # fmt: skip


@pytest.mark.parametrize("narrow", [False, True])
def test_forest_has_a_panel_for_each_unit(en: Voice, narrow: bool) -> None:
    first = effect("Writes", 0.18, tone="good", is_sure=True, least=0.02, is_expected=True)
    panels = [
        Panel((first, effect("Asks", -0.1, tone="bad", group="Service")), "points", SHARE.tick),
        Panel((effect("Order", 0.02),), "relative", SHARE.tick),
    ]
    drawn = parts(charts.outcomes_figure(panels, en, narrow))
    points, relative = drawn["data"]
    assert points["x"] == [0.18, -0.1]
    assert points["error_x"]["array"] == pytest.approx([0.05, 0.05])
    assert points["marker"]["symbol"] == ["triangle-up", "triangle-down"]
    assert points["marker"]["color"] == ["var(--done)", "var(--card)"], "hollow is not sure"
    assert (relative["xaxis"], relative["yaxis"]) == ("x2", "y2")
    upper, lower = (drawn["layout"][name]["domain"] for name in ("yaxis", "yaxis2"))
    assert upper[0] > lower[1], "one above the other"
    assert [drawn["layout"][name]["title"]["text"] for name in ("xaxis", "xaxis2")] == [
        *("points", "relative"),
    ]
    low, high = drawn["layout"]["xaxis"]["range"]
    assert low < -0.15
    assert high > 0.23
    band = next(shape for shape in drawn["layout"]["shapes"] if shape["type"] == "rect")
    assert (band["x0"], band["x1"]) == (-0.02, 0.02)


def test_an_empty_panel_takes_no_room(en: Voice) -> None:
    panels = [Panel((), "points", SHARE.tick), Panel((effect("Order", 0.02),), "rel", SHARE.tick)]
    drawn = parts(charts.outcomes_figure(panels, en))
    assert len(drawn["data"]) == 1
    assert "xaxis2" not in drawn["layout"]


def test_every_placebo_is_a_dot(en: Voice) -> None:
    placebos = [Placebo(row["starts_on"], row["estimate"]) for row in placebo_rows(n=80)]
    dots, real = parts(charts.placebos_figure(placebos, 0.184, SHARE, en))["data"]
    assert len(dots["x"]) == 80
    assert len(set(zip(dots["x"], dots["y"], strict=True))) == 80, "none hides another"
    assert real["x"] == [0.184]
    width = max(
        b - a for a, b in zip(sorted(set(dots["x"])), sorted(set(dots["x"]))[1:], strict=False)
    )
    for x, text in zip(dots["x"], dots["customdata"], strict=True):
        told = float(text.split("<br>")[1].removesuffix(" pp").replace("−", "-")) / 100
        assert abs(x - told) < width


def test_rate_and_mix_end_at_the_whole(en: Voice) -> None:
    splits = [Split("Persona", 0.16, -0.02), Split("Channel", 0.1, 0.04)]
    rate, mix, total = parts(charts.mix_figure(splits, SHARE, en))["data"]
    assert rate["base"] == [0, 0]
    assert mix["base"] == rate["x"] == [0.16, 0.1]
    assert total["x"] == pytest.approx([0.14, 0.14])
    assert mix["marker"]["pattern"]["shape"] == "/", "told apart without colour"


def test_axes_of_values() -> None:
    assert round_step(1.0, 5) == 0.2
    assert round_step(0.0, 5) == 1.0
    axis = value_axis(0.1, 0.45, SHARE.tick, 5)
    assert axis["ticktext"] == ["10%", "20%", "30%", "40%"]
    assert axis["range"][0] < 0.1
    flat = value_axis(0.2, 0.2, SHARE.tick)
    assert flat["range"][0] < 0.2 < flat["range"][1]


def test_hostile_labels_reach_no_figure_of_a_change(nl: Voice) -> None:
    from cjm_analytics.report.change import changes_of
    from cjm_analytics.report.outcomes_card import outcomes_card

    evil = '<a href="https://evil.example">klik</a><b>'
    voice = Voice(nl.numbers, {**nl.phases, "purchase": evil, "loyalty": evil})
    from types import SimpleNamespace

    import rows

    journey: Any = SimpleNamespace(kpis=(), changes=(), kpi=SimpleNamespace(maturity=None))
    (change,) = changes_of(rows.full_tables(), journey, voice)
    card = outcomes_card(change, voice)
    assert card.chart is not None
    assert "evil.example" not in card.chart.json
    assert "href" not in card.chart.json
