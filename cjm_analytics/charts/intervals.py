"""A dot with a whisker a row: the shape that conversions and KPIs share."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from cjm_analytics.charts.frame import (
    ACCENT,
    INK,
    MUTED,
    bare_row_axis,
    layout,
    row_axis,
    share_axis,
    texts_above,
    texts_beside,
)
from cjm_analytics.language import Voice


@dataclass(frozen=True)
class Dot:
    """One share with its interval. `text` and `hover` are written already and safe for Plotly."""

    label: str
    value: float
    low: float
    high: float
    text: str
    hover: str
    colour: str = ACCENT
    symbol: str = "circle"
    target: float | None = None


def dots_figure(dots: list[Dot], voice: Voice, narrow: bool = False) -> go.Figure:
    """Dots on an axis of shares from 0; narrow puts the labels above the rows, not beside them."""
    rows = list(range(len(dots)))
    bar = 0.16 if narrow else 0.28  # below the text, where that stands above
    figure = go.Figure()
    for i, dot in enumerate(dots):
        if dot.target is not None:
            figure.add_scatter(
                x=[dot.target, dot.target],
                y=[i - bar, i + bar],
                mode="lines",
                line={"color": INK, "width": 3},
                hoverinfo="skip",
            )
    figure.add_scatter(
        x=[dot.value for dot in dots],
        y=rows,
        mode="markers",
        marker={
            "size": 11,
            "color": [dot.colour for dot in dots],
            "symbol": [dot.symbol for dot in dots],
            "line": {"width": 0},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [max(0.0, dot.high - dot.value) for dot in dots],
            "arrayminus": [max(0.0, dot.value - dot.low) for dot in dots],
            "color": MUTED,
            "thickness": 2.5,
            "width": 6,
        },
        customdata=[dot.hover for dot in dots],
        hovertemplate="%{customdata}<extra></extra>",
    )
    highest = max((max(dot.high, dot.target or 0) for dot in dots), default=1.0)
    base: dict[str, Any] = {"xaxis": share_axis(voice, highest)}
    if narrow:
        texts = [(dot.label, f"<b>{dot.text}</b>") for dot in dots]
        base |= {"yaxis": bare_row_axis(len(dots)), "annotations": texts_above(texts, 0.22)}
        height, right = 40 + 60 * len(dots), 20
    else:
        base["yaxis"] = row_axis([dot.label for dot in dots])
        base["annotations"] = texts_beside([f"<b>{dot.text}</b>" for dot in dots], 78)
        height, right = 44 + 46 * len(dots), 84
    figure.layout = layout(voice, height, margin={"l": 14, "r": right, "t": 8, "b": 30}, **base)
    return figure
