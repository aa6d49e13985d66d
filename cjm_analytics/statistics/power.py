"""Before anything is changed: how long until it would show?"""

import math
from bisect import bisect_left

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from cjm_analytics.statistics.segments import step_design
from cjm_analytics.statistics.weekly import MIN_WEEKS_AFTER, POWER, Values

LONGEST = 520  # weeks: nobody waits for more than ten years


def weekly_variance(values: Values | pd.Series, has_control: bool = True) -> float:
    """How much a week differs from the next: the variance that `weeks_needed` asks for.

    With a control, of treated minus control around its mean; without, of the values around their
    straight line. Missing weeks are left out. nan with fewer than 3 (4) values.
    """
    known = np.asarray(values, dtype=float)
    weeks = np.flatnonzero(np.isfinite(known)).astype(float)
    known = known[np.isfinite(known)]
    degree = 0 if has_control else 1
    if known.size < degree + 3:
        return math.nan
    fitted = np.polyval(np.polyfit(weeks, known, degree), weeks)
    return float(((known - fitted) ** 2).sum() / (known.size - degree - 1))


def detectable_effect(
    variance: float,
    weeks: int,
    power: float = POWER,
    alpha: float = 0.05,
    has_control: bool = True,
) -> float:
    """The smallest effect that so many weeks before and as many after show with that power.

    (t at 1 - alpha/2 + t at power) x standard error (Bloom 1995), that of a difference of means
    (with a control) or of a step beside a slope (without). In the unit of the values; inf for
    fewer than 2 weeks. It counts on sides that do not drift apart: where the placebos are wider
    than the weeks, so is what can be shown. Raises ValueError for a negative variance, and for a
    power or alpha outside 0..1.
    """
    if variance < 0:
        raise ValueError(f"a variance of {variance} is none: it is 0 or more")
    if not (0 < power < 1 and 0 < alpha < 1):
        raise ValueError("power and alpha lie between 0 and 1")
    if weeks < 2:
        return math.inf
    if has_control:
        df, factor = 2 * weeks - 2, 2 / weeks
    else:
        design = step_design(weeks)
        df, factor = 2 * weeks - 3, float(np.linalg.inv(design.T @ design)[2, 2])
    quantiles = stdtrit(df, 1 - alpha / 2) + stdtrit(df, power)
    return float(quantiles) * math.sqrt(variance * factor)


def weeks_needed(
    variance: float,
    effect: float,
    power: float = POWER,
    alpha: float = 0.05,
    has_control: bool = True,
) -> int | None:
    """The weeks after the change (and as many before) until an effect of that size would show.

    `variance` from `weekly_variance`, `effect` in the same unit. At least 4, the fewest that are
    judged. The default comparison looks at 8 at most: a larger answer says that it would not show
    this effect. None where ten years would not do, or the variance is not known. Raises ValueError
    for an effect of 0 or none at all, and as `detectable_effect` does.
    """
    if effect == 0 or math.isnan(effect):
        raise ValueError(f"an effect of {effect} never shows")
    if not math.isfinite(variance):
        return None

    def shows(weeks: int) -> bool:
        return detectable_effect(variance, weeks, power, alpha, has_control) <= abs(effect)

    # More weeks always show more, so halving the range finds the first that does.
    weeks = bisect_left(range(LONGEST + 1), True, lo=MIN_WEEKS_AFTER, key=shows)
    return weeks if weeks <= LONGEST else None
