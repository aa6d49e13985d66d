"""The funnels of thousands of random questions are those that trying everything gives.

tests/questions/brute_force.py follows section 3 of the design. Moments lie on a coarse grid, so
that equal ones, and events at a window's very end, are the rule and not the exception.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf, isclose
from random import Random
from statistics import mean, median
from typing import Any

import pyarrow as pa
import pytest
from brute_force import Event, Question, best_attempt

from cjm_analytics.questions.funnels import funnel

QUESTIONS = 600  # in all, of three orders
WORLDS = 5  # each question is asked of so many groups of people: 3,000 cases
ORDERS = ("ordered", "strict", "any")
STARTS = [datetime(2026, 3, 1, 12), datetime(1969, 12, 31, 23, 56), datetime(1, 1, 1)]
MINUTE = 60_000_000
SCHEMA = pa.schema(
    {
        "person_id": pa.string(),
        "occurred_at": pa.timestamp("us"),
        "event_name": pa.string(),
        "page_path": pa.string(),
        "article": pa.string(),
        "world": pa.int64(),
    }
)
Condition = Callable[[Event], bool]
Found = list[tuple[Any, ...]]  # per step: n, mean seconds, median seconds

# What the product is asked, and the same in Python; no event meets two of the first three.
SAYINGS: list[tuple[Any, Condition]] = [
    ("a", lambda event: event.name == "a"),
    ("b", lambda event: event.name == "b"),
    ("c", lambda event: event.name == "c"),
    ({"event_name": {"in": ["a", "b"]}}, lambda event: event.name in ("a", "b")),
    (
        {"event_name": "b", "page_path": "/x"},
        lambda event: event.name == "b" and event.page_path == "/x",
    ),
    ({"page_path": {"starts_with": "/"}}, lambda event: event.page_path is not None),
    ({"not": {"page_path": "/x"}}, lambda event: event.page_path == "/y"),
    (
        {"any": [{"event_name": "c"}, {"page_path": {"is_missing": True}}]},
        lambda event: event.name == "c" or event.page_path is None,
    ),
]


@dataclass(frozen=True)
class Case:
    """A question as the product is asked it and as brute force is, and whose events it is about."""

    steps: list[Any]
    options: dict[str, Any]
    asked: Question
    start: datetime
    worlds: list[list[list[Event]]]
    has_times: bool  # the design says when each step was taken

    @property
    def events(self) -> pa.Table:
        rows = [
            {
                "person_id": f"person {world} {number}",
                "occurred_at": self.start + timedelta(microseconds=event.at),
                "event_name": event.name,
                "page_path": event.page_path,
                "article": event.article,
                "world": world,
            }
            for world, people in enumerate(self.worlds)
            for number, events in enumerate(people)
            for event in events
        ]
        rows += [row | {"person_id": None} for row in rows[::3]]  # nobody's
        rows += [row | {"occurred_at": None} for row in rows[::3]]  # of no moment
        return pa.Table.from_pylist(rows[::-1], SCHEMA)


def case_of(dice: Random, order: str) -> Case:
    is_plain = dice.random() < 0.5
    sayings = dice.choices(
        SAYINGS[:3] if is_plain else SAYINGS,
        weights=(9, 9, 5) if is_plain else (9, 9, 5, 3, 1, 2, 2, 2),
        k=dice.choice((2, 3, 3, 4)),
    )
    numbers = range(1, len(sayings) + 1)
    optional = frozenset(n for n in numbers[1:] if dice.random() < dice.choice((0, 0, 0.5)))
    if len(numbers) - len(optional) < 2:
        optional = frozenset()
    window = dice.choice((None, None, 1, 2, 4, 6))
    hold = dice.random() < 0.2
    exclude = [
        _exclusion(dice, sayings, sorted({*numbers} - optional))
        for _ in range(dice.choice((0, 1, 1, 2)))
    ]
    asked = Question(
        [condition for _, condition in sayings],
        inf if window is None else window * MINUTE,
        order,
        [(condition, one, other) for (_, condition), one, other in exclude],
        optional,
        hold,
    )
    span = dice.choice((1, 3, 6, 12))  # moments
    return Case(
        [_written(said, n in optional) for n, (said, _) in enumerate(sayings, start=1)],
        {
            "order": order,
            "window": None if window is None else f"{window} minutes",
            "exclude": [(said, one, other) for (said, _), one, other in exclude],
            "hold": "article" if hold else None,
        },
        asked,
        dice.choice(STARTS),
        [[_lived(dice, span) for _ in range(dice.randint(2, 8))] for _ in range(WORLDS)],
        order != "any" or (is_plain and not exclude),
    )


def _written(said: Any, is_optional: bool) -> Any:
    if not is_optional:
        return said
    return ({"event_name": said} if isinstance(said, str) else said) | {"optional": True}


def _exclusion(dice: Random, sayings: list[Any], needed: list[int]) -> tuple[Any, int, int]:
    """What may not come between two steps; a step of those between them is refused as such."""
    one, other = sorted(dice.sample(needed, 2))
    return (
        dice.choice([saying for saying in SAYINGS if saying not in sayings[one : other - 1]]),
        one,
        other,
    )


def _lived(dice: Random, span: int) -> list[Event]:
    """A person's events by time."""
    events = [
        Event(
            number,
            dice.randrange(span) * MINUTE + dice.choice((0, 0, 0, 0, 0, 0, 0, 1)),
            dice.choice(("a", "a", "b", "b", "c", "d", None)),
            dice.choice((None, "/x", "/y")),
            dice.choice(("shoe", "shoe", "hat", None)),
        )
        for number in range(dice.choice((0, 1, 3, 4, 5, 6, 7, 8)))
    ]
    return sorted(events, key=lambda event: event.at)


