"""A KPI's values and differences in the unit it is measured in, as the reader writes them."""

from dataclasses import dataclass
from typing import Literal

from cjm_analytics.language.numbers import Numbers

Kind = Literal["share", "money", "number"]

_POINTS = {"nl": "procentpunt", "en": "percentage points"}
_TO = {"nl": "tot", "en": "to"}


@dataclass(frozen=True)
class Unit:
    """Writes one KPI's numbers. A share's differences are in percentage points.

    `is_weekly`: the value is so much a week; `digits` behind the point, of money none are asked.
    """

    numbers: Numbers
    kind: Kind = "share"
    digits: int = 1
    is_weekly: bool = False

    def value(self, value: float | None) -> str:
        """A value: `21,2%`, `€ 51,30`, `12,4 per week`."""
        if value is None:
            return self.numbers.no_data
        if self.kind == "share":
            return self.numbers.percent(value, self.digits)
        return f"{'−' if value < 0 else ''}{self._bare(abs(value))}{self._a_week}"

    def size(self, value: float) -> str:
        """How large a difference is, whatever its sign: `18,4 procentpunt`."""
        return f"{self._bare(abs(value))}{self._points}{self._a_week}"

    def difference(self, value: float | None) -> str:
        """A difference in short: `+18,4 pp`, `−€ 2,10`."""
        if value is None:
            return self.numbers.no_data
        short = " pp" if self.kind == "share" else ""
        return f"{self.numbers.signed(value, self._bare)}{short}"

    def interval(self, low: float | None, high: float | None) -> str:
        """The ends of an interval of differences, signed and without unit: `+10,1 tot +26,7`."""
        if low is None or high is None:
            return "–"
        ends = (self.numbers.signed(end, self._bare) for end in (low, high))
        return f" {_TO[self.numbers.language]} ".join(ends)

    def between(self, low: float, high: float) -> str:
        """The same with its unit, in a sentence: `+10,1 tot +26,7 procentpunt`."""
        return f"{self.interval(low, high)}{self._points}{self._a_week}"

    def tick(self, value: float, step: float) -> str:
        """A value on an axis whose ticks are `step` apart."""
        if self.kind == "money":
            whole = step >= 1
            return self.numbers.whole_money(value) if whole else self.numbers.money(value)
        if self.kind == "share":
            return self.numbers.percent(value, _digits_of(step * 100))
        return self.numbers.decimal(value, _digits_of(step))

    def tick_difference(self, value: float, step: float) -> str:
        """A difference on an axis; a share's in points, which the axis then says."""
        scale = 100 if self.kind == "share" else 1
        digits = _digits_of(step * scale)
        return self.numbers.signed(value * scale, lambda x: self.numbers.decimal(x, digits))

    def _bare(self, value: float) -> str:
        if self.kind == "money":
            return self.numbers.money(value)
        scaled = value * 100 if self.kind == "share" else value
        return self.numbers.decimal(scaled, self.digits)

    @property
    def _points(self) -> str:
        return f" {_POINTS[self.numbers.language]}" if self.kind == "share" else ""

    @property
    def _a_week(self) -> str:
        return " per week" if self.is_weekly else ""


def _digits_of(step: float) -> int:
    """The digits that tell ticks apart."""
    return next((n for n in range(4) if abs(step * 10**n - round(step * 10**n)) < 1e-6), 4)
