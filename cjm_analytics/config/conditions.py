"""Conditions: data that says which events, journeys or raw rows are meant.

`{page_path: {starts_with: /product}, country: NL}` is read as All(Test, Test). A test of a missing
value is false, and so is its negation, except `is_missing`; whoever compiles or
evaluates a condition keeps to that.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import PlainValidator, ValidationInfo

from cjm_analytics.config.columns import (
    ALL_OPERATORS,
    EVENTS,
    JOURNEYS,
    OPERATORS,
    RAW,
    TRAITS,
    ColumnType,
    Scope,
)
from cjm_analytics.config.errors import Finding, KeyPath, Refusal, shown, use_one_of
from cjm_analytics.config.fields import check_country, check_currency
from cjm_analytics.config.patterns import check_regular_expression

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Test:
    """One column against one value. `in` carries a tuple; `is_missing` carries a boolean."""

    __test__: ClassVar[bool] = False  # so that pytest does not take it for a test case

    column: str
    operator: str
    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class All:
    """True where all parts are; All(()) is always true."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """True where at least one part is."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True where its part is false, but not where its part asks after a missing value."""

    condition: "Condition"


Condition = Test | All | Any | Not
Vocabulary = Mapping[str, Condition]


def parse_condition(
    raw: object, scope: Scope = EVENTS, vocabulary: Vocabulary | None = None
) -> Condition:
    """The condition in `raw`. Raises Refusal with every problem in it.

    `vocabulary`: conditions that a preset may name instead of writing them out.
    """
    parser = _Parser(scope, vocabulary)
    condition = parser.condition(raw, ())
    if parser.findings:
        raise Refusal(parser.findings)
    return condition


