"""Who moves on to the next phase within maturity."""

import itertools

import plotly.graph_objects as go

from cjm_analytics.charts.frame import Row, step_name
from cjm_analytics.charts.intervals import Dot, dots_figure
from cjm_analytics.language import SMALL, Voice


def conversions_figure(rows: list[Row], voice: Voice, narrow: bool = False) -> go.Figure:
    """Rows of report.funnel as one dot a step, with its Wilson interval; none under 10 entries."""
    dots = []
    for row, following in itertools.pairwise(rows):
        n, moved = row["n_mature"], row["n_moved_on"]
        text = voice.numbers.share(row["conversion_rate"], moved, n)
        interval = voice.numbers.interval(row["conversion_low"], row["conversion_high"], moved, n)
        if row["conversion_rate"] is None or not n or n < SMALL or not interval:
            continue
        label = step_name(row, following, voice)
        dots.append(
            Dot(
                label=label,
                value=row["conversion_rate"],
                low=row["conversion_low"],
                high=row["conversion_high"],
                text=text,
                hover=f"<b>{label}</b><br>{text} ({interval})<br>n = {voice.numbers.people(n)}",
            )
        )
    return dots_figure(dots, voice, narrow)
