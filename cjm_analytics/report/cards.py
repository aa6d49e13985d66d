"""A card of a page: a question, its answer as headline, a chart, the table behind it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from cjm_analytics.language import Voice
from cjm_analytics.report.tables import Table


@dataclass(frozen=True)
class Chart:
    """A figure in two shapes, as JSON safe inside a script element. `label` is its headline."""

    id: str
    label: str
    json: Markup
    height: int
    height_narrow: int
    scrolls: bool = False


@dataclass(frozen=True)
class Legend:
    """What a colour and its pattern mean. `look` is a class of site.css."""

    look: str
    text: str


@dataclass(frozen=True)
class Entry:
    """A line that leads to a page: what it says, and in short above it."""

    text: str
    href: str
    name: str = ""
    note: str = ""
    label: str = ""
    tone: str = "quiet"


@dataclass(frozen=True)
class Check:
    """`state`: passed, failed or open (it could not be made), as sign and word in `label`.

    `code` is for machines.
    """

    code: str
    title: str
    state: str
    label: str
    text: str


@dataclass(frozen=True)
class Card:
    """One question and its answer; half a page wide where `is_half`."""

    id: str
    question: str
    headline: str
    chart: Chart | None = None
    table: Table | None = None
    legend: tuple[Legend, ...] = ()
    chart_notes: tuple[str, ...] = ()  # how to read the chart: left out where there is none
    notes: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    checks: tuple[Check, ...] = ()
    table_is_open: bool = False
    is_half: bool = False


def chart(
    id: str, label: str, draw: Callable[[bool], go.Figure], scrolls: bool = False
) -> Chart | None:
    """`draw(narrow)` gives the figure for a page or for a telephone. None if it holds no data."""
    wide = figure_json(draw(False))
    narrow = wide if scrolls else figure_json(draw(True))
    if not any(has_data(trace) for trace in wide["data"]):
        return None
    return Chart(
        id=id,
        label=label,
        json=script_json({"wide": wide, "narrow": narrow}),
        height=wide["layout"]["height"],
        height_narrow=narrow["layout"]["height"],
        scrolls=scrolls,
    )


def figure_json(figure: go.Figure) -> dict[str, Any]:
    """A figure as plain lists and dicts, without Plotly's own template."""
    plain: dict[str, Any] = json.loads(figure.to_json())
    plain["layout"].pop("template", None)
    return plain


def has_data(trace: dict[str, Any]) -> bool:
    """Whether a trace draws anything."""
    if trace["type"] == "sankey":
        return bool(trace["link"].get("value"))
    return bool(trace.get("x"))


def script_json(value: object) -> Markup:
    """JSON in which no text can end the script element or start a comment."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


@dataclass(frozen=True)
class Tile:
    """One of the five numbers on top."""

    label: str
    value: str
    note: str = ""
    tone: str = ""

    @property
    def is_text(self) -> bool:
        """Words instead of a number, which are set smaller."""
        return not any(character.isdigit() for character in self.value)


def legend(voice: Voice, *entries: tuple[str, str]) -> tuple[Legend, ...]:
    """(look, word) pairs."""
    return tuple(Legend(look, voice.say(word)) for look, word in entries)
