"""Difference in differences: by hand, by statsmodels, by Card and Krueger, and its placebos."""

import math

import numpy as np
import pandas as pd
import pytest
import scipy.stats
import statsmodels.api as sm
import tea_tasting as tt
from hypothesis import given, settings
from hypothesis import strategies as st
from series import noise, weekly
from tea_tasting.aggr import Aggregates

from cjm_analytics.statistics import NotEnoughData, difference_in_differences

seeds = st.integers(0, 10_000)


def test_by_hand():
    """4 against 6 weeks: of equal number, so the last four before.

    Before 1 2 1 2 (mean 1.5), after 4 5 4 5 (mean 4.5): 3. Squares 1 + 1 over 6 degrees of
    freedom, times 1/4 + 1/4: a variance of 1/6. Slopes from before are taken from all six. One
    window of 4 + 4 would need eight weeks before, so there is no placebo.
    """
    found = difference_in_differences(weekly([9, 1, 1, 2, 1, 2], [4, 5, 4, 5]))
    assert (found.n_weeks, found.df, found.placebo_n, found.se_placebo) == (4, 6, 0, None)
    assert found.estimate == pytest.approx(3)
    assert found.se_model == pytest.approx(math.sqrt(1 / 6))
    assert found.ci_low == pytest.approx(3 - 2.446912 * math.sqrt(1 / 6), abs=1e-6)
    assert found.mde == pytest.approx((2.446912 + 0.905703) * math.sqrt(1 / 6), abs=1e-6)


def test_card_and_krueger():
    """Card and Krueger (1994), table 3: 20.44 to 21.03 here, 23.33 to 21.17 there: 2.75.

    The paper prints 2.76, from unrounded means. A ripple that cancels out stands for the weeks.
    """
    ripple = [0.1, -0.1, -0.1, 0.1] * 2
    treated = np.array([20.44] * 8 + [21.03] * 8) + ripple * 2
    found = difference_in_differences(
        weekly(treated[:8], treated[8:], control=[23.33] * 8 + [21.17] * 8)
    )
    assert round(found.estimate, 2) == 2.75


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(4, 8))
def test_without_placebos_it_is_a_regression_on_after(seed, n):
    values = noise(seed, 8 + n)
    frame = weekly(values[:8], values[8:])
    if n < 8:  # so few weeks before that no placebo fits
        frame = frame[frame["week"] >= -7]
    found = difference_in_differences(frame)
    frame = frame[frame["week"] >= -found.n_weeks]
    fit = sm.OLS(frame["treated"], sm.add_constant((frame["week"] >= 0).astype(float))).fit()
    assert found.estimate == pytest.approx(fit.params.iloc[1], abs=1e-10)
    assert found.se_model == pytest.approx(fit.bse.iloc[1], rel=1e-9)
    if found.placebo_n == 0:
        assert found.p == pytest.approx(fit.pvalues.iloc[1], rel=1e-6)
        assert [found.ci_low, found.ci_high] == pytest.approx(fit.conf_int().iloc[1].tolist())


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(4, 7))
def test_without_placebos_it_is_tea_tastings_mean_of_weeks(seed, n):
    """A mean per variant, of equal variance: the weeks being the units."""
    before, after = 50 + noise(seed, 7), 50 + noise(seed + 1, n)  # it takes a logarithm as well
    found = difference_in_differences(weekly(before, after))
    old, new = (
        Aggregates(count_=n, mean_={"x": x.mean()}, var_={"x": x.var(ddof=1)}, cov_={})
        for x in (before[-n:], after)
    )
    expected = tt.Mean("x", equal_var=True).analyze_aggregates(old, new)
    assert found.placebo_n == 0
    assert found.estimate == pytest.approx(expected.effect_size, abs=1e-12)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-6)
    ends = [expected.effect_size_ci_lower, expected.effect_size_ci_upper]
    assert [found.ci_low, found.ci_high] == pytest.approx(ends)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_the_trend_from_before_is_statsmodels(seed):
    """Before: a line. After: a dummy a week, whose mean is what the line does not explain."""
    steep = noise(seed, 16) * 0.3 + np.arange(16)
    frame = weekly(steep[:8], steep[8:])
    found = difference_in_differences(frame)
    line = sm.OLS(steep[:8], sm.add_constant(np.arange(-8.0, 0))).fit()
    assert found.pretrend_slope == pytest.approx(line.params[1])
    assert found.pretrend_p == pytest.approx(line.pvalues[1], rel=1e-6, abs=1e-12)
    assert found.has_pretrend
    dummies = np.vstack([np.zeros((8, 8)), np.eye(8)])
    design = np.column_stack([np.ones(16), np.arange(-8.0, 8), dummies])
    contrast = np.array([0, 0, *[1 / 8] * 8])
    expected = sm.OLS(steep, design).fit().t_test(contrast)
    assert found.adjusted_estimate == pytest.approx(expected.effect[0], abs=1e-8)
    ends = [found.adjusted_low, found.adjusted_high]
    assert ends == pytest.approx(expected.conf_int()[0].tolist(), abs=1e-8)


