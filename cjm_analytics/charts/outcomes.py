"""A forest plot: what else moved, outcome by outcome, each with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from cjm_analytics.charts.axes import Write, value_axis
from cjm_analytics.charts.frame import (
    ACCENT,
    CARD,
    DONE,
    INK,
    LINE,
    LOSS,
    MUTED,
    bare_row_axis,
    layout,
    note,
    row_axis,
)
from cjm_analytics.language import Voice

_ROW, _NARROW_ROW, _AXIS = 48, 66, 68  # pixels: a row, one on a telephone, an axis with its title
# the columns right of a wide figure, and where they end (the last begins)
_COLUMNS = (("effect", 140), ("p", 204), ("verdict", 224))
_RIGHT = 386
_LOOKS = {
    "good": (DONE, "triangle-up"),
    "bad": (LOSS, "triangle-down"),
    "quiet": (ACCENT, "circle"),
}


@dataclass(frozen=True)
class Effect:
    """One outcome's estimate; texts are written already and safe for Plotly.

    `group`: the phase it is of; `tone`: good, bad or quiet; hollow unless `is_sure`; `least`: the
    band around 0 that is of no importance.
    """

    label: str
    group: str
    estimate: float
    low: float
    high: float
    effect: str
    interval: str
    p: str
    verdict: str
    hover: str
    tone: str = "quiet"
    is_sure: bool = False
    least: float | None = None
    is_expected: bool = False


@dataclass(frozen=True)
class Panel:
    """Effects in one unit, and the title of their axis."""

    effects: tuple[Effect, ...]
    title: str
    write: Write


def outcomes_figure(panels: Sequence[Panel], voice: Voice, narrow: bool = False) -> go.Figure:
    """A panel for each unit, one above the other; whole intervals, zero as a line.

    Narrow puts the names and effects above the rows; p and verdict stay in the table.
    """
    figure = go.Figure()
    panels = [panel for panel in panels if panel.effects]
    row = _NARROW_ROW if narrow else _ROW
    heights = [row * len(panel.effects) + _AXIS for panel in panels]
    top, inside = 8 if narrow else 34, sum(heights) or _AXIS
    base: dict[str, Any] = {}
    shapes: list[dict[str, Any]] = []
    annotations = [] if narrow or not panels else _column_heads(top, voice)
    above = 0
    for number, (panel, height) in enumerate(zip(panels, heights, strict=True)):
        key = "" if number == 0 else str(number + 1)
        domain = [1 - (above + height - _AXIS) / inside, 1 - above / inside]
        above += height
        _add_effects(figure, panel.effects, key)
        base |= _axes(panel, key, domain, narrow)
        shapes += _marks(panel.effects, key, narrow)
        texts = _narrow_texts if narrow else _wide_texts
        annotations += texts(panel.effects, key)
    figure.layout = layout(
        voice,
        inside + top,
        margin={"l": 8, "r": 14 if narrow else _RIGHT, "t": top, "b": 4},
        shapes=shapes,
        annotations=annotations,
        **base,
    )
    return figure


def _add_effects(figure: go.Figure, effects: Sequence[Effect], key: str) -> None:
    looks = [_LOOKS[effect.tone] for effect in effects]
    figure.add_scatter(
        x=[effect.estimate for effect in effects],
        y=list(range(len(effects))),
        xaxis=f"x{key}",
        yaxis=f"y{key}",
        mode="markers",
        marker={
            "size": [14 if effect.is_expected else 11 for effect in effects],
            "opacity": 1,
            "color": [
                colour if effect.is_sure else CARD
                for effect, (colour, _) in zip(effects, looks, strict=True)
            ],
            "symbol": [symbol for _, symbol in looks],
            "line": {"width": 2, "color": [colour for colour, _ in looks]},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [max(0.0, effect.high - effect.estimate) for effect in effects],
            "arrayminus": [max(0.0, effect.estimate - effect.low) for effect in effects],
            "color": MUTED,
            "thickness": 2.2,
            "width": 5,
        },
        customdata=[effect.hover for effect in effects],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _axes(panel: Panel, key: str, domain: list[float], narrow: bool) -> dict[str, Any]:
    ends = [end for effect in panel.effects for end in (effect.low, effect.high)]
    xaxis = value_axis(min(*ends, 0.0), max(*ends, 0.0), panel.write, 5 if narrow else 7)
    xaxis |= {
        "anchor": f"y{key}",
        "title": {"text": panel.title, "font": {"size": 12, "color": MUTED}, "standoff": 6},
    }
    names = [f"{_name(effect)}<br>{_small(effect.group)}" for effect in panel.effects]
    yaxis = bare_row_axis(len(names)) if narrow else row_axis(names)
    return {f"xaxis{key}": xaxis, f"yaxis{key}": {**yaxis, "anchor": f"x{key}", "domain": domain}}


def _name(effect: Effect) -> str:
    return f"<b>{effect.label}</b>" if effect.is_expected else effect.label


def _small(text: str) -> str:
    return f'<span style="font-size:12px">{text}</span>'


def _marks(effects: Sequence[Effect], key: str, narrow: bool) -> list[dict[str, Any]]:
    """The line of no difference, the band of no importance, and lines between groups."""
    where = {"xref": f"x{key}", "layer": "below"}
    zero = {"type": "line", "x0": 0, "x1": 0, "yref": f"y{key} domain", "y0": 0, "y1": 1}
    shapes = [{**zero, "line": {"color": INK, "width": 1.2}, **where}]
    for i, effect in enumerate(effects):
        if effect.least:
            band = {"type": "rect", "x0": -effect.least, "x1": effect.least, "yref": f"y{key}"}
            # below the text, where that stands above
            band |= {"y0": i - (0.14 if narrow else 0.44), "y1": i + (0.3 if narrow else 0.44)}
            band |= {"fillcolor": MUTED, "opacity": 0.18}
            shapes.append({**band, "line": {"width": 0}, **where})
        if i and effect.group != effects[i - 1].group:
            line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": f"y{key}"}
            line |= {"y0": i - 0.5, "y1": i - 0.5, "line": {"color": LINE, "width": 1}}
            shapes.append(line | {"layer": "below"})
    return shapes


def _column_heads(top: int, voice: Voice) -> list[dict[str, Any]]:
    return [
        note(
            voice.say(f"outcomes.{name}"),
            xref="paper",
            x=1,
            xshift=shift,
            xanchor="left" if name == "verdict" else "right",
            yref="paper",
            y=1,
            yshift=top - 26,
            yanchor="bottom",
        )
        | {"font": {"size": 12, "color": MUTED}}
        for name, shift in _COLUMNS
    ]


def _wide_texts(effects: Sequence[Effect], key: str) -> list[dict[str, Any]]:
    colours = {"good": DONE, "bad": LOSS, "quiet": MUTED}
    texts = []
    for i, effect in enumerate(effects):
        cells = (
            (f"<b>{effect.effect}</b><br>{_small(effect.interval)}", "right", INK),
            (effect.p, "right", INK),
            (effect.verdict, "left", colours[effect.tone]),
        )
        for (_, shift), (text, anchor, colour) in zip(_COLUMNS, cells, strict=True):
            place = {"xref": "paper", "x": 1, "xshift": shift, "xanchor": anchor, "align": anchor}
            place |= {"yref": f"y{key}", "y": i, "yanchor": "middle"}
            texts.append(note(text, **place) | {"font": {"size": 13, "color": colour}})
    return texts


def _narrow_texts(effects: Sequence[Effect], key: str) -> list[dict[str, Any]]:
    texts = []
    for i, effect in enumerate(effects):
        up: dict[str, Any] = {
            "xref": "paper",
            "yref": f"y{key}",
            "y": i - 0.16,
            "yanchor": "bottom",
        }
        texts.append(note(_name(effect), x=0, xanchor="left", **up))
        texts.append(note(f"<b>{effect.effect}</b>", x=1, xanchor="right", **up))
    return texts
