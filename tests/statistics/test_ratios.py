"""Ratios by customer: tea-tasting, plain statistics, and Card and Krueger's standard errors."""

import math

import numpy as np
import pytest
import scipy.stats
import tea_tasting as tt
from tea_tasting.aggr import Aggregates

from cjm_analytics.statistics import (
    CustomerSums,
    RatioEstimate,
    difference_of_ratios,
    ratio_of_means,
)


def customers(seed: int, n: int, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """Journeys and conversions of n customers, some of whom come often and like to convert."""
    dice = np.random.default_rng(seed)
    journeys = 1 + dice.poisson(1.5, n)
    return dice.binomial(journeys, dice.beta(4 * rate, 4 * (1 - rate), n)), journeys


def aggregates(x: np.ndarray, y: np.ndarray) -> Aggregates:
    covariance = np.cov(x, y)
    return Aggregates(
        count_=len(x),
        mean_={"x": x.mean(), "y": y.mean()},
        var_={"x": covariance[0, 0], "y": covariance[1, 1]},
        cov_={("x", "y"): covariance[0, 1]},
    )


@pytest.mark.parametrize("sizes", [(40, 25), (3, 2), (2000, 700)])
@pytest.mark.parametrize("level", [0.95, 0.8])
def test_the_difference_is_tea_tastings(sizes, level):
    old, new = customers(1, sizes[0], 0.3), customers(2, sizes[1], 0.4)
    metric = tt.RatioOfMeans("x", "y", confidence_level=level)
    expected = metric.analyze_aggregates(aggregates(*old), aggregates(*new))
    before, after = (ratio_of_means(CustomerSums.of(*side), level) for side in (old, new))
    found = difference_of_ratios(after, before)
    assert before.estimate == pytest.approx(expected.control, rel=1e-12)
    assert found.estimate == pytest.approx(expected.effect_size, rel=1e-12)
    assert found.low == pytest.approx(expected.effect_size_ci_lower, rel=1e-9)
    assert found.high == pytest.approx(expected.effect_size_ci_upper, rel=1e-9)


def test_one_journey_each_is_a_plain_mean():
    x = np.array([3.0, 5.0, 4.0, 9.0])
    found = ratio_of_means(CustomerSums.of(x, np.ones(4)))
    low, high = scipy.stats.t.interval(0.95, 3, x.mean(), scipy.stats.sem(x))
    assert (found.estimate, found.low, found.high) == pytest.approx((x.mean(), low, high))


def test_two_groups_of_customers_may_be_added_up():
    x, y = customers(3, 50, 0.5)
    halves = [CustomerSums.of(x[part], y[part]) for part in (slice(20), slice(20, None))]
    summed = CustomerSums(
        *(getattr(halves[0], f) + getattr(halves[1], f) for f in CustomerSums.__annotations__)
    )
    assert ratio_of_means(summed).se == pytest.approx(ratio_of_means(CustomerSums.of(x, y)).se)


def test_a_difference_of_differences_has_satterthwaites_degrees_of_freedom():
    cells = [ratio_of_means(CustomerSums.of(*customers(i, 20 + 9 * i, 0.3))) for i in range(4)]
    found = difference_of_ratios(
        difference_of_ratios(cells[0], cells[1]), difference_of_ratios(cells[2], cells[3])
    )
    variances = [cell.se**2 for cell in cells]
    df = sum(variances) ** 2 / sum(v**2 / c.df for v, c in zip(variances, cells, strict=True))
    assert found.df == pytest.approx(df)
    assert found.se == pytest.approx(math.sqrt(sum(variances)))


def test_card_and_krueger_as_printed():
    """Card and Krueger (1994), AER 84:772-793, table 3: full-time equivalents per store.

    Row 4, the stores seen twice: -2.28 (1.25) in Pennsylvania, 0.47 (0.48) in New Jersey, and
    2.75 (1.34) between them. Row 3, all stores: -2.16 (1.25), 0.59 (0.54), and 2.76 (1.36), whose
    estimate is of unrounded means.
    """
    balanced = difference_of_ratios(RatioEstimate(0.47, 0.48, 289), RatioEstimate(-2.28, 1.25, 74))
    assert (round(balanced.estimate, 2), round(balanced.se, 2)) == (2.75, 1.34)
    all_stores = difference_of_ratios(
        RatioEstimate(0.59, 0.54, 300), RatioEstimate(-2.16, 1.25, 70)
    )
    assert round(all_stores.se, 2) == 1.36
    assert all_stores.estimate == pytest.approx(2.76, abs=0.011)


@pytest.mark.parametrize(
    ("x", "y"), [([], []), ([0, 0], [0, 0]), ([1], [2]), ([1, 1, 1], [1, 1, 1]), ([0, 0], [1, 4])]
)
def test_too_little_has_no_interval(x, y):
    found = ratio_of_means(CustomerSums.of(x, y))
    assert math.isnan(found.se)
    assert math.isnan(found.low)
    assert math.isnan(
        difference_of_ratios(found, ratio_of_means(CustomerSums.of([1, 2], [3, 3]))).high
    )


def test_unequal_columns_are_refused():
    with pytest.raises(ValueError, match="give one each"):
        CustomerSums.of([1, 2], [1])
    with pytest.raises(ValueError, match="missing or infinite"):
        CustomerSums.of([1, math.nan], [1, 1])


def test_arguments_that_make_no_sense_are_refused():
    sums = CustomerSums.of([1, 2, 2], [2, 2, 3])
    with pytest.raises(ValueError, match="between 0 and 1"):
        ratio_of_means(sums, level=95)
    with pytest.raises(ValueError, match="0 or more"):
        ratio_of_means(CustomerSums(-1, 1, 1, 1, 1, 1))
    with pytest.raises(ValueError, match="both the same"):
        difference_of_ratios(ratio_of_means(sums), ratio_of_means(sums, level=0.9))
