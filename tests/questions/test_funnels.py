"""The ad-hoc funnel beyond what brute force compares: options, inputs and refusals."""

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from cjm_analytics import funnel, funnel_people
from cjm_analytics.questions.events import QuestionRefused


def events(*rows: tuple) -> pd.DataFrame:
    """Rows of (person, time of day, event name, and more columns)."""
    made = [
        {"person_id": person, "occurred_at": pd.Timestamp(f"2026-01-01 {at}"), "event_name": name}
        | (more[0] if more else {})
        for person, at, name, *more in rows
    ]
    return pd.DataFrame(made)


def counts(*arguments, **options) -> list[int]:
    return funnel(*arguments, **options)["n"].tolist()


def test_the_latest_start_that_still_works_counts():
    own = events(("p", "13:00", "A"), ("p", "13:30", "A"), ("p", "13:45", "B"), ("p", "14:15", "C"))
    table = funnel(own, ["A", "B", "C"], window="1 hour")
    assert table["n"].tolist() == [1, 1, 1]
    assert table["mean_seconds"].tolist()[1:] == [15 * 60, 30 * 60]
    assert np.isnan(table["mean_seconds"][0])


@pytest.mark.parametrize(("end", "n"), [("11:00:00", 1), ("11:00:00.000001", 0)])
def test_the_end_of_the_window_is_in_it(end, n):
    own = events(("p", "10:00", "A"), ("p", end, "B"))
    assert counts(own, ["A", "B"], window="1 hour") == [1, n]


def test_repeated_steps_need_as_many_events():
    own = events(*(("two", "10:00", "page") for _ in range(2)), ("two", "10:00", "look"))
    more = events(*(("three", at, "page") for at in ("10:00", "10:00", "10:01")))
    assert counts(pd.concat([own, more]), ["page", "page", "page"]) == [2, 2, 1]


def test_a_property_stays_the_same_along_the_steps():
    own = events(
        ("same", "10:00", "A", {"product_id": "x"}),
        ("same", "10:01", "B", {"product_id": "y"}),
        ("same", "10:02", "B", {"product_id": "x"}),
        ("other", "10:00", "A", {"product_id": "x"}),
        ("other", "10:01", "B", {"product_id": "y"}),
        ("none", "10:00", "A", {"product_id": None}),
        ("none", "10:01", "B", {"product_id": None}),
    )
    assert counts(own, ["A", "B"]) == [3, 3]
    table = funnel(own, ["A", "B"], hold="product_id")
    assert table["n"].tolist() == [2, 1]
    assert table["mean_seconds"][1] == 120


def test_an_optional_step_may_be_skipped_and_is_counted_where_it_was_taken():
    own = events(
        ("with", "10:00", "A"),
        ("with", "10:01", "help"),
        ("with", "10:02", "B"),
        ("without", "10:00", "A"),
        ("without", "10:02", "B"),
        ("late", "10:00", "A"),
        ("late", "10:02", "B"),
        ("late", "10:03", "help"),
    )
    table = funnel(own, ["A", {"event_name": "help", "optional": True}, "B"])
    assert table["n"].tolist() == [3, 1, 3]
    assert table["rate_of_previous"].tolist() == [1, 1 / 3, 1]


def test_an_optional_step_that_is_taken_wins_over_a_later_start():
    own = events(
        ("p", "10:00", "A"), ("p", "10:01", "help"), ("p", "10:02", "A"), ("p", "10:03", "B")
    )
    assert counts(own, ["A", {"event_name": "help", "optional": True}, "B"]) == [1, 1, 1]


def test_the_first_step_decides_the_group_unless_another_is_asked():
    own = events(
        ("p", "10:00", "A", {"device": "phone"}),
        ("p", "10:01", "B", {"device": "laptop"}),
        ("q", "10:00", "A", {"device": None}),
    )
    by_start = funnel(own, ["A", "B"], by="device")
    assert by_start.columns[0] == "device"
    assert by_start.loc[by_start["device"] == "phone", "n"].tolist() == [1, 1]
    assert by_start.loc[by_start["device"].isna(), "n"].tolist() == [1, 0]
    by_end = funnel(own, ["A", "B"], by="device", by_step=2)
    assert by_end.loc[by_end["device"] == "laptop", "n"].tolist() == [1, 1]


