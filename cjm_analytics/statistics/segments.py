"""Segmented regression: a step at the date in one series that may have a trend."""

import numpy as np
import pandas as pd

from cjm_analytics.statistics.weekly import (
    Estimate,
    Values,
    by_week,
    estimate_of,
    windows_of,
)

METHOD = "segmented_regression"


def segmented_regression(weekly: pd.DataFrame, gap: int = 0) -> Estimate:
    """The step at the change in a series without a control. Good for "indicative" at most.

    `weekly` has a row per week: week (0 is the first from the change on), treated; `gap` weeks from
    week 0 on are washout. Ordinary least squares of value = level + slope x week + step x (after),
    over equally many weeks on either side (8 at most); weeks - 3 degrees of freedom; widened by the
    steps found at every earlier week whose windows end before the change (Wagner et al. 2002, with
    one slope). Raises NotEnoughData with a reason.
    """
    series = by_week(weekly, "treated")["treated"]
    windows = windows_of(series, gap)
    return estimate_of(METHOD, series, windows, _step, df=2 * windows.n - 3)


def step_design(n: int, gap: int = 0) -> Values:
    """The regressors of n weeks before and n after: constant, week, whether after."""
    weeks = np.concatenate([np.arange(-n, 0), np.arange(gap, gap + n)]).astype(float)
    return np.column_stack([np.ones(2 * n), weeks, weeks >= 0])


def _step(before: Values, after: Values, gap: int) -> tuple[float, float]:
    design = step_design(before.size, gap)
    values = np.concatenate([before, after])
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ values
    residuals = values - design @ coefficients
    variance = float(residuals @ residuals) / (values.size - 3)
    return float(coefficients[2]), float(np.sqrt(variance * inverse[2, 2]))
