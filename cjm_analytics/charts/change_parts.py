"""What stands behind a change's estimate: weeks without a change, and rate against mix."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from cjm_analytics.charts.axes import value_axis
from cjm_analytics.charts.frame import (
    ACCENT,
    CARD,
    INK,
    LINE,
    MUTED,
    OPEN,
    OTHER,
    bare_row_axis,
    layout,
    note,
    row_axis,
    texts_above,
)
from cjm_analytics.language import Unit, Voice

_BINS = 30  # columns of dots over the width of the axis


@dataclass(frozen=True)
class Placebo:
    """What the same sum gives for a week in which nothing happened."""

    starts_on: date
    estimate: float


def placebos_figure(
    placebos: Sequence[Placebo],
    estimate: float,
    unit: Unit,
    voice: Voice,
    narrow: bool = False,
) -> go.Figure:
    """A dot a placebo, piled up where they are alike, and the estimate as a line among them."""
    ends = [estimate, 0.0, *(placebo.estimate for placebo in placebos)]
    xaxis = value_axis(min(ends), max(ends), unit.tick_difference, 5)
    width = (xaxis["range"][1] - xaxis["range"][0]) / (_BINS * (0.5 if narrow else 0.6))
    piles: dict[int, int] = {}
    heights, places = [], []
    for placebo in sorted(placebos, key=lambda one: (one.estimate, one.starts_on)):
        column = round(placebo.estimate / width)
        heights.append(piles.get(column, 0))
        places.append(column * width)
        piles[column] = piles.get(column, 0) + 1
    ordered = sorted(placebos, key=lambda one: (one.estimate, one.starts_on))
    highest = max([*piles.values(), 3])
    figure = go.Figure()
    figure.add_scatter(
        x=places,
        y=heights,
        mode="markers",
        cliponaxis=False,
        marker={"size": 12, "color": OTHER, "line": {"width": 1.4, "color": CARD}},
        customdata=[
            f"<b>{voice.numbers.calendar_day(one.starts_on)}</b><br>{unit.difference(one.estimate)}"
            for one in ordered
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.add_scatter(
        x=[estimate],
        y=[0],
        mode="markers",
        cliponaxis=False,
        marker={"symbol": "diamond", "size": 15, "color": ACCENT},
        customdata=[f"<b>{voice.say('placebo.real')}</b><br>{unit.difference(estimate)}"],
        hovertemplate="%{customdata}<extra></extra>",
    )
    at = {"x0": estimate, "x1": estimate, "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    zero = {"x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    is_right = estimate > sum(xaxis["range"]) / 2
    label = note(
        f"<b>{unit.difference(estimate)}</b>",
        x=estimate,
        xanchor="right" if is_right else "left",
        xshift=-8 if is_right else 8,
        yref="paper",
        y=1,
        yanchor="top",
    )
    figure.layout = layout(
        voice,
        76 + 20 * (highest + 1),
        margin={"l": 14, "r": 14, "t": 8, "b": 46},
        xaxis=xaxis | {"title": _title(unit, voice)},
        yaxis={"range": [-0.6, highest + 0.4], "visible": False, "fixedrange": True},
        shapes=[
            {"type": "line", "line": {"color": LINE, "width": 1.5}, **zero},
            {"type": "line", "line": {"color": ACCENT, "width": 2}, **at},
        ],
        annotations=[label],
    )
    return figure


@dataclass(frozen=True)
class Split:
    """A difference along one dimension; rate and mix add up to it."""

    label: str
    rate: float
    mix: float


def mix_figure(
    splits: Sequence[Split], unit: Unit, voice: Voice, narrow: bool = False
) -> go.Figure:
    """Two bars a dimension, the second from where the first ends, to the whole difference."""
    figure = go.Figure()
    lines = [(split, part) for split in splits for part in ("rate", "mix")]
    for part, colour, shape in (("rate", ACCENT, ""), ("mix", OPEN, "/")):
        rows = [i for i, (_, own) in enumerate(lines) if own == part]
        sizes = [getattr(lines[i][0], part) for i in rows]
        figure.add_bar(
            orientation="h",
            x=sizes,
            base=[0.0 if part == "rate" else lines[i][0].rate for i in rows],
            y=rows,
            width=0.3 if narrow else 0.52,
            marker={
                "color": CARD if shape else colour,
                "line": {"color": colour, "width": 1},
                "pattern": {"shape": shape, "fgcolor": colour, "bgcolor": CARD, "size": 6},
            },
            customdata=[
                f"<b>{lines[i][0].label}</b><br>{voice.say(f'mix.{part}')}: {unit.difference(size)}"
                for i, size in zip(rows, sizes, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    totals = [split.rate + split.mix for split in splits]
    figure.add_scatter(
        x=totals,
        y=[2 * i + 1 for i in range(len(splits))],
        mode="markers",
        cliponaxis=False,
        marker={"symbol": "line-ns", "size": 20, "line": {"width": 3, "color": INK}},
        customdata=[
            f"<b>{split.label}</b><br>{voice.say('mix.total')}: {unit.difference(total)}"
            for split, total in zip(splits, totals, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    ends = [0.0, *totals, *(split.rate for split in splits)]
    xaxis = value_axis(min(ends), max(ends), unit.tick_difference, 5) | {
        "title": _title(unit, voice)
    }
    names = [f"{split.label}: {voice.say(f'mix.{part}')}" for split, part in lines]
    texts = [f"<b>{unit.difference(getattr(split, part))}</b>" for split, part in lines]
    if narrow:
        annotations = texts_above(list(zip(names, texts, strict=True)), 0.2)
        yaxis, height, right = bare_row_axis(len(lines)), 60 + 52 * len(lines), 14
    else:
        annotations = [
            note(text, xref="paper", x=1, xshift=96, xanchor="right", y=i, yanchor="middle")
            for i, text in enumerate(texts)
        ]
        yaxis, height, right = row_axis(names), 60 + 38 * len(lines), 104
    zero: dict[str, Any] = {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1}
    figure.layout = layout(
        voice,
        height,
        margin={"l": 14, "r": right, "t": 8, "b": 46},
        barmode="overlay",
        xaxis=xaxis,
        yaxis=yaxis,
        shapes=[{**zero, "line": {"color": INK, "width": 1.2}, "layer": "below"}],
        annotations=annotations,
    )
    return figure


def _title(unit: Unit, voice: Voice) -> dict[str, Any]:
    word = "axis.points" if unit.kind == "share" else "axis.difference"
    return {"text": voice.say(word), "font": {"size": 12, "color": MUTED}, "standoff": 6}
