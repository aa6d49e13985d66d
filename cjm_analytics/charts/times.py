"""How long a journey takes from one phase to the next."""

import itertools

import plotly.graph_objects as go

from cjm_analytics.charts.frame import (
    ACCENT,
    CARD,
    INK,
    LINE,
    MUTED,
    Row,
    bare_row_axis,
    layout,
    row_axis,
    step_name,
    texts_above,
    texts_beside,
)
from cjm_analytics.language import SMALL, Voice


def times_figure(rows: list[Row], voice: Voice, narrow: bool = False) -> go.Figure:
    """Rows of report.funnel: median to p90 and the Kaplan-Meier median, in days; none under 10."""
    shown = [
        (step_name(row, after, voice), row)
        for row, after in itertools.pairwise(rows)
        if row["median_days"] is not None
        and row["p90_days"] is not None
        and (row["n_with_next"] or 0) >= SMALL
    ]
    figure = go.Figure()
    for i, (_, row) in enumerate(shown):
        figure.add_scatter(
            x=[row["median_days"], row["p90_days"]],
            y=[i, i],
            mode="lines",
            line={"color": ACCENT, "width": 3},
            hoverinfo="skip",
        )
    for column, word, marker in (
        (
            "p90_days",
            "times.p90",
            {"symbol": "line-ns", "size": 14, "line": {"width": 3, "color": ACCENT}},
        ),
        ("median_days", "times.median", {"symbol": "circle", "size": 13, "color": ACCENT}),
        (
            "km_median_days",
            "times.km",
            {"symbol": "diamond", "size": 12, "color": CARD, "line": {"width": 2, "color": INK}},
        ),
    ):
        points = [
            (i, label, row) for i, (label, row) in enumerate(shown) if row[column] is not None
        ]
        figure.add_scatter(
            x=[row[column] for _, _, row in points],
            y=[i for i, _, _ in points],
            mode="markers",
            cliponaxis=False,
            marker=marker,
            customdata=[
                f"<b>{label}</b><br>{voice.say(word)}: {voice.numbers.days(row[column])}<br>"
                f"n = {voice.numbers.people(row['n_with_next'])}"
                for _, label, row in points
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    ends = [max(row["p90_days"], row["km_median_days"] or 0) for _, row in shown]
    longest = max(ends, default=0) or 1
    texts = [f"<b>{voice.numbers.days(row['median_days'])}</b>" for _, row in shown]
    labels = [label for label, _ in shown]
    if narrow:
        annotations = texts_above(list(zip(labels, texts, strict=True)), 0.22)
        axis, height, right = bare_row_axis(len(shown)), 56 + 60 * len(shown), 20
    else:
        annotations = texts_beside(texts, 92)
        axis, height, right = row_axis(labels), 60 + 46 * len(shown), 98
    figure.layout = layout(
        voice,
        height,
        margin={"l": 14, "r": right, "t": 8, "b": 46},
        xaxis={
            "range": [0, 1.04 * longest],
            "title": {"text": voice.say("times.axis"), "font": {"size": 12, "color": MUTED}},
            "tickfont": {"size": 12, "color": MUTED},
            "gridcolor": LINE,
            "zeroline": False,
            "fixedrange": True,
            "nticks": 6,
        },
        yaxis=axis,
        annotations=annotations,
    )
    return figure
