"""Rows in, figures out: what is drawn is what the rows say, and what must not be drawn is not."""

import json
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest
import rows

from cjm_analytics import charts
from cjm_analytics.charts.frame import plain, share_axis
from cjm_analytics.charts.sources import month_starts
from cjm_analytics.language import Voice

FULL = rows.full_tables()


def parts(figure: go.Figure) -> dict[str, Any]:
    return json.loads(figure.to_json())  # type: ignore[no-any-return]


def test_funnel_bars_are_the_reach_and_the_rest_adds_up(nl: Voice) -> None:
    funnel = FULL["funnel"]
    reached, dropped, still_open = (
        trace["x"] for trace in parts(charts.funnel_figure(funnel, nl))["data"][:3]
    )
    assert reached == [row["n_reached"] / 12_610 for row in funnel]
    for k in range(1, 5):
        assert reached[k] + dropped[k] + still_open[k] == pytest.approx(reached[k - 1])
        assert dropped[k] == funnel[k - 1]["n_dropped"] / 12_610
    assert still_open[1] == pytest.approx((12_610 - 10_214 - 2_263) / 12_610)


def test_funnel_has_whiskers_hatching_and_both_rates(nl: Voice) -> None:
    drawn = parts(charts.funnel_figure(FULL["funnel"], nl))
    whiskers = drawn["data"][3]["error_x"]
    assert whiskers["array"][0] == pytest.approx(
        FULL["funnel"][1]["rate_of_first_high"] - FULL["funnel"][1]["rate_of_first"]
    )
    assert drawn["data"][1]["marker"]["pattern"]["shape"] == "/"
    texts = [note["text"] for note in drawn["layout"]["annotations"]]
    assert {"totaal", "stap", "<b>37,4%</b>", "46,1%"} <= set(texts)
    assert drawn["layout"]["separators"] == ",."


def test_funnel_hides_small_counts(en: Voice) -> None:
    funnel = rows.funnel_rows([200, 100, 7], [95, 90], [190, 98, 5])
    drawn = parts(charts.funnel_figure(funnel, en))
    assert drawn["data"][0]["x"][2] == 0, "seven journeys are not drawn"
    texts = " ".join(note["text"] for note in drawn["layout"]["annotations"])
    assert "< 10" in texts
    assert "3.5%" not in texts, "7 of 200 would give the seven away"


@pytest.mark.parametrize("narrow", [False, True])
def test_no_figure_breaks_on_nothing(nl: Voice, narrow: bool) -> None:
    empty = rows.empty_tables()
    summary = empty["summary"][0]
    charts.funnel_figure([], nl, narrow)
    charts.funnel_figure(empty["funnel"], nl, narrow)
    charts.funnel_figure(rows.funnel_rows([50], [0], [40]), nl, narrow)
    charts.conversions_figure(empty["funnel"], nl, narrow)
    charts.times_figure(empty["funnel"], nl, narrow)
    charts.kpis_figure([], {}, nl, narrow)
    charts.ledger_figure(summary, [], nl, narrow)
    charts.unassigned_figure([], nl, narrow)
    charts.sources_figure([], None, nl, narrow)
    charts.sankey_figure(charts.fold_flows([], list(nl.phases)), nl)


def test_flows_keep_every_transition(nl: Voice) -> None:
    flows = charts.fold_flows(FULL["flows"], list(nl.phases))
    moves = sum(row["n"] for row in FULL["flows"] if row["step"] >= 1)
    assert flows.n_total == moves
    assert sum(n for *_, n in flows.links) + flows.n_hidden == moves
    for step in range(1, 7):
        drawn = sum(n for source, _, n in flows.links if source[0] == step)
        given = sum(row["n"] for row in FULL["flows"] if row["step"] == step)
        assert given - flows.n_hidden <= drawn <= given


def test_flows_fit_one_picture_and_show_no_small_link() -> None:
    phases = [f"phase_{i:02}" for i in range(12)]
    moves = {
        (step, a, b): 5 + (7 * i + 3 * j + step) % 60
        for step in range(1, 7)
        for i, a in enumerate(phases)
        for j, b in enumerate([*phases, "(lost)", "(open)", "(done)"])
        if a != b
    }
    flows = charts.fold_flows(rows.flow_rows(moves, 9_000, 9_000), phases)
    assert len(flows.nodes) <= 40
    assert len(flows.links) <= 120
    assert min(n for *_, n in flows.links) >= 10
    assert sum(n for *_, n in flows.links) + flows.n_hidden == sum(moves.values())
    assert all(b[0] == a[0] + 1 for a, b, _ in flows.links), "a flow never goes back"


