"""Conditions as they are written, and the tree they are read into."""

import pytest

from cjm_analytics.config import All, Any, Condition, Not, Test
from cjm_analytics.config.columns import EVENTS, JOURNEYS, RAW
from cjm_analytics.config.conditions import parse_condition
from cjm_analytics.config.conditions import tests_in as each_test
from cjm_analytics.config.errors import Refusal
from cjm_analytics.config.patterns import why_re2_refuses


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ({}, All(())),
        ({"event_name": "order"}, Test("event_name", "equals", "order")),
        ({"event_name": {"in": ["a", "b"]}}, Test("event_name", "in", ("a", "b"))),
        ({"page_path": {"starts_with": "/p"}}, Test("page_path", "starts_with", "/p")),
        ({"page_path": {"matches": "^/p"}}, Test("page_path", "matches", "^/p")),
        ({"value": {"at_least": 10}}, Test("value", "at_least", 10)),
        ({"value": 0}, Test("value", "equals", 0)),
        ({"rating": {"at_most": -0.5}}, Test("rating", "at_most", -0.5)),
        ({"channel": {"is_missing": True}}, Test("channel", "is_missing", True)),
        ({"channel": {"is_missing": False}}, Test("channel", "is_missing", False)),
        (
            {"value": {"at_least": 1, "at_most": 2}},
            All((Test("value", "at_least", 1), Test("value", "at_most", 2))),
        ),
        (
            {"country": "NL", "not": {"device": "mobile"}},
            All((Test("country", "equals", "NL"), Not(Test("device", "equals", "mobile")))),
        ),
        (
            {"any": [{"device": "mobile"}, {"all": [{"device": "tablet"}, {"country": "BE"}]}]},
            Any(
                (
                    Test("device", "equals", "mobile"),
                    All((Test("device", "equals", "tablet"), Test("country", "equals", "BE"))),
                )
            ),
        ),
        ({"any": [{"device": "mobile"}]}, Test("device", "equals", "mobile")),
    ],
)
def test_a_condition_is_read(written: object, meant: Condition) -> None:
    assert parse_condition(written, EVENTS) == meant


def test_journeys_have_columns_of_their_own() -> None:
    assert parse_condition({"categories": {"contains": "lights"}}, JOURNEYS) == Test(
        "categories", "contains", "lights"
    )
    assert parse_condition({"categories": "lights"}, JOURNEYS).operator == "contains"  # type: ignore[union-attr]
    assert parse_condition({"is_returning": False}, JOURNEYS) == Test(
        "is_returning", "equals", False
    )
    with pytest.raises(Refusal):
        parse_condition({"categories": {"contains": "lights"}}, EVENTS)


def test_raw_columns_may_have_any_name_and_are_text() -> None:
    written = {"Country": "United Kingdom", "country": "uk", "Bedrag (€)": {"starts_with": "-"}}
    assert [test.column for test in each_test(parse_condition(written, RAW))] == list(written)
    with pytest.raises(Refusal, match="Bedrag is text, found the number 3"):
        parse_condition({"Bedrag": 3}, RAW)


def test_conditions_are_frozen_and_hashable() -> None:
    condition = parse_condition({"event_name": {"in": ["a"]}, "not": {"country": "NL"}}, EVENTS)
    assert len({condition, condition}) == 1
    with pytest.raises(AttributeError):
        condition.conditions = ()  # type: ignore[misc,union-attr]


def test_all_problems_of_a_condition_are_found_at_once() -> None:
    written = {"pagepath": "/", "any": [{"country": "nl"}, {"value": "3"}], "not": []}
    with pytest.raises(Refusal) as caught:
        parse_condition(written, EVENTS)
    assert [finding.path for finding in caught.value.findings] == [
        (),
        ("any", 0, "country"),
        ("any", 1, "value"),
        ("not",),
    ]


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(?=x)", "invalid perl operator: (?="),
        (r"(a)\1", r"invalid escape sequence: \1"),
        ("[a", "missing ]: [a"),
        ("*", "no argument for repetition operator: *"),
        ("a{2000}", "invalid repetition size: {2000}"),
        ("^/(vergelijk|reviews)", None),
        ("(?i)kapot", None),
    ],
)
def test_re2_judges_patterns(pattern: str, reason: str | None) -> None:
    assert why_re2_refuses(pattern) == reason
