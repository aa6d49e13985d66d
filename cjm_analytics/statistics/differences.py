"""Difference in differences on weekly values: what changed here and not there."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.stats import linregress
from scipy.stats import t as student

from cjm_analytics.statistics.weekly import (
    CONFIDENCE,
    Estimate,
    Values,
    Windows,
    by_week,
    estimate_of,
    windows_of,
)

METHOD = "difference_in_differences"


def difference_in_differences(weekly: pd.DataFrame, gap: int = 0) -> Estimate:
    """How much more the treated side changed than the control, per week.

    `weekly` has a row per week: week (0 is the first from the change on), treated, control; `gap`
    weeks from week 0 on are washout. Per week treated minus control; the mean after minus the mean
    before, over equally many weeks (8 at most), with a t-interval of weeks - 2 degrees of freedom.
    Its standard error is the larger of the model's (pooled variance) and the root mean square of
    the placebos: the same estimate at every earlier week whose windows end before the change.

    A slope in the difference over the (6 to 8) weeks before, with p < .10, is reported together
    with the estimate against that line drawn on. Raises NotEnoughData with a reason.
    """
    sides = by_week(weekly, "treated", "control")
    difference = sides["treated"] - sides["control"]
    windows = windows_of(difference, gap)
    estimate = estimate_of(METHOD, difference, windows, _mean_difference, df=2 * windows.n - 2)
    return _with_pretrend(estimate, difference, windows)


def _mean_difference(before: Values, after: Values, gap: int) -> tuple[float, float]:
    """The difference of two means with the pooled standard error (Student 1908)."""
    squares = float(((before - before.mean()) ** 2).sum() + ((after - after.mean()) ** 2).sum())
    variance = squares / (before.size + after.size - 2)
    se = math.sqrt(variance * (1 / before.size + 1 / after.size))
    return float(after.mean() - before.mean()), se


def _with_pretrend(estimate: Estimate, difference: pd.Series, windows: Windows) -> Estimate:
    weeks = np.arange(-windows.n_before, 0, dtype=float)
    values = difference.reindex(range(-windows.n_before, 0)).to_numpy()
    line = linregress(weeks, values)
    p = 1.0 if math.isnan(line.pvalue) else float(line.pvalue)  # weeks that do not differ
    estimate = replace(estimate, pretrend_slope=float(line.slope), pretrend_p=p)
    if not estimate.has_pretrend:
        return estimate
    # The mean after, less where the line from before would have been by then.
    after = difference.reindex(windows.after).to_numpy()
    centre = float(np.mean(windows.after))
    adjusted = float(after.mean()) - float(line.intercept + line.slope * centre)
    df = weeks.size - 2
    residuals = values - line.intercept - line.slope * weeks
    spread = float(((weeks - weeks.mean()) ** 2).sum())
    leverage = 1 / after.size + 1 / weeks.size + (centre - weeks.mean()) ** 2 / spread
    se = math.sqrt(float((residuals**2).sum()) / df * leverage)
    reach = float(student.ppf((1 + CONFIDENCE) / 2, df)) * se
    return replace(
        estimate,
        adjusted_estimate=adjusted,
        adjusted_low=adjusted - reach,
        adjusted_high=adjusted + reach,
    )