def test_without_a_trend_there_is_nothing_to_adjust():
    found = difference_in_differences(weekly([1, 2, 2, 1, 1, 2, 2, 1], [2, 1, 1, 2]))
    assert found.pretrend_p == pytest.approx(1)
    assert found.adjusted_estimate is None
    flat = difference_in_differences(weekly([1] * 8, [1, 2, 3, 4]))
    assert (flat.pretrend_slope, flat.pretrend_p) == (0, 1)


def test_placebos_are_the_same_estimate_at_every_earlier_week():
    """Ten weeks before, four after: windows of 4 + 4, at weeks -6, -5 and -4, by hand."""
    before = [0, 0, 0, 0, 4, 0, 0, 0, 0, 0]
    found = difference_in_differences(weekly(before, [1, 2, 1, 2]))
    assert [(p.week, p.estimate) for p in found.placebos] == [(-6, 1), (-5, -1), (-4, -1)]
    assert found.se_placebo == pytest.approx(1)
    assert (found.placebo_k, found.placebo_n) == (3, 3)  # 1.5 beats 1, 1 and 1
    assert found.se_model < found.se_placebo
    assert found.ci_high - found.estimate == pytest.approx(2.446912, abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(seeds, st.sampled_from([0.0, 0.7]), st.sampled_from([16, 24, 40]), st.sampled_from([4, 8]))
def test_the_spread_of_wandering_weeks_has_few_degrees_of_freedom(seed, wander, n_before, n):
    """Bartlett's worth of weeks, at least the windows that fit less one; statsmodels' acf."""
    values = noise(seed, n_before + n) + wander * noise(seed + 1, n_before + n).cumsum()
    found = difference_in_differences(weekly(values[:n_before], values[n_before:]))
    follows = sm.tsa.acf(values[:n_before], nlags=1)[1]
    is_wandering = follows + 1 / n_before > 1.6448536 / math.sqrt(n_before)
    is_wide = found.se_placebo > found.se_model
    df = 2 * n - 2
    if is_wandering and is_wide:
        rho = min(1, (follows * n_before + 1) / (n_before - 4))
        df = min(df, max(n_before // n - 1, df * (1 - rho) / (1 + rho)))
    assert found.df == pytest.approx(df)
    reach = scipy.stats.t.ppf(0.975, df) * max(found.se_model, found.se_placebo)
    assert found.ci_high - found.estimate == pytest.approx(reach)
    assert (found.p < 0.05) == (found.ci_low > 0 or found.ci_high < 0)


def test_the_line_from_before_has_placebos_of_its_own():
    """Steady for 16 weeks, then a slope: the line drawn on is no better than it was earlier."""
    before = np.concatenate([noise(1, 16), 2.0 * np.arange(8) + noise(2, 8)])
    after = before[-1] + noise(3, 8)
    whole = difference_in_differences(weekly(before, after))
    late = difference_in_differences(weekly(before[-8:], after))
    assert whole.adjusted_estimate == late.adjusted_estimate
    assert whole.adjusted_high - whole.adjusted_low > 1.5 * (late.adjusted_high - late.adjusted_low)
    errors = [
        difference_in_differences(weekly(before[i : i + 8], before[i + 8 : i + 16]))
        for i in range(9)
    ]
    lines = [np.polyfit(np.arange(8), before[i : i + 8], 1) for i in range(9)]
    missed = [before[i + 8 : i + 16].mean() - np.polyval(lines[i], 11.5) for i in range(9)]
    assert [e.estimate for e in errors] == [p.estimate for p in whole.placebos]
    reach = scipy.stats.t.ppf(0.975, 6) * np.sqrt(np.mean(np.square(missed)))
    assert whole.adjusted_high - whole.adjusted_estimate == pytest.approx(reach)


def test_placebos_keep_the_washout_and_end_before_the_change():
    found = difference_in_differences(weekly(noise(1, 24), noise(2, 8), gap=1), gap=1)
    assert [placebo.week for placebo in found.placebos] == list(range(-16, -8))
    far = difference_in_differences(weekly(noise(1, 24), noise(2, 8)), gap=0)
    assert far.placebo_n == 9


def test_a_hole_in_the_earlier_weeks_costs_the_placebos_across_it():
    frame = weekly(noise(1, 30), noise(2, 8))
    whole = difference_in_differences(frame)
    holed = difference_in_differences(frame[frame["week"] != -20])
    assert holed.placebo_n == 4  # those of weeks -19..-1 and none before
    assert holed.placebos == whole.placebos[-4:]
    assert holed.estimate == whole.estimate


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_swapping_the_sides_flips_the_sign(seed):
    frame = weekly(noise(seed, 24), noise(seed + 1, 8), control=noise(seed + 2, 32))
    found = difference_in_differences(frame)
    swapped = difference_in_differences(
        frame.rename(columns={"treated": "control", "control": "treated"})
    )
    assert swapped.estimate == pytest.approx(-found.estimate)
    assert (swapped.ci_low, swapped.ci_high) == pytest.approx((-found.ci_high, -found.ci_low))
    assert swapped.p == pytest.approx(found.p)


@settings(max_examples=25, deadline=None)
@given(seeds, st.permutations(range(32)))
def test_the_order_of_the_rows_does_not_matter(seed, order):
    frame = weekly(noise(seed, 24), noise(seed + 1, 8))
    assert difference_in_differences(frame.iloc[list(order)]) == difference_in_differences(frame)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (8, 0, "no_weeks_after"),
        (8, 3, "few_weeks_after"),
        (5, 8, "few_weeks_before"),
        (0, 8, "few_weeks_before"),
        (0, 0, "no_weeks_after"),
    ],
)
def test_too_few_weeks_are_refused_with_a_reason(before, after, reason):
    with pytest.raises(NotEnoughData) as refusal:
        difference_in_differences(weekly(noise(1, before), noise(2, after)))
    assert refusal.value.reason == reason


@pytest.mark.parametrize("value", [0.0, 0.3, 1e9])
def test_weeks_that_do_not_differ_are_refused(value):
    for after in (value, value + 1):
        with pytest.raises(NotEnoughData) as refusal:
            difference_in_differences(weekly([value] * 8, [after] * 8))
        assert refusal.value.reason == "no_variation"


@pytest.mark.parametrize("week", [-3, 2])
def test_weeks_beyond_a_hole_are_not_used(week):
    frame = weekly(noise(1, 8), noise(2, 8))
    for holed in (
        frame[frame["week"] != week],
        frame.assign(control=frame["control"].where(frame["week"] != week)),
        frame.assign(treated=frame["treated"].where(frame["week"] != week, math.inf)),
    ):
        with pytest.raises(NotEnoughData):
            difference_in_differences(holed)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"week": [1], "treated": [1]}), "no column control"),
        (weekly([1], [2]).assign(week=[0, 0]), "week 0 stands there twice"),
        (weekly([1], [2]).assign(week=[0, 0.5]), "whole number"),
        (weekly([1], [2]).assign(week=[0, None]), "whole number"),
        (weekly([1], [2]).assign(week=[0, math.inf]), "whole number"),
        (weekly([1], [2]).assign(week=["0", "first"]), "whole number"),
    ],
)
def test_a_table_of_another_form_is_refused(frame, message):
    with pytest.raises(ValueError, match=message):
        difference_in_differences(frame)
    with pytest.raises(ValueError, match="0 or more"):
        difference_in_differences(weekly([1], [2]), gap=-1)
    with pytest.raises(ValueError, match="0 or more"):
        difference_in_differences(weekly([1], [2]), gap=0.5)
