"""Patterns a user writes: regular expressions for RE2, and the shapes of dates."""

import re
from functools import lru_cache

from cjm_analytics.config.errors import Refusal, shown

# What DuckDB's strptime reads, by what a sign says about the moment.
_DATE_SIGNS = {
    "Y": "year", "y": "year", "G": "year",
    "m": "month", "b": "month", "B": "month", "h": "month",
    "d": "day",
    "j": "day of the year",
    "H": "hour", "I": "hour",
    "M": "", "S": "", "f": "", "g": "", "n": "", "p": "half of the day",
    "z": "zone", "Z": "zone",
    "a": "", "A": "", "w": "", "u": "", "U": "", "W": "", "V": "",
    "c": "everything", "x": "date", "X": "hour",
    "%": "",
}  # fmt: skip


@lru_cache(maxsize=1024)
def why_re2_refuses(pattern: str) -> str | None:
    """RE2's reason for refusing a regular expression, or None where it takes it.

    DuckDB matches with RE2, so it is asked itself; it is imported here so that
    reading a journey.yml without patterns does not have to wait for it.
    """
    import duckdb

    try:
        with duckdb.connect() as connection:
            connection.execute("select regexp_matches('', ?)", [pattern])
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        return reason.partition("Error: ")[2] or reason
    return None


def check_regular_expression(pattern: str) -> str:
    """The pattern, or Refusal with RE2's reason."""
    reason = why_re2_refuses(pattern)
    if reason is not None:
        remedy = "write it for RE2, which knows no lookaround and no back-references"
        raise Refusal.of(f"{shown(pattern)} is not a regular expression: {reason}", remedy)
    return pattern


def check_datetime_pattern(pattern: str) -> str:
    """A strptime pattern that names a whole date, or Refusal with what is missing."""
    example = "as %d-%m-%Y %H:%M"
    said = []
    for sign in re.findall(r"%(-?.|$)", pattern, re.DOTALL):
        meaning = _DATE_SIGNS.get(sign.removeprefix("-")) if sign else None
        if meaning is None:
            raise Refusal.of(f"'%{sign}' is no part of a date", f"write a pattern {example}")
        said.append(meaning)
    if not said:
        raise Refusal.of(f"{shown(pattern)} holds no % signs", f"write a pattern {example}")
    if "everything" in said or "date" in said:
        return pattern
    for needed, sign in (("year", "%Y"), ("month", "%m"), ("day", "%d")):
        if needed not in said and not (needed != "year" and "day of the year" in said):
            raise Refusal.of(f"{shown(pattern)} holds no {needed}", f"add {sign}, {example}")
    if "%I" in pattern and "%p" not in pattern:
        raise Refusal.of("%I is the hour of a half day", "add %p, or write %H")
    return pattern
