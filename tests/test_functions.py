"""The functions of sql/ against statsmodels and scipy, and conditions tried by hand."""

from datetime import timedelta

import duckdb
import pytest
import sqlglot
from scipy.stats import t
from sqlglot import exp
from statsmodels.stats.proportion import proportion_confint

from cjm_analytics import rules
from cjm_analytics.config.conditions import All, Any, Not, Test
from cjm_analytics.engines.duckdb import to_sql
from cjm_analytics.functions import Functions

FUNCTIONS = Functions(
    settings={
        "journey.silence": timedelta(days=30),
        "identity.max_links": 20,
        "project.currency": "EUR",
    },
    matched_rule=rules.first_match([Test("page_path", "starts_with", "/a"), All(())]),
    matched_persona=exp.null(),
    personas_read_events=exp.false(),
    is_conversion=rules.expression(Test("event_name", "equals", "order")),
    condition_holds=lambda argument: rules.numbered(argument, [exp.true()]),
    condition_may_hold=exp.true(),
    rule_columns=("page_path",),
    rule_holds=lambda argument: rules.numbered(argument, [exp.true(), exp.false()]),
    change_side=lambda argument: rules.numbered(argument, [], exp.null()),
)


def value(sql: str) -> object:
    query = FUNCTIONS.expand(sqlglot.parse_one(f"select {sql}", read="duckdb"))
    return duckdb.sql(to_sql(query)).fetchall()[0][0]


@pytest.mark.parametrize(
    ("k", "n"), [(0, 1), (1, 1), (0, 37), (37, 37), (81, 263), (1, 29), (5, 10**6)]
)
def test_wilson_is_statsmodels(k: int, n: int):
    low, high = proportion_confint(k, n, method="wilson")
    assert value(f"wilson_low({k}, {n})") == pytest.approx(low, abs=1e-12)
    assert value(f"wilson_high({k}, {n})") == pytest.approx(high, abs=1e-12)


def test_wilson_is_newcombes_table():
    """Newcombe (1998), Statistics in Medicine 17, table I, the score method."""
    for (k, n), interval in {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605)}.items():
        assert round(float(str(value(f"wilson_low({k}, {n})"))), 4) == interval[0]
        assert round(float(str(value(f"wilson_high({k}, {n})"))), 4) == interval[1]


def test_of_nothing_there_is_no_interval():
    assert value("wilson_low(0, 0)") is None
    assert value("wilson_high(0, 0)") is None
    assert value("t_quantile(0)") is None


@pytest.mark.parametrize("df", [1, 2, 3, 4, 5, 6, 9, 30, 1000])
def test_t_quantile_is_scipys(df: int):
    assert value(f"t_quantile({df})") == pytest.approx(t.ppf(0.975, df), abs=1e-3)


def test_settings_become_literals():
    assert (
        value("timestamp '2026-01-31' - setting('journey.silence') = timestamp '2026-01-01'")
        is True
    )
    assert value("setting('identity.max_links')") == 20
    assert value("setting('project.currency')") == "EUR"
    with pytest.raises(ValueError, match=r"unknown setting 'journey\.silense'; use one of"):
        value("setting('journey.silense')")


def test_microseconds_between():
    assert (
        value("microseconds_between(timestamp '2026-01-01', timestamp '2026-01-02')")
        == 86_400_000_000
    )


def holds(condition, **row: object) -> object:
    columns = ", ".join(
        f"{exp.convert(cell).sql('duckdb')} as {name}"
        if cell is not None
        else f"null::varchar as {name}"
        for name, cell in row.items()
    )
    return duckdb.sql(
        f"select {rules.expression(condition).sql('duckdb')} from (select {columns})"
    ).fetchall()[0][0]


def test_a_condition_on_a_missing_value_is_false_and_so_is_its_negation():
    test = Test("page_path", "starts_with", "/a")
    assert holds(test, page_path="/a/b") is True
    assert holds(Not(test), page_path="/b") is True
    assert not holds(test, page_path=None)
    assert not holds(Not(test), page_path=None)
    assert holds(Test("page_path", "is_missing", True), page_path=None) is True
    assert (
        holds(Any((test, Test("event_name", "equals", "x"))), page_path=None, event_name="x")
        is True
    )


@pytest.mark.parametrize(
    ("operator", "operand", "yes", "no"),
    [
        ("equals", "a'b; drop table x", "a'b; drop table x", "a"),
        ("in", ("a", "b"), "b", "c"),
        ("starts_with", "100%", "100% wol", "100 wol"),
        ("contains", "_", "a_b", "ab"),
        ("matches", r"^/(vergelijk|reviews)\b", "/reviews/1", "/reviewsite"),
        ("matches", r"(?i)\.PDF$", "a.pdf", "apdf"),
    ],
)
def test_operators_take_their_operand_literally(operator, operand, yes, no):
    assert holds(Test("text", operator, operand), text=yes) is True
    assert holds(Test("text", operator, operand), text=no) is False


def test_a_list_contains_whole_items():
    condition = Test("categories", "contains", "light")
    assert holds(condition, categories="bell|light") is True
    assert holds(condition, categories="lights|bell") is False


def test_the_first_rule_that_matches_wins():
    rule = rules.first_match([Test("a", "equals", "x"), Test("a", "in", ("x", "y"))]).sql("duckdb")
    found = duckdb.sql(
        f"select {rule} from (values (1, 'x'), (2, 'y'), (3, 'z')) as rows(i, a) order by i"
    )
    assert found.fetchall() == [(1,), (2,), (None,)]
