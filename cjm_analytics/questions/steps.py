"""What an analyst writes for a step, an exclusion and a window, read and refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import duckdb

from cjm_analytics import rules
from cjm_analytics.config.columns import ColumnType, Scope
from cjm_analytics.config.conditions import Condition, Test, parse_condition, tests_in
from cjm_analytics.config.durations import parse_duration
from cjm_analytics.config.errors import Refusal
from cjm_analytics.questions.events import QuestionRefused

WrittenStep = str | Mapping[str, Any]
Exclusion = tuple[WrittenStep, int, int]

ORDERS = ("ordered", "strict", "any")
MOST = 60  # steps, and exclusions
_KEYS = ("name", "optional")  # beside the condition


@dataclass(frozen=True)
class Step:
    """A step: its name in the answer, its condition, and whether it may be skipped."""

    name: str
    condition: Condition
    is_optional: bool = False

    @property
    def sql(self) -> str:
        """The condition as DuckDB's SQL; a missing value meets none."""
        return f"coalesce({rules.expression(self.condition).sql('duckdb')}, false)"


@dataclass(frozen=True)
class Excluded:
    """What must not come between two steps, which are counted from 0."""

    sql: str
    after: int
    before: int


@dataclass(frozen=True)
class Question:
    """A funnel that makes sense. `window` is in microseconds."""

    steps: tuple[Step, ...]
    window: int | None
    order: str
    excluded: tuple[Excluded, ...]
    hold: tuple[str, ...]

    @property
    def required(self) -> list[int]:
        """The places, from 0, of the steps that may not be skipped."""
        return [place for place, step in enumerate(self.steps) if not step.is_optional]

    @property
    def times(self) -> str:
        """The columns with the moment of each step, as SQL."""
        return ", ".join(f"at_{place}" for place in range(len(self.steps)))


def question_of(
    relation: duckdb.DuckDBPyRelation,
    steps: Sequence[WrittenStep],
    window: timedelta | str | None,
    order: str,
    exclude: Sequence[Exclusion],
    hold: str | Sequence[str] | None,
) -> Question:
    """The question, or QuestionRefused with what is wrong in it."""
    if isinstance(steps, str) or len(steps) < 2:
        raise QuestionRefused("a funnel needs two steps or more: give a list of event names")
    for what, given in (("steps", steps), ("exclusions", exclude)):
        if len(given) > MOST:
            raise QuestionRefused(f"a funnel has at most {MOST} {what}, not {len(given)}")
    scope = scope_of(relation)
    read = tuple(step_of(step, scope, f"step {at}") for at, step in enumerate(steps, start=1))
    if read[0].is_optional:
        raise QuestionRefused("the first step cannot be optional: it is where the window begins")
    if sum(not step.is_optional for step in read) < 2:
        raise QuestionRefused("a funnel needs two steps that are not optional")
    if order not in ORDERS:
        raise QuestionRefused(f"unknown order {order!r}; use one of: {', '.join(ORDERS)}")
    held = (hold,) if isinstance(hold, str) else tuple(hold or ())
    for column in held:
        known_column(relation, column, "hold")
    return Question(
        read,
        _window_of(window),
        order,
        tuple(_excluded(written, read, scope) for written in exclude),
        held,
    )


def known_column(relation: duckdb.DuckDBPyRelation, column: object, what: str) -> str:
    """The column's name, or QuestionRefused with those there are."""
    if column not in relation.columns:
        have = ", ".join(relation.columns)
        raise QuestionRefused(f"{what}: the events have no column {column!r}; use one of: {have}")
    return str(column)


def scope_of(relation: duckdb.DuckDBPyRelation) -> Scope:
    """The columns that a condition may name."""
    types = zip(relation.columns, relation.types, strict=True)
    return Scope({name: _type_of(str(kind)) for name, kind in types})


def step_of(written: WrittenStep, scope: Scope, where: str) -> Step:
    """A step from an event name or from a condition, which may bring a `name` and `optional`."""
    if isinstance(written, str):
        if not written:
            raise QuestionRefused(f"{where}: the event name is empty")
        return Step(written, Test("event_name", "equals", written))
    if not isinstance(written, Mapping):
        raise QuestionRefused(f"{where}: write an event name or a condition, not {written!r}")
    condition = {key: value for key, value in written.items() if key not in _KEYS}
    try:
        parsed = parse_condition(condition, scope)
    except Refusal as refusal:
        told = "; ".join(f"{one.message}; {one.remedy}" for one in refusal.findings)
        raise QuestionRefused(f"{where}: {told}") from None
    if not any(True for _ in tests_in(parsed)):
        raise QuestionRefused(f"{where}: a condition without a test; write column: value")
    optional = written.get("optional", False)
    if not isinstance(optional, bool):
        raise QuestionRefused(f"{where}: optional is true or false, not {optional!r}")
    return Step(str(written.get("name") or _said(condition)), parsed, optional)


def _said(condition: Mapping[str, Any]) -> str:
    """A condition in short, for want of a name."""
    if list(condition) == ["event_name"] and isinstance(condition["event_name"], str):
        return str(condition["event_name"])
    parts = []
    for column, test in condition.items():
        told = test
        if isinstance(test, Mapping):
            told = " and ".join(f"{operator} {value}" for operator, value in test.items())
        parts.append(f"{column} {told}")
    return ", ".join(parts)


def _window_of(window: timedelta | str | None) -> int | None:
    if window is None:
        return None
    try:
        length = parse_duration(window)
    except Refusal as refusal:
        told = "; ".join(f"{one.message}; {one.remedy}" for one in refusal.findings)
        raise QuestionRefused(f"window: {told}") from None
    if length <= timedelta(0):
        raise QuestionRefused("window: write more than zero, as 7 days, or None for no limit")
    return length // timedelta(microseconds=1)


def _excluded(written: Exclusion, steps: Sequence[Step], scope: Scope) -> Excluded:
    if isinstance(written, str) or not isinstance(written, Sequence) or len(written) != 3:
        raise QuestionRefused(
            f"exclude: write (event name or condition, from step, to step), not {written!r}"
        )
    what, after, before = written
    step = step_of(what, scope, "exclude")
    where = f"exclude {step.name}"
    for number in (after, before):
        if isinstance(number, bool) or not isinstance(number, int):
            raise QuestionRefused(f"{where}: a step is a number from 1, not {number!r}")
        if not 1 <= number <= len(steps):
            raise QuestionRefused(f"{where}: there is no step {number}; use 1 to {len(steps)}")
        if steps[number - 1].is_optional:
            raise QuestionRefused(f"{where}: step {number} is optional; name steps that are not")
    if after >= before:
        raise QuestionRefused(f"{where}: step {after} does not come before step {before}")
    for number in range(after + 1, before):
        if steps[number - 1].condition == step.condition:
            raise QuestionRefused(
                f"{where}: it is step {number} itself, so nobody could get from {after} to {before}"
            )
    return Excluded(step.sql, after - 1, before - 1)


def _type_of(kind: str) -> ColumnType:
    if kind == "BOOLEAN":
        return "boolean"
    numbers = ("INT", "DOUBLE", "FLOAT", "DECIMAL", "REAL")
    return "number" if any(part in kind for part in numbers) else "text"
