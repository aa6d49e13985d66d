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
