"""What a condition asks of an event alone holds wherever the condition does."""

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_analytics import rules
from cjm_analytics.config import All, Any, Condition, Not, Test
from cjm_analytics.config import tests_in as each_test

ROWS = "(select * from (values (null), (1), (2)) as e(of_event), (values (null), (1), (2)) as j(x))"
NAMES = {"of_journey": "x"}
one_test = st.builds(
    Test,
    st.sampled_from(["of_event", "of_journey"]),
    st.just("equals"),
    st.integers(1, 2),
) | st.builds(
    Test,
    st.sampled_from(["of_event", "of_journey"]),
    st.just("is_missing"),
    st.booleans(),
)
conditions = st.recursive(
    one_test,
    lambda parts: (
        st.lists(parts, max_size=3).map(lambda found: All(tuple(found)))
        | st.lists(parts, min_size=1, max_size=3).map(lambda found: Any(tuple(found)))
        | parts.map(Not)
    ),
    max_leaves=6,
)


@settings(max_examples=150)
@given(conditions)
def test_it_holds_wherever_the_condition_does(condition: Condition):
    of_event = rules.of_event(condition, NAMES)
    assert {test.column for test in each_test(of_event)} <= {"of_event"}
    whole, part = (rules.expression(each, NAMES).sql("duckdb") for each in (condition, of_event))
    missed = duckdb.sql(f"from {ROWS} where ({whole}) and ({part}) is not true").fetchall()
    assert missed == []


def test_what_asks_of_events_alone_stays_as_it_is():
    condition = Not(Any((Test("of_event", "equals", 1), Not(Test("of_event", "equals", 2)))))
    assert rules.of_event(condition, NAMES) == condition


tried = st.lists(st.tuples(conditions, st.integers(1, 3)), max_size=4)


@settings(max_examples=100)
@given(tried, tried)
def test_judged_otherwise_is_another_rule_or_phase(
    one: list[tuple[Condition, int]], other: list[tuple[Condition, int]]
):
    """Rules that both have count too: `other` goes on with those of `one`."""
    before, now = (
        [
            rules.Tried(rules.expression(condition, NAMES).sql("duckdb"), number, phase)
            for number, (condition, phase) in enumerate(each, start=1)
        ]
        for each in (one, one[:2] + other)
    )

    def first(given: list[rules.Tried]) -> dict[tuple[object, ...], tuple[int, int] | None]:
        """Each row, with the first rule that holds for it."""
        found: dict[tuple[object, ...], tuple[int, int] | None] = dict.fromkeys(
            duckdb.sql(f"from {ROWS}").fetchall()
        )
        for rule in reversed(given):
            for row in duckdb.sql(f"from {ROWS} where {rule.condition}").fetchall():
                found[row] = (rule.number, rule.phase_number)
        return found

    was, is_now = first(before), first(now)
    told = duckdb.sql(f"from {ROWS} where {rules.judged_otherwise(before, now)}").fetchall()
    assert set(told) == {row for row in was if was[row] != is_now[row]}
