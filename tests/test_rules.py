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


@settings(max_examples=150)
@given(tried, tried, st.integers(0, 4))
def test_judged_otherwise_is_another_rule_or_phase(
    one: list[tuple[Condition, int]], other: list[tuple[Condition, int]], place: int
):
    """Rules that both have, in the same order or another, are the same under other numbers."""
    before, now = (
        [
            rules.Tried(rules.expression(condition, NAMES).sql("duckdb"), number, phase)
            for number, (condition, phase) in enumerate(each, start=1)
        ]
        for each in (one, one[place:] + other + one[:place][:2])
    )
    numbers = rules.renumbered(before, now)
    for old, new in numbers.items():
        assert before[old - 1].condition == now[new - 1].condition
        assert before[old - 1].phase_number == now[new - 1].phase_number
    assert list(numbers.values()) == sorted(set(numbers.values()))
    before = [rule._replace(number=numbers.get(rule.number, 0)) for rule in before]

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


def test_a_rule_that_comes_first_leaves_the_others_what_they_were():
    one, two = rules.Tried("a", 1, 1), rules.Tried("b", 2, 1)
    now = [rules.Tried("c", 1, 1), rules.Tried("a", 2, 1), rules.Tried("b", 3, 1)]
    assert rules.renumbered([one, two], now) == {1: 2, 2: 3}
    assert rules.renumbered([one, two], [two._replace(phase_number=2)]) == {}