def tests_in(condition: Condition) -> Iterator[Test]:
    """Every single test in a condition, in order."""
    match condition:
        case Test():
            yield condition
        case Not(part):
            yield from tests_in(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from tests_in(part)


class _Parser:
    def __init__(self, scope: Scope, vocabulary: Vocabulary | None) -> None:
        self.scope = scope
        self.vocabulary = vocabulary
        self.findings: list[Finding] = []

    def found(self, path: KeyPath, message: str, remedy: str, key: str | None = None) -> All:
        """Note a problem; the empty condition stands in for the broken one until the end."""
        self.findings.append(Finding(path, message, remedy, key))
        return All(())

    def condition(self, raw: object, path: KeyPath) -> Condition:
        if isinstance(raw, str) and self.vocabulary is not None:
            if raw in self.vocabulary:
                return self.vocabulary[raw]
            return self.found(path, f"unknown condition '{raw}'", use_one_of(self.vocabulary, raw))
        if not isinstance(raw, dict):
            message = f"expected a condition, found {shown(raw)}"
            return self.found(path, message, "write column: {operator: value}")
        parts = tuple(self.part(key, value, path) for key, value in raw.items())
        return parts[0] if len(parts) == 1 else All(parts)

    def part(self, key: str, value: object, path: KeyPath) -> Condition:
        if key == "not":
            return Not(self.condition(value, (*path, key)))
        if key in ("all", "any"):
            return self.several(key, value, (*path, key))
        column_type = self.scope.type_of(key)
        if column_type is None:
            columns = self.scope.columns or {}
            if key in ALL_OPERATORS:
                remedy = f"write the column first, as page_path: {{{key}: …}}"
                return self.found(path, f"operator '{key}' without a column", remedy, key)
            return self.found(path, f"unknown column '{key}'", use_one_of(columns, key), key)
        if not isinstance(value, dict):
            if isinstance(value, list):
                remedy = f"write {key}: {{in: [{', '.join(map(str, value))}]}}"
                return self.found((*path, key), "a list needs an operator", remedy)
            # A list column has no equals; its one operator is what a bare value can mean.
            operator = "contains" if column_type == "list" else "equals"
            return self.test(key, column_type, operator, value, (*path, key))
        if not value:
            remedy = f"{use_one_of(OPERATORS[column_type])}, as {key}: {{equals: …}}"
            return self.found((*path, key), "no operator", remedy)
        tests = tuple(
            self.operator(key, column_type, operator, operand, (*path, key))
            for operator, operand in value.items()
        )
        return tests[0] if len(tests) == 1 else All(tests)

    def several(self, key: str, value: object, path: KeyPath) -> Condition:
        if not isinstance(value, list):
            remedy = f"write {key}: [{{…}}, {{…}}]"
            return self.found(path, f"expected a list of conditions, found {shown(value)}", remedy)
        if not value:
            return self.found(path, "the list is empty", "write at least one condition")
        parts = tuple(self.condition(item, (*path, index)) for index, item in enumerate(value))
        if len(parts) == 1:
            return parts[0]
        return All(parts) if key == "all" else Any(parts)

    def operator(
        self, column: str, column_type: ColumnType, operator: str, operand: object, path: KeyPath
    ) -> Condition:
        allowed = OPERATORS[column_type]
        if operator not in ALL_OPERATORS:
            remedy = use_one_of(allowed, operator)
            return self.found(path, f"unknown operator '{operator}'", remedy, operator)
        if operator not in allowed:
            message = f"'{operator}' does not fit {column}, which is {_A_TYPE[column_type]}"
            return self.found(path, message, use_one_of(allowed), operator)
        return self.test(column, column_type, operator, operand, (*path, operator))

    def test(
        self, column: str, column_type: ColumnType, operator: str, operand: object, path: KeyPath
    ) -> Condition:
        if operator == "is_missing":
            if not isinstance(operand, bool):
                message = f"expected true or false, found {shown(operand)}"
                return self.found(path, message, "write is_missing: true, or false")
            return Test(column, operator, operand)
        if operator != "in":
            return Test(column, operator, self.value(column, column_type, operator, operand, path))
        if not isinstance(operand, list):
            message = f"expected a list, found {shown(operand)}"
            return self.found(path, message, f"write in: [{operand}]")
        if not operand:
            return self.found(path, "the list is empty", "write at least one value")
        values = tuple(
            self.value(column, column_type, operator, item, (*path, index))
            for index, item in enumerate(operand)
        )
        return Test(column, operator, values)

    def value(
        self, column: str, column_type: ColumnType, operator: str, value: object, path: KeyPath
    ) -> Scalar:
        try:
            checked = _BY_TYPE[column_type](column, value)
            if operator == "matches" and self.vocabulary is None:
                check_regular_expression(str(checked))  # a preset's are checked by our own tests
            if operator in ("equals", "in") and self.scope.columns is not None:
                return _CODES.get(column, str)(str(checked)) if column_type == "text" else checked
            return checked
        except Refusal as refusal:
            self.findings.extend(finding.below(path) for finding in refusal.findings)
            return ""


_A_TYPE = {"text": "text", "number": "a number", "boolean": "true or false", "list": "a list"}
_NOTHING = "use is_missing: true where a value is missing"


def _text(column: str, value: object) -> Scalar:
    if value is None or value == "":
        raise Refusal.of("the text is empty", _NOTHING)
    if not isinstance(value, str):
        plain = str(value).lower() if isinstance(value, bool) else value
        raise Refusal.of(
            f"{column} is text, found {shown(value)}", f'put it between quotes: "{plain}"'
        )
    return value


def _number(column: str, value: object) -> Scalar:
    if value is None:
        raise Refusal.of("the number is empty", _NOTHING)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        remedy = "write digits with a decimal point, without quotes"
        raise Refusal.of(f"{column} is a number, found {shown(value)}", remedy)
    if column == "rating" and not -1 <= value <= 1:
        remedy = "write a rating between -1 and 1, as 0.5 for four stars of five"
        raise Refusal.of(f"a rating is never {value}", remedy)
    return value


def _flag(column: str, value: object) -> Scalar:
    if not isinstance(value, bool):
        raise Refusal.of(f"{column} is true or false, found {shown(value)}", "write true or false")
    return value


_BY_TYPE: Mapping[ColumnType, Callable[[str, object], Scalar]] = {
    "text": _text,
    "number": _number,
    "boolean": _flag,
    "list": _text,
}


def _initiator(value: str) -> str:
    allowed = ("customer", "organisation")
    if value not in allowed:
        raise Refusal.of(f"{shown(value)} begins no event", use_one_of(allowed, value))
    return value


_CODES: Mapping[str, Callable[[str], str]] = {
    "country": check_country,
    "currency": check_currency,
    "initiated_by": _initiator,
}


def _validator(scope: Scope, may_be_empty: bool) -> PlainValidator:
    def validate(raw: object, info: ValidationInfo) -> Condition:
        condition = parse_condition(raw, scope, (info.context or {}).get("vocabulary"))
        if not may_be_empty and not any(True for _ in tests_in(condition)):
            raise Refusal.of("a condition without a test", "write column: {operator: value}")
        return condition

    return PlainValidator(validate)


EventCondition = Annotated[Condition, _validator(EVENTS, may_be_empty=False)]
JourneyCondition = Annotated[Condition, _validator(JOURNEYS, may_be_empty=False)]
TraitCondition = Annotated[Condition, _validator(TRAITS, may_be_empty=False)]
RawCondition = Annotated[Condition, _validator(RAW, may_be_empty=False)]
AnyEvents = Annotated[Condition, _validator(EVENTS, may_be_empty=True)]
AnyJourneys = Annotated[Condition, _validator(JOURNEYS, may_be_empty=True)]
