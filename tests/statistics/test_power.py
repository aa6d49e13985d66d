"""How long until it would show: statsmodels, a regression, and a simulation."""

import numpy as np
import pytest
import scipy.stats
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.power import TTestIndPower

from cjm_analytics.statistics import detectable_effect, weekly_variance, weeks_needed


@pytest.mark.parametrize("effect", [0.4, 0.8, 1.2, 1.6])
def test_weeks_are_statsmodels_sample_size(effect):
    """The exact sample size of a two-sample t-test, by the noncentral t."""
    exact = TTestIndPower().solve_power(effect, power=0.8, alpha=0.05)
    assert weeks_needed(1.0, effect) == pytest.approx(np.ceil(exact), abs=1)


@pytest.mark.parametrize("weeks", [4, 8, 20])
@pytest.mark.parametrize("has_control", [True, False])
def test_the_detectable_effect_has_its_power(weeks, has_control):
    effect = detectable_effect(1.0, weeks, has_control=has_control)
    after = np.repeat([0.0, 1.0], weeks)
    columns = [np.ones(2 * weeks), after] + [np.arange(2 * weeks)] * (not has_control)
    design = np.column_stack(columns).astype(float)
    se = float(np.sqrt(np.linalg.inv(design.T @ design)[1, 1]))
    df = 2 * weeks - design.shape[1]
    critical = scipy.stats.t.ppf(0.975, df)
    assert scipy.stats.nct.sf(critical, df, effect / se) == pytest.approx(0.8, abs=0.015)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.01, 4), st.floats(0.4, 5))
def test_weeks_are_the_fewest_that_show_it(variance, effect):
    weeks = weeks_needed(variance, effect)
    assert weeks is not None
    assert detectable_effect(variance, weeks) <= effect
    assert weeks == 4 or detectable_effect(variance, weeks - 1) > effect


def test_without_a_control_it_takes_longer():
    assert weeks_needed(1.0, 1.2, has_control=False) > weeks_needed(1.0, 1.2)


def test_a_fall_shows_as_soon_as_a_rise():
    assert weeks_needed(1.0, -1.0) == weeks_needed(1.0, 1.0)


def test_what_cannot_be_known_or_waited_for():
    assert weeks_needed(float("nan"), 1.0) is None
    assert weeks_needed(1e6, 0.001) is None
    assert weeks_needed(0.0, 0.001) == 4
    with pytest.raises(ValueError, match="never shows"):
        weeks_needed(1.0, 0.0)
    with pytest.raises(ValueError, match="never shows"):
        weeks_needed(1.0, float("nan"))
    with pytest.raises(ValueError, match="0 or more"):
        detectable_effect(-1.0, 8)
    with pytest.raises(ValueError, match="between 0 and 1"):
        detectable_effect(1.0, 8, power=80)


def test_weekly_variance():
    values = np.array([1.0, 4.0, np.nan, 2.0, 7.0])
    known = values[[0, 1, 3, 4]]
    assert weekly_variance(values) == pytest.approx(known.var(ddof=1))
    line = sm.OLS(known, sm.add_constant(np.array([0.0, 1.0, 3.0, 4.0]))).fit()
    assert weekly_variance(values, has_control=False) == pytest.approx(line.mse_resid)
    assert np.isnan(weekly_variance(np.array([1.0, 2.0])))
