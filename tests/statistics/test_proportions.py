"""Wilson and Newcombe, against the tables they were published with and against statsmodels."""

import math

import duckdb
import pytest
import scipy.stats
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from cjm_analytics.functions import _TEMPLATES
from cjm_analytics.statistics import newcombe, wilson


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 10_000))
    return draw(st.integers(0, n)), n


@pytest.mark.parametrize(
    ("k", "n", "printed"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0000, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_wilson_is_newcombes_table(k, n, printed):
    """Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3."""
    assert tuple(round(end, 4) for end in wilson(k, n)) == printed


@pytest.mark.parametrize(
    ("one", "other", "printed"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((0, 10), (0, 10), (-0.2775, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0000)),
        ((10, 10), (0, 10), (0.6075, 1.0000)),
    ],
)
def test_newcombe_is_newcombes_table(one, other, printed):
    """Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10, examples a to h."""
    assert tuple(round(end, 4) for end in newcombe(*one, *other)) == printed


@settings(deadline=None)
@given(shares(), st.sampled_from([0.9, 0.95, 0.99]))
def test_wilson_is_statsmodels_and_scipys(share, level):
    expected = proportion_confint(*share, alpha=1 - level, method="wilson")
    assert wilson(*share, level) == pytest.approx(expected, abs=1e-12)
    tested = scipy.stats.binomtest(*share).proportion_ci(level, method="wilson")
    assert wilson(*share, level) == pytest.approx((tested.low, tested.high), abs=1e-12)


@settings(deadline=None)
@given(shares(), shares())
def test_newcombe_is_statsmodels(one, other):
    expected = confint_proportions_2indep(*one, *other, compare="diff", method="newcomb")
    assert newcombe(*one, *other) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (81, 263), (0, 37), (37, 37)])
def test_wilson_is_the_wilson_of_the_tables(k, n):
    ends = []
    for name in ("wilson_low", "wilson_high"):
        parameters, template = _TEMPLATES[name]
        query = sqlglot.parse_one(f"select {template}", read="duckdb").sql("duckdb")
        columns = ", ".join(
            f"{value}::double as {p}" for p, value in zip(parameters, (k, n), strict=True)
        )
        ends.append(duckdb.sql(f"{query} from (select {columns})").fetchall()[0][0])
    assert wilson(k, n) == pytest.approx(tuple(ends), abs=1e-12)


@settings(deadline=None)
@given(shares(), shares())
def test_swapping_the_sides_of_newcombe_flips_the_sign(one, other):
    low, high = newcombe(*one, *other)
    assert newcombe(*other, *one) == pytest.approx((-high, -low), abs=1e-12)


def test_of_nothing_there_is_no_interval():
    assert all(math.isnan(end) for end in (*wilson(0, 0), *newcombe(1, 2, 0, 0)))


@pytest.mark.parametrize(("k", "n"), [(3, 2), (-1, 2), (0, -1)])
def test_no_share_is_refused(k, n):
    with pytest.raises(ValueError, match="between 0 and n"):
        wilson(k, n)
    with pytest.raises(ValueError, match="between 0 and n"):
        newcombe(1, 2, k, n)


@pytest.mark.parametrize(("k", "n"), [(2.5, 10), (1, 9.5), (1, math.inf), (math.nan, 10)])
def test_what_is_no_count_is_refused(k, n):
    with pytest.raises(ValueError, match="no share"):
        wilson(k, n)


@pytest.mark.parametrize("level", [0, 1, 1.5, -0.1, math.nan])
def test_what_is_no_level_is_refused(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        newcombe(1, 2, 3, 4, level)
