"""Kaplan and Meier: Freireich's 6-MP as every textbook prints it, and statsmodels."""

import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from cjm_analytics.statistics import kaplan_meier, median_survival

# Weeks in remission under 6-mercaptopurine, + censored: Freireich et al. (1963), Blood 21:699-716.
REMISSION = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
WEEKS = [float(week.rstrip("+")) for week in REMISSION.split()]
RELAPSED = [not week.endswith("+") for week in REMISSION.split()]


def test_six_mp_as_printed():
    """Kalbfleisch and Prentice (2002), section 1.1; Collett and all others have the same table."""
    table = kaplan_meier(WEEKS, RELAPSED)
    assert list(table.columns) == ["time", "at_risk", "events", "survival"]
    assert table["time"].tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert table["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert table["events"].tolist() == [3, 1, 1, 1, 1, 1, 1]
    printed = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert [round(share, 3) for share in table["survival"]] == printed
    assert median_survival(table) == 23


def test_the_placebo_arm_as_printed():
    """The other arm of the same trial, where all 21 relapsed: half of them by week 8."""
    weeks = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    table = kaplan_meier(weeks, [True] * 21)
    printed = [0.905, 0.810, 0.762, 0.667, 0.571, 0.381, 0.286, 0.190, 0.143, 0.095, 0.048, 0.000]
    assert [round(share, 3) for share in table["survival"]] == printed
    assert median_survival(table) == 8


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=60))
def test_it_is_statsmodels_and_scipys(times):
    durations, observed = zip(*times, strict=True)
    table = kaplan_meier(durations, observed)
    expected = SurvfuncRight(list(durations), [int(each) for each in observed])
    assert table["time"].tolist() == expected.surv_times.tolist()
    assert table["at_risk"].tolist() == expected.n_risk.tolist()
    assert table["events"].tolist() == expected.n_events.tolist()
    assert table["survival"].tolist() == pytest.approx(expected.surv_prob.tolist(), abs=1e-12)
    ended = [time for time, is_observed in times if is_observed]
    waiting = [time for time, is_observed in times if not is_observed]
    sf = scipy.stats.ecdf(scipy.stats.CensoredData(ended, right=waiting)).sf
    assert sf.evaluate(table["time"]) == pytest.approx(table["survival"].tolist(), abs=1e-12)


def test_nobody_there_yet():
    table = kaplan_meier(pd.Series([3.0, 4.0]), pd.Series([False, False]))
    assert table.empty
    assert median_survival(table) is None
    assert kaplan_meier([], []).empty


def test_everyone_there():
    table = kaplan_meier([1, 2], [True, True])
    assert table["survival"].tolist() == [0.5, 0.0]
    assert median_survival(table) == 1


def test_half_is_reached_in_spite_of_rounding():
    """One of six after another: after the third, half is left, as a product of fractions."""
    assert median_survival(kaplan_meier([1, 2, 3, 4, 5, 6], [True] * 6)) == 3


@pytest.mark.parametrize(
    "durations", [[1.0], [1.0, -2.0], [1.0, float("nan")], [1.0, float("inf")], [[1.0, 2.0]]]
)
def test_what_is_no_duration_is_refused(durations):
    with pytest.raises(ValueError, match=r"give one each|missing, infinite or negative"):
        kaplan_meier(durations, [True, True])


@pytest.mark.parametrize("observed", [[True, None], [True, "False"], [1, 2], [1.0, float("nan")]])
def test_what_is_neither_true_nor_false_is_refused(observed):
    with pytest.raises(ValueError, match="true or false"):
        kaplan_meier([1, 2], observed)
    assert len(kaplan_meier([1, 2], [1, 0])) == 1
