"""Pydantic's errors in house words."""

from collections.abc import Callable, Mapping
from typing import Any

from cjm_analytics.config.errors import shown, use_one_of

Words = tuple[str, str]


def _text(context: Mapping[str, Any], value: object) -> Words:
    if isinstance(value, bool | int | float):
        plain = str(value).lower() if isinstance(value, bool) else str(value)
        return f"expected text, found {shown(value)}", f'put it between quotes: "{plain}"'
    return f"expected text, found {shown(value)}", "write text"


def _number(context: Mapping[str, Any], value: object) -> Words:
    return f"expected a number, found {shown(value)}", _number_remedy(value)


def _number_remedy(value: object) -> str:
    """Most wrong numbers are a percentage or a decimal comma; say what those become."""
    if isinstance(value, str):
        plain = value.strip().replace(",", ".")
        try:
            if plain.endswith("%"):
                return f"write {float(plain[:-1]) / 100:g}"
            return f"write {float(plain):g}, without quotes"
        except ValueError:
            pass
    return "write digits with a decimal point, without quotes"


def _whole(context: Mapping[str, Any], value: object) -> Words:
    return f"expected a whole number, found {shown(value)}", "write digits only, as 20"


def _flag(context: Mapping[str, Any], value: object) -> Words:
    return f"expected true or false, found {shown(value)}", "write true or false"


def _list(context: Mapping[str, Any], value: object) -> Words:
    remedy = "put each item on its own line after '- '"
    if isinstance(value, str | int | float):
        remedy = f"write [{value}]"
    return f"expected a list, found {shown(value)}", remedy


def _empty_list(context: Mapping[str, Any], value: object) -> Words:
    least = context.get("min_length", 1)
    if least == 1:
        return "the list is empty", "write at least one item"
    return f"the list holds {context.get('actual_length')}", f"write at least {least} items"


def _long_list(context: Mapping[str, Any], value: object) -> Words:
    most = context.get("max_length")
    return f"the list holds {context.get('actual_length')}", f"write exactly {most} items"


def _choice(context: Mapping[str, Any], value: object) -> Words:
    listed = str(context.get("expected", "")).replace(" or ", ", ").split(", ")
    return f"{shown(value)} is not known here", use_one_of([c.strip("'") for c in listed], value)


def _day(context: Mapping[str, Any], value: object) -> Words:
    return f"{shown(value)} is not a day of the calendar", "write year-month-day, as 2026-03-02"


def _bound(words: str, key: str) -> Callable[[Mapping[str, Any], object], Words]:
    def say(context: Mapping[str, Any], value: object) -> Words:
        return f"{value} is out of range", f"write a number {words} {context[key]:g}"

    return say


_BY_KIND: dict[str, Callable[[Mapping[str, Any], object], Words]] = {
    "string_type": _text,
    "string_too_short": lambda context, value: ("the text is empty", "write something"),
    "string_too_long": lambda context, value: (
        f"{shown(value)} is too long",
        f"write at most {context['max_length']} sign",
    ),
    "int_type": _whole,
    "int_parsing": _whole,
    "int_from_float": _whole,
    "float_type": _number,
    "float_parsing": _number,
    "finite_number": _number,
    "bool_type": _flag,
    "bool_parsing": _flag,
    "tuple_type": _list,
    "list_type": _list,
    "too_short": _empty_list,
    "too_long": _long_list,
    "missing": _empty_list,
    "literal_error": _choice,
    "greater_than": _bound("above", "gt"),
    "greater_than_equal": _bound("of at least", "ge"),
    "less_than": _bound("below", "lt"),
    "less_than_equal": _bound("of at most", "le"),
}


def in_house_words(kind: str, context: Mapping[str, Any], value: object) -> Words:
    """Message and remedy for one error of pydantic, by its type."""
    if kind.startswith(("date_", "datetime_")):
        return _day(context, value)
    if kind in _BY_KIND:
        return _BY_KIND[kind](context, value)
    return f"{shown(value)} cannot be used here", "see docs/journey-yml.md for this key"
