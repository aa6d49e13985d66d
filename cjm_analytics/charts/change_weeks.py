"""The weeks around a change: who got it, who did not, and which weeks are compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from cjm_analytics.charts.axes import value_axis
from cjm_analytics.charts.change_points import Point
from cjm_analytics.charts.frame import ACCENT, CARD, INK, LINE, MUTED, OPEN, OTHER, layout, note
from cjm_analytics.charts.sources import month_starts
from cjm_analytics.language import Unit, Voice

LOOKS: dict[str, dict[str, Any]] = {
    "treated": {"colour": ACCENT, "symbol": "circle", "width": 2.6, "size": 9},
    "control": {"colour": OTHER, "symbol": "square", "width": 1.6, "size": 8},
}


@dataclass(frozen=True)
class Mean:
    """The value of one side over the weeks compared, from the first day to after the last."""

    side: str
    first_on: date
    until_on: date
    value: float


@dataclass(frozen=True)
class Dates:
    """What is marked: the change, the end of the washout, the end of what is judged."""

    change_on: date
    washout_until: date
    decide_on: date | None = None


def change_weeks_figure(
    weeks: Sequence[Point],
    means: Sequence[Mean],
    dates: Dates,
    unit: Unit,
    voice: Voice,
    narrow: bool = False,
) -> go.Figure:
    """A line a side over the weeks; young weeks hollow and dotted, the washout shaded.

    No line crosses a week that has no value. Bars show the mean of the weeks compared.
    """
    figure = go.Figure()
    for mean in means:
        figure.add_scatter(
            x=[mean.first_on.isoformat(), mean.until_on.isoformat()],
            y=[mean.value] * 2,
            mode="lines",
            line={"color": LOOKS[mean.side]["colour"], "width": 9},
            opacity=0.28,
            hoverinfo="skip",
        )
    for side in ("control", "treated"):  # the treated on top
        own = [week for week in weeks if week.side == side and week.value is not None]
        _add_lines(figure, own, side)
        _add_markers(figure, own, side, unit, voice)
    shown = [week for week in weeks if week.value is not None]
    values = [week.value for week in shown if week.value is not None]
    first = min([week.starts_on for week in shown], default=dates.change_on)
    last = max(
        [week.starts_on + timedelta(weeks=week.n_weeks) for week in shown], default=dates.change_on
    )
    first, last = min(first, dates.change_on), max(last, dates.washout_until)
    if dates.decide_on is not None and dates.decide_on <= last + timedelta(weeks=4):
        last = max(last, dates.decide_on)
    yaxis = value_axis(min(values, default=0.0), max(values, default=1.0), unit.tick, 5)
    shapes, annotations = _marks(dates, first, last, voice, narrow)
    ticks = month_starts(first, last, 4 if narrow else 9)
    if not narrow:
        annotations += _names(_last_of_each(weeks), yaxis["range"], voice)
    figure.layout = layout(
        voice,
        330 if narrow else 360,
        margin={"l": 8, "r": 12 if narrow else 110, "t": 34, "b": 30},
        xaxis={
            "type": "date",
            "range": [first.isoformat(), last.isoformat()],
            "tickvals": [day.isoformat() for day in ticks],
            "ticktext": [voice.numbers.calendar_day(day).split(" ", 1)[1] for day in ticks],
            "tickfont": {"size": 12, "color": MUTED},
            "ticks": "outside",
            "tickcolor": LINE,
            "showgrid": False,
            "fixedrange": True,
        },
        yaxis={**yaxis, "automargin": True},
        shapes=shapes,
        annotations=annotations,
    )
    return figure


def _last_of_each(weeks: Sequence[Point]) -> dict[str, Point]:
    """The last point of each side."""
    return {week.side: week for week in weeks if week.value is not None}


def _add_lines(figure: go.Figure, weeks: Sequence[Point], side: str) -> None:
    """Solid up to the last week that counts, dotted from there."""
    look = LOOKS[side]
    for is_young in (False, True):
        x: list[str | None] = []
        y: list[float | None] = []
        for week, after in pairwise(weeks):
            if after.week != week.last_week + 1 or (after.stage == "young") != is_young:
                continue
            x += [week.middle_on.isoformat(), after.middle_on.isoformat(), None]
            y += [week.value, after.value, None]
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines",
            line={
                "color": look["colour"],
                "width": look["width"],
                "dash": "dot" if is_young else "solid",
            },
            hoverinfo="skip",
        )


def _add_markers(
    figure: go.Figure, weeks: Sequence[Point], side: str, unit: Unit, voice: Voice
) -> None:
    look = LOOKS[side]
    small = look["size"] - 4
    figure.add_scatter(
        x=[week.middle_on.isoformat() for week in weeks],
        y=[week.value for week in weeks],
        mode="markers",
        cliponaxis=False,
        marker={
            "symbol": look["symbol"],
            "opacity": 1,
            "size": [
                look["size"] if week.is_compared or week.stage == "young" else small
                for week in weeks
            ],
            "color": [CARD if week.stage == "young" else look["colour"] for week in weeks],
            "line": {"width": 1.6, "color": look["colour"]},
        },
        customdata=[
            f"<b>{week_in_words(week, voice)}</b><br>{voice.say(f'side.{side}')}: "
            f"{unit.value(week.value)} (n = {voice.numbers.people(week.n)})<br>"
            f"{stage_in_words(week, voice)}"
            for week in weeks
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def week_in_words(week: Point, voice: Voice) -> str:
    """From its first to its last day."""
    last = week.starts_on + timedelta(days=7 * week.n_weeks - 1)
    return f"{voice.numbers.calendar_day(week.starts_on)} – {voice.numbers.calendar_day(last)}"


def stage_in_words(week: Point, voice: Voice) -> str:
    """Whether it is compared, and else why not."""
    if week.is_compared:
        return voice.say("stage.compared")
    return voice.say(f"stage.{week.stage}")


def _marks(
    dates: Dates, first: date, last: date, voice: Voice, narrow: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The date, the washout and the day of the verdict."""
    upright = {"yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    shapes: list[dict[str, Any]] = []
    change_at = dates.change_on.isoformat()
    if dates.washout_until > dates.change_on:
        shapes.append(
            {
                "type": "rect",
                "x0": change_at,
                "x1": dates.washout_until.isoformat(),
                "fillcolor": OPEN,
                "opacity": 0.16,
                "line": {"width": 0},
                **upright,
            }
        )
    line = {"color": INK, "width": 1.6}
    shapes.append({"type": "line", "x0": change_at, "x1": change_at, "line": line, **upright})
    text = voice.numbers.calendar_day(dates.change_on)
    if not narrow:
        text = f"{voice.say('change.mark')} {text}"
    share = (dates.change_on - first) / ((last - first) or timedelta(days=1))
    annotations = [_above(f"<b>{text}</b>", change_at, share)]
    if dates.decide_on is not None and dates.decide_on <= last:
        at = dates.decide_on.isoformat()
        dotted = {"color": MUTED, "width": 1.2, "dash": "dash"}
        shapes.append({"type": "line", "x0": at, "x1": at, "line": dotted, **upright})
        place = (dates.decide_on - first) / ((last - first) or timedelta(days=1))
        if place - share > (0.4 if narrow else 0.2):  # else the two texts meet
            said = _above(voice.say("change.verdict_mark"), at, place)
            annotations.append(said | {"font": {"size": 12, "color": MUTED}})
    return shapes, annotations


def _above(text: str, at: str, share: float) -> dict[str, Any]:
    """A text above the figure, at a date that lies at `share` of its width; within its edges."""
    anchor = "left" if share < 0.2 else "right" if share > 0.85 else "center"
    return note(text, x=at, xanchor=anchor, yref="paper", y=1, yanchor="bottom")


def _names(ends: dict[str, Point], span: list[float], voice: Voice) -> list[dict[str, Any]]:
    """The sides' names at the ends of their lines, kept apart."""
    apart = 0.07 * (span[1] - span[0])
    heights = {side: week.value or 0.0 for side, week in ends.items()}
    if len(heights) == 2:
        low, high = sorted(heights, key=lambda side: heights[side])
        short = apart - (heights[high] - heights[low])
        if short > 0:
            heights[low] -= short / 2
            heights[high] += short / 2
    return [
        note(
            f"<b>{voice.say(f'side.{side}')}</b>",
            x=ends[side].middle_on.isoformat(),
            xshift=12,
            xanchor="left",
            y=height,
        )
        | {"font": {"size": 13, "color": LOOKS[side]["colour"]}}
        for side, height in heights.items()
    ]
