"""KPIs that are shares, against their targets."""

from collections.abc import Mapping

import plotly.graph_objects as go

from cjm_analytics.charts.frame import ACCENT, DONE, LOSS, Row, plain
from cjm_analytics.charts.intervals import Dot, dots_figure
from cjm_analytics.language import SMALL, Voice, is_small

_STATES = {True: (DONE, "triangle-up"), False: (LOSS, "triangle-down"), None: (ACCENT, "circle")}


def is_share(row: Row) -> bool:
    """Whether a row of report.kpis is a share of something, with an interval."""
    return row["measure"] == "ratio" and row["low"] is not None and row["high"] is not None


def can_show(row: Row) -> bool:
    """Whether a KPI's value may be shown: it exists and rests on 10 or more."""
    if row["value"] is None or not row["n"]:
        return False
    if row["measure"] == "count":
        return not is_small(round(row["value"]))
    return bool(row["n"] >= SMALL)


def kpis_figure(
    rows: list[Row], labels: Mapping[str, str], voice: Voice, narrow: bool = False
) -> go.Figure:
    """Rows of report.kpis as dots with intervals, and a bar for the target; shares of 10 or more.

    `labels`: KPI id -> its name. State is in colour and in form: met points up, missed points down.
    """
    dots = []
    for row in rows:
        counted = round((row["value"] or 0) * (row["n"] or 0))
        if not is_share(row) or not can_show(row) or is_small(counted):
            continue
        colour, symbol = _STATES[row["is_met"]]
        label = plain(labels.get(row["kpi_id"], row["kpi_id"]), 34)
        text = voice.numbers.percent(row["value"])
        interval = voice.numbers.between(row["low"], row["high"], voice.numbers.percent)
        target = row["target"]
        aim = (
            ""
            if target is None
            else f"<br>{voice.say('kpi.target')} {voice.numbers.percent(target)}"
        )
        dots.append(
            Dot(
                label=label,
                value=row["value"],
                low=row["low"],
                high=row["high"],
                text=text,
                hover=f"<b>{label}</b><br>{text} ({interval})<br>"
                f"n = {voice.numbers.people(row['n'])}{aim}",
                colour=colour,
                symbol=symbol,
                target=target,
            )
        )
    return dots_figure(dots, voice, narrow)
