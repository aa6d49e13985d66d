"""What all figures share: colours by name, fonts, and text that Plotly cannot take for markup.

Colours are names of CSS variables. Plotly does not read those: dashboards/assets/site.js puts the
values of the theme in their place and draws again when the theme changes.
"""

import re
from typing import Any

from cjm_analytics.language import Voice

Row = dict[str, Any]

INK = "var(--ink)"
MUTED = "var(--muted)"
LINE = "var(--line)"
CARD = "var(--card)"
ACCENT = "var(--accent)"
LOSS = "var(--loss)"
DONE = "var(--done)"
OPEN = "var(--open)"
OTHER = "var(--other)"
CLEAR = "rgba(0,0,0,0)"
FONT = "var(--font)"

_TAG = re.compile(r"<[^<>]*>")
# control characters, and those that turn the reading direction round
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def plain(text: object, limit: int = 44) -> str:
    """Text from outside as a label: no pseudo-HTML, no control characters, at most `limit` long."""
    kept = _UNPRINTABLE.sub(" ", str(text))
    while _TAG.search(kept):  # again, because taking one tag out can make another
        kept = _TAG.sub("", kept)
    kept = " ".join(kept.replace("<", "‹").replace(">", "›").split())
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"


def ramp(position: int, of: int) -> str:
    """The colour of a phase: six shades, dark to light, spread over the phases of the model."""
    return f"var(--phase-{1 if of < 2 else 1 + round(5 * position / (of - 1))})"


def layout(voice: Voice, height: int, **more: Any) -> dict[str, Any]:
    """The layout of every figure; `more` goes on top of it.

    Given to the figure whole: Plotly's update_layout merges key by key, half the time of a report.
    """
    return {
        "template": {},
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": CARD,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONT, "size": 14, "color": INK},
        "separators": voice.numbers.separators,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": CARD,
            "bordercolor": LINE,
            "font": {"family": FONT, "size": 13, "color": INK},
            "align": "left",
        },
        **more,
    }


def share_axis(voice: Voice, highest: float = 1.0) -> dict[str, Any]:
    """A horizontal axis of shares from 0, with ticks written in the reader's language.

    `tickvals` lose a suffix in Plotly, so the texts are given whole.
    """
    steps = [0, 0.25, 0.5, 0.75, 1] if highest > 0.5 else _round_steps(highest)
    digits = 0 if all(abs(step * 100 - round(step * 100)) < 1e-9 for step in steps) else 1
    return {
        "range": [0, max(highest, steps[-1])],
        "tickvals": steps,
        "ticktext": [voice.numbers.percent(step, digits) for step in steps],
        "ticklabeloverflow": "allow",
        "tickfont": {"size": 12, "color": MUTED},
        "gridcolor": LINE,
        "zeroline": False,
        "fixedrange": True,
        "showline": False,
    }


def _round_steps(highest: float) -> list[float]:
    for step in (0.005, 0.01, 0.02, 0.05, 0.1, 0.125):
        if highest <= 4 * step:
            return [step * i for i in range(5)]
    return [0, 0.25, 0.5]


def row_axis(texts: list[str], margin: float = 0.5) -> dict[str, Any]:
    """A vertical axis of rows, first on top; numbered, because two rows may have the same text."""
    return {
        "range": [len(texts) - 1 + margin, -margin],
        "tickvals": list(range(len(texts))),
        "ticktext": texts,
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "ticklabelstandoff": 10,
    }


def bare_row_axis(n: int, margin: float = 0.64) -> dict[str, Any]:
    """The same without texts, which then stand above their rows (see `texts_above`)."""
    return {**row_axis([""] * n, margin), "showticklabels": False, "automargin": False}


def texts_above(texts: list[tuple[str, str]], lift: float = 0.2) -> list[dict[str, Any]]:
    """Annotations for a narrow figure: above each row a text on the left and one on the right."""
    annotations = []
    for i, (left, right) in enumerate(texts):
        place = {"xref": "paper", "y": i - lift, "yanchor": "bottom"}
        annotations.append(note(left, x=0, xanchor="left", **place))
        annotations.append(note(right, x=1, xanchor="right", **place))
    return annotations


def texts_beside(texts: list[str], width: int) -> list[dict[str, Any]]:
    """Annotations for a wide figure: right of each row a text, in a margin of `width` pixels."""
    return [
        note(text, xref="paper", x=1, xshift=width, xanchor="right", y=i, yanchor="middle")
        for i, text in enumerate(texts)
    ]


def step_name(row: Row, after: Row, voice: Voice) -> str:
    """From one phase to the next: `Aankoop → Service`."""
    return (
        f"{plain(voice.phase(row['phase_id']), 22)} → {plain(voice.phase(after['phase_id']), 22)}"
    )


def note(text: str, **more: Any) -> dict[str, Any]:
    """An annotation without an arrow."""
    return {"text": text, "showarrow": False, "font": {"size": 13, "color": INK}, **more}
