"""Intervals, decompositions and estimates: pure functions, usable without a project.

Each is described, with its formula and its source, in docs/statistics.md. Shares are 0..1,
differences are after minus before, intervals are 95 % unless a `level` is given.
"""

from cjm_analytics.statistics.decomposition import Kitagawa, kitagawa
from cjm_analytics.statistics.differences import difference_in_differences
from cjm_analytics.statistics.multiplicity import benjamini_hochberg
from cjm_analytics.statistics.power import detectable_effect, weekly_variance, weeks_needed
from cjm_analytics.statistics.proportions import newcombe, wilson
from cjm_analytics.statistics.ratios import (
    CustomerSums,
    RatioEstimate,
    difference_of_ratios,
    ratio_of_means,
)
from cjm_analytics.statistics.segments import segmented_regression
from cjm_analytics.statistics.survival import kaplan_meier, median_survival
from cjm_analytics.statistics.verdicts import Verdict, verdict
from cjm_analytics.statistics.weekly import Estimate, NotEnoughData

__all__ = [
    "CustomerSums",
    "Estimate",
    "Kitagawa",
    "NotEnoughData",
    "RatioEstimate",
    "Verdict",
    "benjamini_hochberg",
    "detectable_effect",
    "difference_in_differences",
    "difference_of_ratios",
    "kaplan_meier",
    "kitagawa",
    "median_survival",
    "newcombe",
    "ratio_of_means",
    "segmented_regression",
    "verdict",
    "weekly_variance",
    "weeks_needed",
    "wilson",
]
