"""In which unit a KPI is written: a share, an amount of money, a plain number; per week or not."""

from typing import Any

from cjm_analytics.charts.change_points import may_show
from cjm_analytics.language import SMALL, Numbers, Unit
from cjm_analytics.report.tables import Cell

Row = dict[str, Any]


def is_money(kpi: Any, measure: str) -> bool:
    """Whether a KPI of journey.yml is a mean, median or sum of amounts."""
    return getattr(getattr(kpi, measure, None), "of", None) == "value"


def unit_of(row: Row, kpi: Any, numbers: Numbers) -> Unit:
    """The unit of a row of report.changes; a ratio above 1 is no share. `kpi`: that of journey.yml.

    Counts and sums are so much a week, which is what changes are judged by.
    """
    measure = row["measure"]
    rates = [row[f"{side}_{when}"] for side in ("rate", "control") for when in ("before", "after")]
    known = [abs(rate) for rate in rates if rate is not None]
    largest = max(known, default=0.0)
    if measure == "ratio" and largest <= 1:
        ends = [end for end in (row["ci_low"], row["ci_high"]) if end is not None]
        is_fine = len(ends) == 2 and ends[1] - ends[0] < 0.01
        is_fine = is_fine or any(0 < abs(end) < 0.0005 for end in ends)  # would be written as 0,0
        return Unit(numbers, "share", 2 if is_fine else 1)
    is_weekly = measure in ("count", "sum")
    if is_money(kpi, measure):
        return Unit(numbers, "money", is_weekly=is_weekly)
    digits = 2 if largest < 10 else 1 if largest < 1000 else 0
    return Unit(numbers, "number", digits, is_weekly)


def value_cell(value: float | None, n: int | None, measure: str, unit: Unit) -> Cell:
    """A value over n entries; what would give fewer than ten away, as a bound or not at all."""
    if value is None and not n:
        return Cell("–", None)
    if may_show(value, n, measure):
        return Cell(unit.value(value), value)
    if measure == "ratio" and (n or 0) >= SMALL:
        return Cell(f"< {unit.numbers.percent(SMALL / (n or SMALL))}", None, tone="quiet")
    return Cell(f"n < {SMALL}", None, tone="quiet")
