"""Ratios per customer: the journeys of one customer are not independent of each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from cjm_analytics.statistics.proportions import check_level

_Numbers = Sequence[float] | NDArray[np.float64] | pd.Series


@dataclass(frozen=True)
class CustomerSums:
    """What the delta method needs of a period: sums over customers, as SQL delivers them.

    `n` customers; of each one its numerator x (conversions) and its denominator y (entries):
    `num` = sum x, `den` = sum y, `num2` = sum x², `den2` = sum y², `num_den` = sum x y. Sums of
    disjoint groups of customers may be added up.
    """

    n: int
    num: float
    den: float
    num2: float
    den2: float
    num_den: float

    @classmethod
    def of(cls, numerators: _Numbers, denominators: _Numbers) -> CustomerSums:
        """The sums of two equally long columns with a value per customer.

        Raises ValueError for unequal lengths and for a value that is missing or infinite.
        """
        x, y = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
        if x.shape != y.shape:
            raise ValueError(f"{x.size} numerators and {y.size} denominators: give one each")
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            raise ValueError("a numerator or denominator is missing or infinite")
        sums = (x.sum(), y.sum(), (x * x).sum(), (y * y).sum(), (x * y).sum())
        return cls(x.size, *(float(total) for total in sums))


@dataclass(frozen=True)
class RatioEstimate:
    """An estimate with its standard error, degrees of freedom and interval.

    All but `estimate` are nan where the data cannot tell: fewer than two customers, or no spread.
    """

    estimate: float
    se: float
    df: float
    level: float = 0.95

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return self.estimate - self._reach

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        return self.estimate + self._reach

    @property
    def _reach(self) -> float:
        return float(stdtrit(self.df, (1 + self.level) / 2)) * self.se


def ratio_of_means(sums: CustomerSums, level: float = 0.95) -> RatioEstimate:
    """Numerators over denominators of all customers, with an interval by customer.

    The delta method: var(x̄/ȳ) = (var x - 2 r cov(x, y) + r² var y) / (n ȳ²), with r the ratio
    (Deng et al. 2018); Student's t with n - 1 degrees of freedom. Nothing below the line is nan.
    Raises ValueError for a level outside 0..1 and a negative number of customers.
    """
    check_level(level)
    if sums.n < 0:
        raise ValueError(f"{sums.n} customers: give 0 or more")
    if sums.n == 0 or sums.den == 0:
        return RatioEstimate(math.nan, math.nan, math.nan, level)
    ratio = sums.num / sums.den
    # The residuals x - r y add up to zero, so their squares are all that is needed.
    squares = sums.num2 - 2 * ratio * sums.num_den + ratio * ratio * sums.den2
    scale = sums.num2 + ratio * ratio * sums.den2
    if sums.n < 2 or squares <= 1e-12 * scale:
        return RatioEstimate(ratio, math.nan, math.nan, level)
    se = math.sqrt(squares / (sums.n - 1) * sums.n) / abs(sums.den)
    return RatioEstimate(ratio, se, sums.n - 1.0, level)


def difference_of_ratios(first: RatioEstimate, second: RatioEstimate) -> RatioEstimate:
    """First minus second, of two independent groups of customers.

    Variances add up; degrees of freedom by Welch (1947) and Satterthwaite (1946). The result may
    be an operand again: a difference in differences is the difference of two of these. Raises
    ValueError when the two have different levels.
    """
    if first.level != second.level:
        raise ValueError(f"levels of {first.level} and {second.level}: give both the same")
    one, other = first.se**2, second.se**2
    variance = one + other
    df = variance**2 / (one**2 / first.df + other**2 / second.df) if variance > 0 else math.nan
    difference = first.estimate - second.estimate
    return RatioEstimate(difference, math.sqrt(variance), df, first.level)
