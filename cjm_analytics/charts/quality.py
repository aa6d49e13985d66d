"""Where every row went, and which events no rule matched."""

from collections import Counter

import plotly.graph_objects as go

from cjm_analytics.charts.frame import (
    ACCENT,
    CARD,
    LOSS,
    OPEN,
    OTHER,
    Row,
    bare_row_axis,
    layout,
    note,
    plain,
    row_axis,
    texts_above,
)
from cjm_analytics.language import WORDS, Voice

Bar = tuple[str, int, str, str]  # label, rows, colour, hatching


def reason(text: str, voice: Voice) -> str:
    """A reason of the pipeline in the reader's words; one that has none is shown as it is."""
    key = f"reason.{text}"
    return voice.say(key) if key in WORDS else text


def ledger(summary: Row, left_out: list[Row], voice: Voice) -> list[tuple[str, int]]:
    """What became of the rows: in a phase, no rule, left out by reason, or quarantined."""
    reasons: Counter[str] = Counter()
    for row in left_out:
        reasons[row["reason"]] += row["n_rows"]
    landed_events = summary["n_events"] or 0
    assigned = summary["n_assigned_events"] or 0
    return [
        (voice.say("ledger.assigned"), assigned),
        (voice.say("ledger.unassigned"), landed_events - assigned),
        *(
            (voice.say("ledger.left_out", reason=reason(name, voice)), n)
            for name, n in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
        ),
        (voice.say("ledger.quarantined"), summary["n_quarantined"] or 0),
    ]


def ledger_figure(
    summary: Row, left_out: list[Row], voice: Voice, narrow: bool = False
) -> go.Figure:
    """report.summary and report.left_out as one bar a destination of the landed rows."""
    entries = ledger(summary, left_out, voice)
    colours = [(ACCENT, ""), (OPEN, "."), *[(OTHER, "/")] * (len(entries) - 3), (LOSS, "x")]
    bars = [(plain(label), n, *look) for (label, n), look in zip(entries, colours, strict=True)]
    return _bars([bar for bar in bars if bar[1]], voice, narrow)


def unassigned_figure(rows: list[Row], voice: Voice, narrow: bool = False) -> go.Figure:
    """Rows of report.unassigned_events as bars: the twelve greatest, and the rest together."""
    ordered = sorted(rows, key=lambda row: (-row["n_events"], str(row["event_name"])))
    bars: list[Bar] = [
        (plain(row["event_name"], 34), row["n_events"], OPEN, ".") for row in ordered[:12]
    ]
    rest = ordered[12:]
    if rest:
        label = voice.say("unassigned.rest", n=voice.numbers.count(len(rest)))
        bars.append((label, sum(row["n_events"] for row in rest), OTHER, "/"))
    return _bars(bars, voice, narrow)


def _bars(bars: list[Bar], voice: Voice, narrow: bool) -> go.Figure:
    total = sum(n for _, n, _, _ in bars)
    figure = go.Figure()
    for look in dict.fromkeys((colour, shape) for *_, colour, shape in bars):
        # Plotly drops the pattern of a trace whose bars differ in it
        rows = [i for i, (*_, colour, shape) in enumerate(bars) if (colour, shape) == look]
        colour, shape = look
        figure.add_bar(
            orientation="h",
            x=[bars[i][1] for i in rows],
            y=rows,
            width=0.34 if narrow else 0.6,
            marker={
                "color": CARD if shape else colour,
                "line": {"color": colour, "width": 1},
                "pattern": {"shape": shape, "fgcolor": colour, "bgcolor": CARD, "size": 6},
            },
            customdata=[f"<b>{bars[i][0]}</b><br>{voice.numbers.count(bars[i][1])}" for i in rows],
            hovertemplate="%{customdata}<extra></extra>",
        )
    texts = [
        f"<b>{voice.numbers.count(n)}</b> · {voice.numbers.percent(n / total)}"
        for _, n, _, _ in bars
    ]
    longest = max((n for _, n, _, _ in bars), default=1)
    if narrow:
        above = [(plain(bar[0], 29), text) for bar, text in zip(bars, texts, strict=True)]
        annotations, yaxis = texts_above(above, 0.19), bare_row_axis(len(bars))
        height, right = 16 + 52 * len(bars), 8
    else:
        annotations = [
            note(text, x=bar[1], xanchor="left", xshift=8, y=i)
            for i, (bar, text) in enumerate(zip(bars, texts, strict=True))
        ]
        yaxis = row_axis([label for label, *_ in bars])
        height, right = 20 + 42 * len(bars), 140
    figure.layout = layout(
        voice,
        height,
        margin={"l": 8, "r": right, "t": 8, "b": 8},
        barmode="overlay",
        xaxis={
            "range": [0, longest],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis=yaxis,
        annotations=annotations,
    )
    return figure