def test_flows_do_not_depend_on_the_order_of_rows(nl: Voice) -> None:
    straight = charts.fold_flows(FULL["flows"], list(nl.phases))
    assert charts.fold_flows(FULL["flows"][::-1], list(nl.phases)) == straight


def test_sankey_is_drawn_in_the_order_given(nl: Voice) -> None:
    flows = charts.fold_flows(FULL["flows"], list(nl.phases))
    sankey = parts(charts.sankey_figure(flows, nl))["data"][0]
    assert sankey["node"]["sort"] == sankey["link"]["sort"] == "input"
    assert sankey["link"]["value"] == [n for *_, n in flows.links]
    ends = {name for _, name in flows.nodes if name.startswith("(")}
    assert {"(open)", "(done)", "(lost)"} <= ends
    assert any("Nog open" in text for text in sankey["node"]["label"])


def test_kpis_are_drawn_with_form_and_colour(en: Voice) -> None:
    drawn = parts(charts.kpis_figure(FULL["kpis"], {"review_rate": "Writes a review"}, en))
    dots = drawn["data"][-1]
    assert dots["marker"]["symbol"] == ["triangle-up", "triangle-down", "triangle-down", "circle"]
    assert dots["marker"]["color"][:2] == ["var(--done)", "var(--loss)"]
    assert "Writes a review" in drawn["layout"]["yaxis"]["ticktext"]
    assert not any(
        "Chat" in text or "chat" in text for text in drawn["layout"]["yaxis"]["ticktext"]
    )


def test_times_leave_few_journeys_out(nl: Voice) -> None:
    few = [row | {"n_with_next": 9} for row in FULL["funnel"]]
    assert not any(trace["x"] for trace in parts(charts.times_figure(few, nl))["data"])


def test_ledger_adds_up_to_the_landed_rows(nl: Voice) -> None:
    from cjm_analytics.charts.quality import ledger

    summary = FULL["summary"][0]
    places = dict(ledger(summary, FULL["left_out"], nl))
    assert sum(places.values()) == summary["n_landed"] + summary["n_quarantined"]
    assert places["Weggelaten: dubbel (zelfde id)"] == 1_833


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("scroll", "scroll"),
        ("<b>bold</b>", "bold"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ("<<b>script>alert(1)", "alert(1)"),
        ("<img src=x onerror=alert(1)", "‹img src=x onerror=alert(1)"),
        ("a\x00b\u202ec\nd", "a b c d"),
        ("x" * 90, "x" * 43 + "…"),
        ("", ""),
        (None, "None"),
    ],
)
def test_labels_hold_no_markup(text: object, label: str) -> None:
    assert plain(text) == label


def test_hostile_names_reach_no_figure_as_markup(nl: Voice) -> None:
    evil = '<a href="https://evil.example">klik</a><b>'
    events = [{"event_name": evil, "n_events": 50, "n_persons": 20, "share": 0.1}]
    voice = Voice(nl.numbers, {**nl.phases, "awareness": evil})
    for figure in (
        charts.unassigned_figure(events, voice),
        charts.funnel_figure(FULL["funnel"], voice),
        charts.conversions_figure(FULL["funnel"], voice),
        charts.times_figure(FULL["funnel"], voice),
        charts.sankey_figure(charts.fold_flows(FULL["flows"], list(voice.phases)), voice),
        charts.kpis_figure(FULL["kpis"], {"review_rate": evil}, voice),
        charts.sources_figure([FULL["sources"][0] | {"source_id": evil}], None, voice),
    ):
        text = figure.to_json()
        assert "evil.example" not in text
        assert "href" not in text


def test_axes_are_written_out(nl: Voice) -> None:
    assert share_axis(nl)["ticktext"] == ["0%", "25%", "50%", "75%", "100%"]
    assert share_axis(nl, 0.018)["ticktext"] == ["0,0%", "0,5%", "1,0%", "1,5%", "2,0%"]
    assert len(month_starts(date(2020, 3, 5), date(2026, 1, 1), 8)) <= 8
