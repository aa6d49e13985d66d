"""Which stretch of time each source covers, and whether it is up to date."""

from datetime import date, datetime

import plotly.graph_objects as go

from cjm_analytics.charts.frame import (
    ACCENT,
    INK,
    LINE,
    LOSS,
    MUTED,
    Row,
    layout,
    note,
    plain,
    row_axis,
)
from cjm_analytics.language import Voice


def freshness(row: Row, voice: Voice) -> str:
    """Whether a row of report.sources is up to date, with a sign before it."""
    if row["last_event_at"] is None:
        return voice.say("sources.no_events")
    if row["is_late"]:
        return voice.say("sources.late", days=voice.numbers.days(row["lag_days"]))
    return voice.say("sources.on_time")


def sources_figure(
    rows: list[Row], data_end_at: datetime | None, voice: Voice, narrow: bool = False
) -> go.Figure:
    """Rows of report.sources as bars from first to last event; a line at the data end (UTC)."""
    shown = [row for row in rows if row["first_event_at"] is not None]
    figure = go.Figure()
    local = voice.numbers.local
    for i, row in enumerate(shown):
        figure.add_scatter(
            x=[_axis(local(row["first_event_at"])), _axis(local(row["last_event_at"]))],
            y=[i, i],
            mode="lines",
            line={"color": LOSS if row["is_late"] else ACCENT, "width": 14},
            text=f"<b>{plain(row['source_id'])}</b><br>"
            f"{voice.numbers.period(row['first_event_at'], row['last_event_at'])}<br>"
            f"{freshness(row, voice)}",
            hovertemplate="%{text}<extra></extra>",
        )
    moments = [row["first_event_at"] for row in shown] + [row["last_event_at"] for row in shown]
    if data_end_at is not None:
        moments.append(data_end_at)
    first, last = (min(moments), max(moments)) if moments else (None, None)
    start, end = local(first), local(last)
    ticks = month_starts(start.date(), end.date(), 4 if narrow else 8) if start and end else []
    shapes, annotations = [], []
    if data_end_at is not None:
        at = _axis(local(data_end_at))
        line = {"color": INK, "width": 1.5, "dash": "dot"}
        shapes = [
            {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1, "line": line}
        ]
    for i, row in enumerate(shown):
        text = freshness(row, voice)
        colour = LOSS if row["is_late"] else MUTED
        if narrow:
            above = {"y": i - 0.2, "yanchor": "bottom", "xref": "paper"}
            annotations.append(note(plain(row["source_id"], 22), x=0, xanchor="left", **above))
            annotations.append(
                note(text, x=1, xanchor="right", **above) | {"font": {"size": 13, "color": colour}}
            )
        else:
            font = {"size": 13, "color": colour}
            annotations.append(
                note(text, xref="paper", x=1, xshift=12, xanchor="left", y=i) | {"font": font}
            )
    yaxis = row_axis([plain(row["source_id"], 28) for row in shown], 0.66 if narrow else 0.5)
    if narrow:
        yaxis |= {"showticklabels": False, "automargin": False}
    figure.layout = layout(
        voice,
        36 + (60 if narrow else 46) * len(shown),
        margin={"l": 8, "r": 14 if narrow else 170, "t": 8, "b": 28},
        xaxis={
            "type": "date",
            "range": [_axis(start), _axis(end)] if start and end else None,
            "tickvals": [day.isoformat() for day in ticks],
            "ticktext": [_month(day, voice) for day in ticks],
            "tickfont": {"size": 12, "color": MUTED},
            "gridcolor": LINE,
            "fixedrange": True,
        },
        yaxis=yaxis,
        shapes=shapes,
        annotations=annotations,
    )
    return figure


def month_starts(first: date, last: date, most: int) -> list[date]:
    """First days of months between two days, every so many months that at most `most` remain."""
    months = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= last
    ]
    every = max(1, -(-len(months) // most))
    return months[::every]


def _axis(moment: datetime | None) -> str | None:
    return None if moment is None else moment.replace(tzinfo=None).isoformat(" ", "seconds")


def _month(day: date, voice: Voice) -> str:
    return voice.numbers.calendar_day(day).split(" ", 1)[1]
