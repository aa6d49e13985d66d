"""Lengths of time as people write them: "30 days", "1 day", "30 minutes"."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator

from cjm_analytics.config.errors import Refusal, shown

_UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_ALLOWED = "write a whole number and seconds, minutes, hours, days or weeks, as 30 days"
_PATTERN = re.compile(r"(-?)([0-9]{1,7}) +([a-z]+?)s?")
_LONGEST = timedelta(days=3653)


def parse_duration(value: object) -> timedelta:
    """A timedelta from text such as "30 days". Raises Refusal with what to write."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise Refusal.of(f"{value} without a unit", f"write the unit, as {value} days")
    match = _PATTERN.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    if match is None:
        raise Refusal.of(f"{shown(value)} is not a length of time", _ALLOWED)
    minus, number, unit = match.groups()
    if unit in ("month", "year"):
        days = int(number) * (30 if unit == "month" else 365)
        raise Refusal.of(f"a {unit} has no fixed length", f"write days, as {days} days")
    if unit not in _UNITS:
        raise Refusal.of(f"{shown(value)} is not a length of time", _ALLOWED)
    length = int(number) * _UNITS[unit]
    if minus:
        raise Refusal.of(f"{shown(value)} lies in the past", "write it without the minus")
    if length > _LONGEST:
        raise Refusal.of(f"{shown(value)} is more than ten years", "write at most 3653 days")
    return length


def _parse_positive(value: object) -> timedelta:
    length = parse_duration(value)
    if not length:
        raise Refusal.of(f"{shown(value)} is no time at all", "write more than zero, as 1 day")
    return length


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
PositiveDuration = Annotated[timedelta, BeforeValidator(_parse_positive)]
