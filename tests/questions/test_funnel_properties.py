"""What holds for every funnel, whatever the events and the steps."""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pyarrow as pa
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cjm_analytics.questions.funnels import funnel

START = datetime(2026, 3, 1, 12)
SCHEMA = pa.schema(
    {
        "person_id": pa.string(),
        "occurred_at": pa.timestamp("us"),
        "event_name": pa.string(),
        "device": pa.string(),
    }
)
Told = tuple[str, int, str, str]  # person, minute, event name, device
Exclusion = tuple[str, int, int]

ORDERS = st.sampled_from(["ordered", "strict", "any"])
STEPS = st.lists(st.sampled_from("aabbc"), min_size=2, max_size=4)
LIVES = st.lists(
    st.tuples(
        st.sampled_from("pqr"),
        st.integers(0, 6),
        st.sampled_from("abcd"),
        st.sampled_from(["phone", "laptop"]),
    ),
    max_size=16,
)
WINDOWS = st.sampled_from(["1 minute", "2 minutes", "4 minutes", None])

# The same examples every time, and nothing kept on disk: the suite is to be repeatable.
asked_of_many = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@st.composite
def exclusions(draw: st.DrawFn, steps: list[str]) -> list[Exclusion]:
    """What may not come between two steps; it cannot be a step between them."""
    places = range(1, len(steps) + 1)
    known = [
        (name, one, other)
        for one in places
        for other in places[one:]
        for name in set("abcd") - set(steps[one : other - 1])
    ]
    return draw(st.lists(st.sampled_from(sorted(known)), max_size=2))


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Steps and options of a funnel."""
    steps = draw(STEPS)
    return {
        "steps": steps,
        "order": draw(ORDERS),
        "window": draw(WINDOWS),
        "exclude": draw(exclusions(steps)),
    }


def table_of(told: Sequence[Told]) -> pa.Table:
    names = SCHEMA.names
    rows = [(who, START + timedelta(minutes=minute), *rest) for who, minute, *rest in told]
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], SCHEMA)


def counts(told: Sequence[Told], **question: Any) -> list[int]:
    return [int(n) for n in funnel(table_of(told), **question)["n"]]


@asked_of_many
@given(told=LIVES, question=questions(), data=st.data())
def test_the_order_of_rows_changes_nothing(told, question, data):
    mixed = data.draw(st.permutations(told))
    for by in (None, "device"):
        found, other = (funnel(table_of(rows), **question, by=by) for rows in (told, mixed))
        pd.testing.assert_frame_equal(found, other)


@asked_of_many
@given(told=LIVES, others=LIVES, question=questions())
def test_another_person_changes_nobody_s_result(told, others, question):
    others = [(f"other {who}", *rest) for who, *rest in others]
    together = [
        a + b for a, b in zip(counts(told, **question), counts(others, **question), strict=False)
    ]
    assert counts([*told, *others], **question) == together


@asked_of_many
@given(told=LIVES, question=questions())
def test_counts_fall(told, question):
    found = counts(told, **question)
    assert found == sorted(found, reverse=True)
    assert all(n <= len({who for who, *_ in told}) for n in found)


@asked_of_many
@given(told=LIVES, steps=STEPS, order=ORDERS)
def test_without_exclusions_a_wider_window_lowers_no_count(told, steps, order):
    windows = ["1 minute", "2 minutes", "3 minutes", "5 minutes", None]
    found = [counts(told, steps=steps, order=order, window=window) for window in windows]
    for narrow, wide in itertools.pairwise(found):
        assert all(a <= b for a, b in zip(narrow, wide, strict=True))


@asked_of_many
@given(told=LIVES, steps=STEPS, window=WINDOWS)
def test_without_exclusions_strict_is_at_most_ordered_and_ordered_at_most_any(told, steps, window):
    strict, ordered, unordered = (
        counts(told, steps=steps, window=window, order=order)
        for order in ("strict", "ordered", "any")
    )
    assert all(a <= b <= c for a, b, c in zip(strict, ordered, unordered, strict=True))


@asked_of_many
@given(told=LIVES, steps=STEPS, order=ORDERS, window=WINDOWS)
def test_without_exclusions_a_step_more_changes_no_earlier_count(told, steps, order, window):
    assume(len(steps) > 2)
    longer = counts(told, steps=steps, order=order, window=window)
    assert counts(told, steps=steps[:-1], order=order, window=window) == longer[:-1]


@asked_of_many
@given(told=LIVES, question=questions())
def test_the_groups_add_up_to_the_whole(told, question):
    whole = counts(told, **question)
    grouped = funnel(table_of(told), **question, by="device")
    assert [
        int(grouped.loc[grouped["step"] == k, "n"].sum()) for k in range(1, len(whole) + 1)
    ] == (whole)
