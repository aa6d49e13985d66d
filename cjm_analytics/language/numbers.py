"""Numbers and days in the reader's language. Only here is decided which are too small to show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, format_percent

SMALL = 10  # counts of people below this are not shown (promise 5)

_LOCALES = {"nl": "nl_NL", "en": "en_GB"}
_HOURS = {"nl": "uur", "en": "hours"}
_DAYS = {"nl": "dagen", "en": "days"}
_NO_DATA = {"nl": "geen gegevens", "en": "no data"}


def is_small(n: int | None) -> bool:
    """True for a count of people that exists but is too small to show: 1 to 9."""
    return n is not None and 0 < n < SMALL


@dataclass(frozen=True)
class Numbers:
    """Formats numbers for one language ("nl" or "en"), one timezone and one currency (ISO 4217)."""

    language: str
    timezone: str = "Europe/Amsterdam"
    currency: str = "EUR"

    @property
    def locale(self) -> str:
        """The locale whose habits are followed."""
        return _LOCALES[self.language]

    @property
    def separators(self) -> str:
        """Plotly's `layout.separators`: the decimal mark, then the thousands mark."""
        return ",." if self.language == "nl" else ".,"

    @property
    def no_data(self) -> str:
        """What stands where there is no number."""
        return _NO_DATA[self.language]

    def count(self, n: int | None) -> str:
        """A count of rows, files or events: `1.234`."""
        return self.no_data if n is None else format_decimal(n, locale=self.locale)

    def people(self, n: int | None) -> str:
        """A count of persons or journeys: `1.234`, or `< 10` for 1 to 9."""
        return f"< {SMALL}" if is_small(n) else self.count(n)

    def decimal(self, value: float | None, digits: int = 1) -> str:
        """A number with so many digits behind the point."""
        if value is None:
            return self.no_data
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return _minus(format_decimal(value, format=pattern, locale=self.locale))

    def percent(self, rate: float | None, digits: int = 1) -> str:
        """A rate of 0..1 as `37,0%`. Use `share` where the rate is about people."""
        if rate is None:
            return self.no_data
        least = 10.0 ** -(digits + 2)
        if 0 < rate < least / 2:  # something is not nothing
            return f"< {self.percent(least, digits)}"
        pattern = f"#,##0.{'0' * digits}%" if digits else "#,##0%"
        return _minus(format_percent(rate, format=pattern, locale=self.locale))

    def share(self, rate: float | None, counted: int | None, n: int | None) -> str:
        """`counted` of `n` people as a percentage; nothing that gives a count under 10 away."""
        if rate is None or not n:
            return self.no_data
        if n < SMALL:
            return f"n < {SMALL}"
        return f"< {self.percent(SMALL / n)}" if is_small(counted) else self.percent(rate)

    def interval(
        self, low: float | None, high: float | None, counted: int | None, n: int | None
    ) -> str:
        """The interval of a share as `36,4–37,6%`, or nothing where the share itself is hidden."""
        if low is None or high is None or not n or n < SMALL or is_small(counted):
            return ""
        return self.between(low, high, self.percent)

    def between(self, low: float, high: float, write: Callable[[float], str]) -> str:
        """Two values with their unit said once where it stands behind: `36,4–37,6%`."""
        first, last = write(low), write(high)
        if first.endswith("%") and last.endswith("%"):
            first = first[:-1]
        return f"{first}–{last}"

    def signed(self, value: float, write: Callable[[float], str]) -> str:
        """What `write` makes of a value, with a sign before it; none where it comes out as 0."""
        text = write(abs(value))
        if not any(digit in text for digit in "123456789"):
            return text
        joiner = "" if text[0].isdigit() else "\u2060"  # no line ends between sign and currency
        return f"{'+' if value > 0 else '−'}{joiner}{text}"

    def p_value(self, p: float | None) -> str:
        """A probability with three digits, `< 0,001` below that."""
        if p is None:
            return self.no_data
        return f"< {self.decimal(0.001, 3)}" if p < 0.0005 else self.decimal(p, 3)

    def money(self, value: float | None, currency: str | None = None) -> str:
        """An amount in whole units from 1,000 up, in cents below."""
        if value is None:
            return self.no_data
        if abs(value) >= 1000:
            return self.whole_money(value, currency)
        return _minus(format_currency(value, currency or self.currency, locale=self.locale))

    def whole_money(self, value: float, currency: str | None = None) -> str:
        """An amount without cents."""
        return _minus(
            format_currency(
                round(value),
                currency or self.currency,
                format="¤\xa0#,##0" if self.language == "nl" else "¤#,##0",
                locale=self.locale,
                currency_digits=False,
            )
        )

    def days(self, value: float | None) -> str:
        """A duration given in days: in hours below two days, in minutes below two hours."""
        if value is None:
            return self.no_data
        minutes = value * 24 * 60
        if minutes < 1:
            return "0 min" if minutes <= 0 else "< 1 min"
        if minutes < 120:
            return f"{self.decimal(minutes, 0)} min"
        if value < 2:
            return f"{self.decimal(value * 24, _digits(value * 24))} {_HOURS[self.language]}"
        return f"{self.decimal(value, _digits(value))} {_DAYS[self.language]}"

    def day(self, moment: datetime | None) -> str:
        """The local calendar day of a UTC moment: `18 mei 2026`."""
        local = self.local(moment)
        return self.no_data if local is None else self.calendar_day(local.date())

    def calendar_day(self, on: date) -> str:
        """A day that is one already: `18 mei 2026`."""
        return format_date(on, "d MMM y", locale=self.locale)

    def moment(self, moment: datetime | None) -> str:
        """Local day and time: `18 mei 2026, 05:04`."""
        local = self.local(moment)
        if local is None:
            return self.no_data
        return format_datetime(local, "d MMM y, HH:mm", locale=self.locale)

    def period(self, start: datetime | None, end: datetime | None) -> str:
        """From one local day to another: `18 mei 2026 – 15 nov 2026`."""
        if start is None or end is None:
            return self.no_data
        return f"{self.day(start)} – {self.day(end)}"

    def local(self, moment: datetime | None) -> datetime | None:
        """A stored moment (UTC, with or without saying so) as local time."""
        if moment is None:
            return None
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(ZoneInfo(self.timezone))


def _digits(value: float) -> int:
    """A decimal only where there is something behind the point."""
    return 0 if round(value, 1) == round(value) else 1


def _minus(text: str) -> str:
    return text.replace("-", "−")
