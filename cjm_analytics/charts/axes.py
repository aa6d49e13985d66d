"""Axes of values: round ticks, written out in the reader's language."""

import math
from collections.abc import Callable
from typing import Any

from cjm_analytics.charts.frame import LINE, MUTED

Write = Callable[[float, float], str]  # a tick and the step between ticks


def round_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that gives `most` ticks or fewer."""
    if span <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(
        power * factor for factor in (1, 2, 2.5, 5, 10, 20) if span <= power * factor * most
    )


def value_axis(low: float, high: float, write: Write, most: int = 6) -> dict[str, Any]:
    """An axis from `low` to `high` with a little room, and ticks that `write` writes.

    `tickvals` lose a suffix in Plotly, so the texts are given whole.
    """
    span = high - low or abs(high) or 1.0
    first, last = low - 0.06 * span, high + 0.06 * span
    step = round_step(last - first, most)
    ticks = [step * i for i in range(math.ceil(first / step), math.floor(last / step) + 1)]
    return {
        "range": [first, last],
        "tickvals": ticks,
        "ticktext": [write(tick, step) for tick in ticks],
        "ticklabeloverflow": "allow",
        "tickfont": {"size": 12, "color": MUTED},
        "gridcolor": LINE,
        "zeroline": False,
        "fixedrange": True,
        "showline": False,
    }
