"""Segmented regression against statsmodels, and what it is good for."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from series import noise, weekly

from cjm_analytics.statistics import NotEnoughData, segmented_regression


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(4, 8), st.integers(0, 3))
def test_it_is_ordinary_least_squares(seed, n, gap):
    frame = weekly(noise(seed, 7), noise(seed + 1, n), gap=gap)
    found = segmented_regression(frame, gap)
    used = frame[frame["week"] >= -found.n_weeks].head(2 * found.n_weeks)
    after = (used["week"] >= 0).astype(float)
    fit = sm.OLS(used["treated"], np.column_stack([np.ones(len(used)), used["week"], after])).fit()
    assert found.n_weeks == min(7, n)
    assert found.placebos == ()
    assert found.estimate == pytest.approx(fit.params.iloc[2], abs=1e-9)
    assert found.se_model == pytest.approx(fit.bse.iloc[2], rel=1e-7)
    assert found.df == fit.df_resid
    assert found.p == pytest.approx(fit.pvalues.iloc[2], rel=1e-6)
    assert [found.ci_low, found.ci_high] == pytest.approx(fit.conf_int().iloc[2].tolist())


def test_a_trend_is_not_a_step():
    ripple = 0.01 * noise(3, 32)
    slope = np.arange(32) + ripple
    assert segmented_regression(weekly(slope[:24], slope[24:])).estimate == pytest.approx(
        0, abs=0.05
    )
    step = slope + 2 * (np.arange(32) >= 24)
    assert segmented_regression(weekly(step[:24], step[24:])).estimate == pytest.approx(2, abs=0.05)


def test_placebos_are_steps_where_nothing_happened():
    frame = weekly(noise(1, 24), noise(2, 8))
    found = segmented_regression(frame)
    earlier = frame[(frame["week"] >= -17) & (frame["week"] < -1)]
    there = segmented_regression(earlier.assign(week=earlier["week"] + 9))
    assert found.placebo_n == 9
    assert {p.week: p.estimate for p in found.placebos}[-9] == pytest.approx(there.estimate)


def test_one_series_needs_no_control():
    frame = weekly(noise(1, 8), noise(2, 8)).drop(columns="control")
    assert segmented_regression(frame).pretrend_p is None


def test_a_straight_line_has_no_variation_to_go_by():
    with pytest.raises(NotEnoughData) as refusal:
        segmented_regression(weekly(range(8), range(8, 16)))
    assert refusal.value.reason == "no_variation"
