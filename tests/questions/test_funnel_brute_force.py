"""The funnels of thousands of random questions are those that trying everything gives.

tests/questions/brute_force.py follows section 3 of the design. Moments lie on a coarse grid, so
that equal ones, and events at a window's very end, are the rule and not the exception.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf, isclose
from random import Random
from statistics import mean, median
from typing import Any

import pyarrow as pa
import pytest
from brute_force import Condition, Event, Question, times_of

from cjm_analytics.questions.funnels import funnel

CASES = 2000  # in all, of three orders
ORDERS = ("ordered", "strict", "any")
START = datetime(2026, 3, 1, 12)
MINUTE = 60_000_000
SCHEMA = pa.schema(
    {
        "person_id": pa.string(),
        "occurred_at": pa.timestamp("us"),
        "event_name": pa.string(),
        "page_path": pa.string(),
    }
)
# What the product is asked, and the same in Python.
SAYINGS: list[tuple[Any, Condition]] = [
    ("a", lambda event: event.name == "a"),
    ("b", lambda event: event.name == "b"),
    ("c", lambda event: event.name == "c"),
    ({"event_name": {"in": ["a", "b"]}}, lambda event: event.name in ("a", "b")),
    ({"event_name": "b", "page_path": "/x"}, lambda event: event[2:] == ("b", "/x")),
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
    people: list[list[Event]]

    @property
    def events(self) -> pa.Table:
        rows = [
            {
                "person_id": f"person {number}" if number else None,  # the first are nobody's
                "occurred_at": START + timedelta(microseconds=event.at),
                "event_name": event.name,
                "page_path": event.page_path,
            }
            for number, events in enumerate(self.people)
            for event in events
        ]
        return pa.Table.from_pylist(rows, SCHEMA)


def case_of(dice: Random, order: str) -> Case:
    steps = dice.choices(SAYINGS, weights=(9, 9, 5, 3, 1, 2, 2, 2), k=dice.choice((2, 3, 3, 4)))
    window = dice.choice((None, None, 1, 2, 4, 6))
    exclude = [_exclusion(dice, steps) for _ in range(dice.choice((0, 1, 1, 2)))]
    options = {
        "order": order,
        "window": None if window is None else f"{window} minutes",
        "exclude": [(excluded[0], one, other) for excluded, one, other in exclude],
    }
    asked = Question(
        [step[1] for step in steps],
        inf if window is None else window * MINUTE,
        order,
        [(excluded[1], one, other) for excluded, one, other in exclude],
    )
    span = dice.choice((1, 3, 6, 12))  # moments
    people = [_lived(dice, span) for _ in range(dice.randint(2, 9))]
    return Case([step[0] for step in steps], options, asked, people)


def _exclusion(dice: Random, steps: list[Any]) -> tuple[Any, int, int]:
    """What may not come between two steps; a step of those between them is refused as such."""
    one, other = sorted(dice.sample(range(1, len(steps) + 1), 2))
    return (
        dice.choice([saying for saying in SAYINGS if saying not in steps[one : other - 1]]),
        one,
        other,
    )


def _lived(dice: Random, span: int) -> list[Event]:
    """A person's events, in no order."""
    return [
        Event(
            number,
            dice.randrange(span) * MINUTE + dice.choice((0, 0, 0, 0, 0, 0, 0, 1)),
            dice.choice(("a", "a", "b", "b", "c", "d", None)),
            dice.choice((None, "/x", "/y")),
        )
        for number in range(dice.choice((0, 1, 3, 4, 5, 6, 7, 8)))
    ]


def by_hand(case: Case) -> list[tuple[Any, ...]]:
    """Per step: n, and the mean and median seconds since the step before (no times for `any`)."""
    taken = [times_of(events, case.asked) for events in case.people[1:]]
    found: list[tuple[Any, ...]] = []
    for step in range(len(case.steps)):
        n = sum(len(times) > step for times in taken)
        seconds = [
            (times[step] - times[step - 1]) / 1e6 for times in taken if 0 < step < len(times)
        ]
        has_times = bool(seconds) and case.asked.order != "any"
        found.append((n, *((mean(seconds), median(seconds)) if has_times else (None, None))))
    return found


def as_told(case: Case) -> list[tuple[Any, ...]]:
    """The same by the product; for `any` only n, as the design says nothing of its times."""
    table = pa.Table.from_pandas(funnel(case.events, case.steps, **case.options))
    return [
        (row["n"], None, None)
        if case.asked.order == "any"
        else (row["n"], row["mean_seconds"], row["median_seconds"])
        for row in table.to_pylist()
    ]


def _same(one: list[tuple[Any, ...]], other: list[tuple[Any, ...]]) -> bool:
    pairs = [pair for rows in zip(one, other, strict=True) for pair in zip(*rows, strict=True)]
    return all(
        a == b if a is None or b is None else isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
        for a, b in pairs
    )


def shown(case: Case) -> str:
    lines = [f"steps {case.steps}, {case.options}"]
    for number, events in enumerate(case.people[1:], start=1):
        told = [f"{e.at / MINUTE:g} {e.name} {e.page_path}" for e in sorted(events, key=_turn)]
        lines.append(f"  person {number}: {', '.join(told)}")
    return "\n".join([*lines, f"  by hand {by_hand(case)}", f"  found   {as_told(case)}"])


def _turn(event: Event) -> tuple[int, str]:
    return event.at, event.name or ""


@pytest.mark.parametrize("order", ORDERS)
def test_random_questions(order: str) -> None:
    dice = Random(f"funnels, {order}")
    cases = [case_of(dice, order) for _ in range(-(-CASES // len(ORDERS)))]
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
    steps, window, order, exclude = question

    def named(name: str) -> Condition:
        return lambda event: event.name == name

    asked = Question(
        [named(step) for step in steps],
        inf if window is None else window,
        order,
        [(named(excluded), one, other) for excluded, one, other in exclude],
    )
    assert times_of(events, asked) == times
