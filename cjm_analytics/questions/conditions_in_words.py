"""Conditions and settings of journey.yml in short, as a person would say them."""

from datetime import timedelta
from typing import Any

from cjm_analytics.config import All, Condition, Not, Test
from cjm_analytics.config import Any as AnyOf
from cjm_analytics.questions.explanations import length

_MOST = 120  # signs of a condition


def said(condition: Condition) -> str:
    """A condition in short: `page_path starts_with /gloves and country equals NL`."""
    words = _words(condition)
    return words if len(words) <= _MOST else f"{words[: _MOST - 1]}…"


def plain(value: Any) -> str:
    """A setting as it stands in the file, a list without its brackets."""
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case timedelta():
            return length(value)
        case Test() | All() | AnyOf() | Not():
            return said(value)
        case tuple():
            return ", ".join(map(plain, value)) or "none"
    return str(value)


def _words(condition: Condition) -> str:
    match condition:
        case All(parts):
            return " and ".join(_in_brackets(part) for part in parts) or "anything"
        case AnyOf(parts):
            return " or ".join(_in_brackets(part) for part in parts)
        case Not(part):
            return f"not ({_words(part)})"
        case Test(column, operator, value):
            return f"{column} {operator} {plain(value)}"


def _in_brackets(condition: Condition) -> str:
    words = _words(condition)
    return f"({words})" if isinstance(condition, All | AnyOf) else words