def by_hand(case: Case) -> list[Found]:
    """What brute force says of each world."""
    found = []
    for people in case.worlds:
        taken = [best_attempt(events, case.asked) for events in people]
        rows: Found = []
        for step in range(1, len(case.steps) + 1):
            seconds = [
                abs(times[step] - times[max(earlier for earlier in times if earlier < step)]) / 1e6
                for times in taken
                if step in times and step > 1
            ]
            told = (mean(seconds), median(seconds)) if seconds and case.has_times else (None, None)
            rows.append((sum(step in times for times in taken), *told))
        found.append(rows)
    return found


def as_told(case: Case) -> list[Found]:
    """The same by the product, which leaves out worlds where nobody counts."""
    table = pa.Table.from_pandas(funnel(case.events, case.steps, by="world", **case.options))
    found: list[Found] = [[(0, None, None)] * len(case.steps) for _ in case.worlds]
    for row in table.to_pylist():
        told = (row["mean_seconds"], row["median_seconds"]) if case.has_times else (None, None)
        found[row["world"]][row["step"] - 1] = (row["n"], *told)
    return found


def _same(one: list[Found], other: list[Found]) -> bool:
    return all(
        a == b if a is None or b is None else isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
        for worlds in zip(one, other, strict=True)
        for rows in zip(*worlds, strict=True)
        for a, b in zip(*rows, strict=True)
    )


def shown(case: Case) -> str:
    lines = [f"steps {case.steps}, {case.options}, from {case.start}"]
    for world, people in enumerate(case.worlds):
        for number, events in enumerate(people):
            told = [f"{e.at / MINUTE:g} {e.name} {e.page_path} {e.article}" for e in events]
            lines.append(f"  person {world} {number}: {', '.join(told)}")
    return "\n".join([*lines, f"  by hand {by_hand(case)}", f"  found   {as_told(case)}"])


@pytest.mark.parametrize("order", ORDERS)
def test_random_questions(order: str) -> None:
    dice = Random(f"funnels, {order}")
    cases = [case_of(dice, order) for _ in range(QUESTIONS // len(ORDERS))]
    differing = [case for case in cases if not _same(by_hand(case), as_told(case))]
    if differing:
        smallest = min(differing, key=lambda case: (case.events.num_rows, len(case.steps)))
        pytest.fail(f"{len(differing)} cases differ; the smallest:\n{shown(smallest)}", False)


@pytest.mark.parametrize(
    ("said", "question", "times"),
    [
        # the design's own example: the latest start that still works
        ("a0 a30 b45 c75", (("a", "b", "c"), 60, "ordered", ()), [30, 45, 75]),
        # the window's end is in it, a minute later is not
        ("a0 b60", (("a", "b"), 60, "ordered", ()), [0, 60]),
        ("a0 b61", (("a", "b"), 60, "ordered", ()), [0]),
        # one event fills one step
        ("a0 a1", (("a", "a", "a"), None, "ordered", ()), [0, 1]),
        # equal times may be taken in any order, also for strict
        ("b5 a5", (("a", "b"), None, "ordered", ()), [5, 5]),
        ("b5 d5 a5", (("a", "b"), None, "strict", ()), [5, 5]),
        ("a5 d6 b7", (("a", "b"), None, "strict", ()), [5]),
        ("b5 c6 a7", (("a", "b", "c"), 2, "any", ()), [7, 5, 6]),
        # an exclusion makes the attempt unclean, unless a later start is clean and as far
        ("a0 d1 b2", (("a", "b"), None, "ordered", (("d", 1, 2),)), []),
        ("a0 d1 a2 b3", (("a", "b"), None, "ordered", (("d", 1, 2),)), [2, 3]),
        # and where the second step was never reached: within the window after the first
        ("a0 d1", (("a", "b"), 5, "ordered", (("d", 1, 2),)), []),
        ("a0 d6", (("a", "b"), 5, "ordered", (("d", 1, 2),)), [0]),
    ],
)
def test_brute_force_on_what_is_plain_by_eye(said: str, question: Any, times: list[int]) -> None:
    events = [Event(n, int(one[1:]), one[0], None) for n, one in enumerate(said.split())]
    events.sort(key=lambda event: event.at)
    steps, window, order, exclude = question

    def named(name: str) -> Condition:
        return lambda event: event.name == name

    asked = Question(
        [named(step) for step in steps],
        inf if window is None else window,
        order,
        [(named(excluded), one, other) for excluded, one, other in exclude],
    )
    assert list(best_attempt(events, asked).values()) == times
