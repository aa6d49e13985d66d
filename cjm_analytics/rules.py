"""Conditions and rules of journey.yml as SQL expressions.

SQL's three-valued logic gives the design's meaning: a test of a missing value is neither true
nor false, so neither it nor its negation matches.
"""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from sqlglot import exp

from cjm_analytics.config.conditions import All, Any, Condition, Not, Scalar, Test, tests_in

Names = Mapping[str, str]
SAME_NAMES: Names = {}


class Tried(NamedTuple):
    """A rule in the order of trying, its condition as DuckDB's SQL over an event's columns."""

    condition: str
    number: int
    phase_number: int


def expression(condition: Condition, names: Names = SAME_NAMES) -> exp.Expr:
    """A condition as a boolean expression; `names` says under which name a column stands there."""
    match condition:
        case All(parts):
            return exp.and_(*(expression(part, names) for part in parts)) if parts else exp.true()
        case Any(parts):
            return exp.or_(*(expression(part, names) for part in parts))
        case Not(part):
            return exp.not_(expression(part, names))
        case Test():
            return exp.paren(
                _test(condition, _column(names.get(condition.column, condition.column)))
            )


def of_event(condition: Condition, others: Names) -> Condition:
    """What a condition asks of an event itself, `others` being no columns of it.

    It holds wherever the condition does.
    """
    match condition:
        case All(parts):
            return All(tuple(of_event(part, others) for part in parts))
        case Any(parts):
            return Any(tuple(of_event(part, others) for part in parts))
        case _ if any(test.column in others for test in tests_in(condition)):
            return All(())
    return condition


def first_match(conditions: Sequence[Condition], names: Names = SAME_NAMES) -> exp.Expr:
    """The number, from 1, of the first condition that holds; null where none does."""
    if not conditions:
        return exp.cast(exp.null(), "bigint")
    case = exp.Case()
    for number, condition in enumerate(conditions, start=1):
        case.when(expression(condition, names), exp.Literal.number(number), copy=False)
    return exp.cast(case, "bigint")


def renumbered(before: Sequence[Tried], now: Sequence[Tried]) -> dict[int, int]:
    """The numbers now of rules that are as they were and follow one another as before."""
    asked, asks = (
        [(rule.condition, rule.phase_number) for rule in rules] for rules in (before, now)
    )
    blocks = SequenceMatcher(a=asked, b=asks, autojunk=False).get_matching_blocks()
    return {
        before[old + place].number: now[new + place].number
        for old, new, length in blocks
        for place in range(length)
    }


def judged_otherwise(before: Sequence[Tried], now: Sequence[Tried]) -> str:
    """Whether an event gets another rule or phase by other rules, as DuckDB's SQL.

    Rules that both have must follow one another as before.
    """
    # An event for which none of these holds is tried by the same others in the same order.
    edited = [
        rule.condition
        for rule in dict.fromkeys([*before, *now])
        if (rule in before) != (rule in now)
    ]
    is_in_question = " or ".join(edited) or "false"
    return f"({is_in_question}) and {_judged(before)} is distinct from {_judged(now)}"


def _judged(rules: Sequence[Tried]) -> str:
    tried = [f"when {rule.condition} then '{rule.number} {rule.phase_number}'" for rule in rules]
    return f"case {' '.join(tried)} end" if tried else "null"


def numbered(
    argument: exp.Expr, expressions: Sequence[exp.Expr], otherwise: exp.Expr | None = None
) -> exp.Expr:
    """The expression of that number, from 1; `otherwise`, or false, where there is none at all."""
    if not expressions:
        return otherwise or exp.false()
    case = exp.Case()
    for number, each in enumerate(expressions, start=1):
        is_it = exp.EQ(this=argument.copy(), expression=exp.Literal.number(number))
        case.when(is_it, each.copy(), copy=False)
    return case


def _column(name: str) -> exp.Expr:
    return exp.column(exp.to_identifier(name, quoted=True))


def _test(test: Test, column: exp.Expr) -> exp.Expr:
    value = test.value
    if isinstance(value, tuple):
        return exp.In(this=column, expressions=[_literal(item) for item in value])
    match test.operator:
        case "is_missing":
            missing = exp.Is(this=column, expression=exp.null())
            return missing if value else exp.not_(missing)
        case "equals":
            return exp.EQ(this=column, expression=_literal(value))
        case "at_least":
            return exp.GTE(this=column, expression=_literal(value))
        case "at_most":
            return exp.LTE(this=column, expression=_literal(value))
        case "starts_with":
            return exp.StartsWith(this=column, expression=_literal(value))
        case "matches":
            return exp.RegexpLike(this=column, expression=_literal(value))
        case "contains" if test.column == "categories":
            # A list is kept as text, its items between bars.
            bar = exp.Literal.string("|")
            listed = exp.DPipe(this=exp.DPipe(this=bar, expression=column), expression=bar.copy())
            return _within(listed, exp.Literal.string(f"|{value}|"))
        case "contains":
            return _within(column, _literal(value))
    raise ValueError(f"unknown operator {test.operator!r}")


def _within(text: exp.Expr, part: exp.Expr) -> exp.Expr:
    return exp.GT(this=exp.StrPosition(this=text, substr=part), expression=exp.Literal.number(0))


def _literal(value: Scalar) -> exp.Expr:
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, str):
        return exp.Literal.string(value)
    return exp.Literal.number(value)
