"""The phase funnel: how many journeys reach each phase, and what became of the rest.

`go.Funnel` has no error bars, so these are stacked bars: reached, left (hatched), open (dotted).
"""

from typing import Any

import plotly.graph_objects as go

from cjm_analytics.charts.frame import (
    CARD,
    INK,
    LOSS,
    MUTED,
    OPEN,
    Row,
    bare_row_axis,
    layout,
    note,
    plain,
    ramp,
    row_axis,
    share_axis,
    texts_above,
)
from cjm_analytics.language import Voice, is_small


def funnel_figure(rows: list[Row], voice: Voice, narrow: bool = False) -> go.Figure:
    """Rows of report.funnel, in phase order, as horizontal bars.

    A bar is the share of the counted journeys that reach the phase, with its Wilson interval.
    Behind it the part of the previous phase that did not: closed there (left), or still open there.
    Parts of under 10 journeys are not drawn.
    """
    counted = rows[0]["n_counted"] if rows else 0
    figure = go.Figure()
    positions = list(range(len(rows)))
    reached = [_share(row["n_reached"], counted) for row in rows]
    before = [*reached[:1], *reached[:-1]]
    dropped = [0.0, *(_share(row["n_dropped"], counted) for row in rows[:-1])][: len(rows)]
    # whoever stopped at the previous phase without being closed is still open there
    still_open = [
        max(0.0, gap - left) if not is_small(round((gap - left) * counted)) else 0.0
        for gap, left in zip(
            (b - r for b, r in zip(before, reached, strict=True)), dropped, strict=True
        )
    ]
    common: dict[str, Any] = {"orientation": "h", "y": positions, "width": 0.36 if narrow else 0.62}
    figure.add_bar(
        x=reached,
        marker={"color": [ramp(i, len(rows)) for i in positions], "line": {"width": 0}},
        customdata=[_hover(row, voice) for row in rows],
        hovertemplate="%{customdata}<extra></extra>",
        **common,
    )
    for values, word, colour, shape in (
        (dropped, "funnel.dropped", LOSS, "/"),
        (still_open, "funnel.open", OPEN, "."),
    ):
        figure.add_bar(
            x=values,
            marker={
                "color": CARD,
                "line": {"color": colour, "width": [1 if value else 0 for value in values]},
                "pattern": {"shape": shape, "fgcolor": colour, "bgcolor": CARD, "size": 6},
            },
            customdata=[
                f"{voice.numbers.people(round(value * counted))} {voice.say(word)}"
                for value in values
            ],
            hovertemplate="%{customdata}<extra></extra>",
            **common,
        )
    _add_whiskers(figure, rows, reached)
    figure.layout = _narrow(rows, voice) if narrow else _wide(rows, voice)
    return figure


def _add_whiskers(figure: go.Figure, rows: list[Row], reached: list[float]) -> None:
    """On a trace of their own, so that they lie on top of the hatching."""
    shown = [
        i
        for i, row in enumerate(rows)
        if row["rate_of_first_low"] is not None and i > 0 and not is_small(row["n_reached"])
    ]
    figure.add_scatter(
        x=[reached[i] for i in shown],
        y=shown,
        mode="markers",
        marker={"size": 1, "color": INK},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [rows[i]["rate_of_first_high"] - reached[i] for i in shown],
            "arrayminus": [reached[i] - rows[i]["rate_of_first_low"] for i in shown],
            "color": INK,
            "thickness": 1.6,
            "width": 5,
        },
        hoverinfo="skip",
    )


def _share(n: int | None, counted: int) -> float:
    return 0.0 if n is None or not counted or is_small(n) else n / counted


def _texts(row: Row, previous: Row | None, voice: Voice) -> tuple[str, str]:
    """The total rate and the step rate of one phase, as shown."""
    numbers = voice.numbers
    total = numbers.share(row["rate_of_first"], row["n_reached"], row["n_counted"])
    if previous is None:
        return total, ""
    return total, numbers.share(row["rate_of_previous"], row["n_reached"], previous["n_reached"])


def _hover(row: Row, voice: Voice) -> str:
    numbers = voice.numbers
    total, _ = _texts(row, None, voice)
    interval = numbers.interval(
        row["rate_of_first_low"], row["rate_of_first_high"], row["n_reached"], row["n_counted"]
    )
    return (
        f"<b>{plain(voice.phase(row['phase_id']))}</b><br>"
        f"{voice.say('journeys', n=numbers.people(row['n_reached']))}<br>"
        f"{total}{f' ({interval})' if interval else ''} {voice.say('funnel.hover_total')}"
    )


def _wide(rows: list[Row], voice: Voice) -> dict[str, Any]:
    """Labels on the left, three columns of numbers on the right, each named."""
    columns = ((72, "funnel.journeys"), (152, "funnel.total"), (222, "funnel.step"))
    at_right = {"xref": "paper", "x": 1, "xanchor": "right"}
    annotations = [
        note(
            voice.say(word),
            xshift=shift,
            yref="paper",
            y=1,
            yanchor="bottom",
            font={"size": 12, "color": MUTED},
            **at_right,
        )
        for shift, word in columns
    ]
    for i, row in enumerate(rows):
        total, step = _texts(row, rows[i - 1] if i else None, voice)
        values = (voice.numbers.people(row["n_reached"]), f"<b>{total}</b>", step)
        annotations += [
            note(
                value,
                xshift=shift,
                y=i,
                yanchor="middle",
                font={"size": 14, "color": INK},
                **at_right,
            )
            for (shift, _), value in zip(columns, values, strict=True)
        ]
    return layout(
        voice,
        height=60 + 52 * len(rows),
        margin={"l": 8, "r": 226, "t": 26, "b": 30},
        barmode="stack",
        xaxis=share_axis(voice),
        yaxis=row_axis([plain(voice.phase(row["phase_id"]), 24) for row in rows]),
        annotations=annotations,
    )


def _narrow(rows: list[Row], voice: Voice) -> dict[str, Any]:
    """For a telephone: label and numbers above the bar."""
    texts = []
    for i, row in enumerate(rows):
        total, step = _texts(row, rows[i - 1] if i else None, voice)
        numbers = f"<b>{total}</b>" + (f" · {voice.say('funnel.step')} {step}" if step else "")
        texts.append((plain(voice.phase(row["phase_id"]), 18), numbers))
    return layout(
        voice,
        height=40 + 58 * len(rows),
        margin={"l": 14, "r": 18, "t": 8, "b": 28},
        barmode="stack",
        xaxis=share_axis(voice),
        yaxis=bare_row_axis(len(rows)),
        annotations=texts_above(texts),
    )