def test_people_who_reached_a_step_and_who_stopped_there():
    own = events(
        ("on", "10:00", "A"), ("on", "10:01", "B"), ("stop", "11:00", "A"), ("none", "9:00", "B")
    )
    people = funnel_people(own, ["A", "B"], step=1)
    assert people["person_id"].tolist() == ["on", "stop"]
    assert people["is_stopped"].tolist() == [False, True]
    assert funnel_people(own, ["A", "B"], step=2)["reached_at"].tolist() == [
        pd.Timestamp("2026-01-01 10:01")
    ]


def test_relation_arrow_and_frame_give_the_same():
    own = events(("p", "10:00", "A"), ("p", "10:01", "B"), ("q", "10:00", "A"))
    frame = own.assign(occurred_at=own["occurred_at"].dt.tz_localize("Europe/Amsterdam"))
    arrow = pa.Table.from_pandas(own)
    with duckdb.connect() as connection:
        relation = connection.from_arrow(arrow)
        answers = [funnel(given, ["A", "B"]) for given in (own, frame, arrow, relation)]
    for answer in answers[1:]:
        pd.testing.assert_frame_equal(answers[0], answer)


def test_nobody_is_an_answer_and_no_error():
    own = events(("p", "10:00", "A"))
    for given in (own[:0], own):
        table = funnel(given, ["X", "Y"])
        assert table["n"].tolist() == [0, 0]
        assert table["rate_of_first"].isna().all()
    assert funnel(own, ["X", "Y"], by="event_name").empty
    assert funnel_people(own, ["X", "Y"], step=1).empty


def test_text_from_an_analyst_is_no_sql():
    own = events(("p", "10:00", "it's; drop"), ("p", "10:01", 'a"b'))
    assert counts(own, ["it's; drop", 'a"b']) == [1, 1]
    odd = own.assign(**{'x"; y': "one"})
    assert funnel(odd, ["it's; drop", 'a"b'], by='x"; y', hold='x"; y')["n"].tolist() == [1, 1]


REFUSED = [
    ({"steps": ["A"]}, "two steps or more"),
    ({"steps": "AB"}, "two steps or more"),
    ({"steps": ["A", ""]}, "step 2: the event name is empty"),
    ({"steps": ["A", 3]}, "step 2: write an event name or a condition"),
    ({"steps": ["A", {"pagepath": "/x"}]}, "step 2: unknown column 'pagepath'"),
    ({"steps": ["A", {"name": "B"}]}, "condition without a test"),
    ({"steps": [{"event_name": "A", "optional": True}, "B"]}, "first step cannot be optional"),
    ({"steps": ["A", {"event_name": "B", "optional": True}]}, "two steps that are not optional"),
    ({"order": "random"}, "use one of: ordered, strict, any"),
    ({"window": "0 days"}, "more than zero"),
    ({"window": "-1 days"}, "lies in the past"),
    ({"window": "soon"}, "not a length of time"),
    ({"window": 7}, "write the unit"),
    ({"by": "colour"}, "by: the events have no column 'colour'"),
    ({"hold": ["colour"]}, "hold: the events have no column 'colour'"),
    ({"by": "event_name", "by_step": 4}, "by_step: there is no step 4"),
    ({"exclude": [("X", 2, 1)]}, "step 2 does not come before step 1"),
    ({"exclude": [("X", 1, 1)]}, "step 1 does not come before step 1"),
    ({"exclude": [("X", 0, 2)]}, "there is no step 0"),
    ({"exclude": [("X", 1, 9)]}, "there is no step 9"),
    ({"exclude": [("B", 1, 3)]}, "it is step 2 itself"),
    ({"exclude": ["X"]}, "from step, to step"),
]


@pytest.mark.parametrize(("options", "told"), REFUSED)
def test_what_makes_no_sense_is_refused_with_its_reason(options, told):
    asked = {"steps": ["A", "B", "C"]} | options
    with pytest.raises(QuestionRefused, match=told):
        funnel(events(("p", "10:00", "A")), **asked)


@pytest.mark.parametrize("step", [0, 3, -1, True, "1"])
def test_a_step_that_is_not_there_has_no_people(step):
    with pytest.raises(QuestionRefused, match="there is no step"):
        funnel_people(events(("p", "10:00", "A")), ["A", "B"], step=step)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([1, 2], "give a DuckDB relation"),
        (pd.DataFrame({"person_id": ["p"]}), "no column occurred_at and no event_name"),
        (
            pd.DataFrame({"person_id": ["p"], "occurred_at": ["today"], "event_name": ["A"]}),
            "must be a time",
        ),
    ],
)
def test_what_holds_no_events_is_refused(given, told):
    with pytest.raises(QuestionRefused, match=told):
        funnel(given, ["A", "B"])
