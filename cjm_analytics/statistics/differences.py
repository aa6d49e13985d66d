"""Difference in differences on weekly values: what changed here and not there."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtr, stdtrit

from cjm_analytics.statistics.weekly import (
    CONFIDENCE,
    Estimate,
    Values,
    Windows,
    by_week,
    estimate_of,
    placebos_of,
    spread_of,
    windows_of,
)

METHOD = "difference_in_differences"
WANDERING = float(ndtri(0.95))  # so many standard errors of the autocorrelation


def difference_in_differences(weekly: pd.DataFrame, gap: int = 0) -> Estimate:
    """How much more the treated side changed than the control, per week.

    `weekly` has a row per week: week (0 is the first from the change on), treated, control; `gap`
    weeks from week 0 on are washout. Per week treated minus control; the mean after minus the mean
    before, over equally many weeks (8 at most), with a t-interval of weeks - 2 degrees of freedom.
    Its standard error is the larger of the model's (pooled variance) and the root mean square of
    the placebos: the same estimate at every earlier week whose windows end before the change.

    Placebos overlap. Where the difference wanders (its weeks before the change follow each other,
    at 5 %) and their spread is the larger, t has the degrees of freedom that such weeks are worth,
    at the least those of the windows that fit beside each other: their number less one.

    A slope in the difference over the (6 to 8) weeks before, with p < .10, is reported together
    with the estimate against that line drawn on, its standard error widened by placebos of its
    own. Raises NotEnoughData with a reason.
    """
    sides = by_week(weekly, "treated", "control")
    difference = sides["treated"] - sides["control"]
    windows = windows_of(difference, gap)
    df = 2 * windows.n - 2
    earlier = difference[difference.index < 0].to_numpy()
    beside_each_other = max(1, int(np.isfinite(earlier).sum()) // windows.n - 1)
    df_placebo = min(float(df), max(beside_each_other, df * _worth(earlier)))
    estimate = estimate_of(METHOD, difference, windows, _mean_difference, df, df_placebo)
    return _with_pretrend(estimate, difference, windows)


def _mean_difference(before: Values, after: Values, gap: int) -> tuple[float, float]:
    """The difference of two means with the pooled standard error (Student 1908)."""
    squares = float(((before - before.mean()) ** 2).sum() + ((after - after.mean()) ** 2).sum())
    variance = squares / (before.size + after.size - 2)
    se = math.sqrt(variance * (1 / before.size + 1 / after.size))
    return float(after.mean() - before.mean()), se


def _worth(values: Values) -> float:
    """How much a week says beside its neighbours: 1 if all that a week by itself would.

    (1 - rho) / (1 + rho), rho being the lag-1 autocorrelation (Bartlett 1946) without the bias of
    its estimate, (1 + 4 rho) / m (Kendall 1954); 1 where that may be chance, at 5 % on one side.
    """
    m = int(np.isfinite(values).sum())
    around = values - np.nanmean(values) if m else values
    squares = float(np.nansum(around**2))
    if m <= 4 or squares == 0:
        return 1.0
    follows = float(np.nansum(around[1:] * around[:-1])) / squares
    if follows + 1 / m <= WANDERING / math.sqrt(m):
        return 1.0
    rho = min(1.0, (follows * m + 1) / (m - 4))
    return (1 - rho) / (1 + rho)


def _with_pretrend(estimate: Estimate, difference: pd.Series, windows: Windows) -> Estimate:
    before = difference.reindex(range(-windows.n_before, 0)).to_numpy()
    slope, p = _straight_line(before)
    estimate = replace(estimate, pretrend_slope=slope, pretrend_p=p)
    if not estimate.has_pretrend:
        return estimate
    after = difference.reindex(windows.after).to_numpy()
    adjusted, se = _beyond_the_line(before, after, windows.gap)
    placebos = placebos_of(difference, before.size, windows, _beyond_the_line)
    reach = float(stdtrit(before.size - 2, (1 + CONFIDENCE) / 2))
    reach *= max(se, spread_of(placebos) or 0.0)
    return replace(
        estimate,
        adjusted_estimate=adjusted,
        adjusted_low=adjusted - reach,
        adjusted_high=adjusted + reach,
    )


def _straight_line(values: Values) -> tuple[float, float]:
    """The slope of the line through the weeks, and the p of one as steep where there is none."""
    var_weeks, cov, _, var_values = np.cov(np.arange(values.size), values, bias=True).flat
    if not var_values > 0:  # weeks that do not differ, or one that is missing
        return float(cov / var_weeks), 1.0
    df = values.size - 2
    r = float(cov / math.sqrt(var_weeks * var_values))
    unexplained = max((1 - r) * (1 + r), np.finfo(float).tiny)
    return float(cov / var_weeks), 2 * float(stdtr(df, -abs(r) * math.sqrt(df / unexplained)))


def _beyond_the_line(before: Values, after: Values, gap: int) -> tuple[float, float]:
    """The mean after, less where a straight line through the weeks before would have been."""
    weeks = np.arange(before.size, dtype=float)
    around = weeks - weeks.mean()
    spread = float(around @ around)
    slope = float(around @ before) / spread
    residuals = before - before.mean() - slope * around
    ahead = before.size + gap + (after.size - 1) / 2 - float(weeks.mean())
    adjusted = float(after.mean() - before.mean()) - slope * ahead
    leverage = 1 / after.size + 1 / before.size + ahead**2 / spread
    return adjusted, math.sqrt(float(residuals @ residuals) / (before.size - 2) * leverage)
