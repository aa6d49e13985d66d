"""Aggregates of a change in, verdict out: METHOD's default way, without a database."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from cjm_analytics.statistics import (
    CustomerSums,
    Estimate,
    NotEnoughData,
    RatioEstimate,
    benjamini_hochberg,
    difference_in_differences,
    difference_of_ratios,
    kitagawa,
    ratio_of_means,
    segmented_regression,
    verdict,
)
from cjm_analytics.statistics.sides import Sides, sides_of
from cjm_analytics.statistics.verdicts import Status, Word
from cjm_analytics.statistics.weekly import MIN_PLACEBOS, WEEKS, Placebo, Windows

DESCRIPTIVE = "descriptive"
_SUMS = ("num", "den", "num2", "den2", "num_den")
_CUSTOMERS = ("is_after", "n", *_SUMS)
_GROUPS = ("dimension", "group", "week", "n", "k")
ROW = (
    *("method", "n_before", "n_after", "rate_before", "rate_after", "control_before"),
    *("control_after", "naive_diff", "estimate", "ci_low", "ci_high", "se_model", "se_placebo"),
    *("p", "p_adj", "placebo_k", "placebo_n", "pretrend_p", "rate_effect", "mix_effect"),
    *("excluded_immature", "mde", "status", "verdict", "verdict_reason"),
)


@dataclass(frozen=True)
class Settings:
    """How one KPI of one change is judged.

    `calculation`: the KPI's; `direction`: which way is better; `min_effect`: in the unit of the
    KPI (a share: 0.02 for 2 points); `washout_weeks`: whole weeks from the date on that are left
    out; `has_control`: whether the change declares one; `status`: final from decide_on on;
    `is_confirmatory`: the one expected KPI; the others are corrected for their number.
    `cautions`: codes of checks that fail whatever the weeks say.
    """

    calculation: Literal["ratio", "mean", "median", "count", "sum"] = "ratio"
    direction: Literal["up", "down"] = "up"
    min_effect: float | None = None
    washout_weeks: int = 0
    has_control: bool = True
    status: Status = "provisional"
    is_confirmatory: bool = True
    cautions: tuple[str, ...] = ()

    @property
    def is_weighted(self) -> bool:
        """Whether weeks together are all their entries together."""
        return self.calculation in ("ratio", "mean")


@dataclass(frozen=True)
class MixPart:
    """The naive difference along one dimension: rate and mix, and a row per group."""

    dimension: str
    rate: float
    mix: float
    groups: pd.DataFrame = field(compare=False)


@dataclass(frozen=True)
class Judgement:
    """METHOD's row from `method` to `verdict_reason`, and what stands behind it.

    In the unit of the KPI. `n_weeks` on each side; `failed_checks`: codes; `adjusted_*`: with the
    trend from before taken out; `mix`: a part per dimension, of which the first is `rate_effect`
    and `mix_effect`. None where there is nothing to tell.
    """

    settings: Settings
    method: str
    n_before: int
    n_after: int
    rate_before: float | None
    rate_after: float | None
    control_before: float | None
    control_after: float | None
    excluded_immature: float | None
    mix: tuple[MixPart, ...] = ()
    n_weeks: int = 0
    estimate: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    se_model: float | None = None
    se_placebo: float | None = None
    p: float | None = None
    p_adj: float | None = None
    pretrend_p: float | None = None
    mde: float | None = None
    adjusted_estimate: float | None = None
    adjusted_low: float | None = None
    adjusted_high: float | None = None
    placebo_k: int = 0
    placebos: tuple[Placebo, ...] = ()
    failed_checks: tuple[str, ...] = ()
    verdict: Word = "not_enough_data"
    verdict_reason: str = "no_interval"

    @property
    def naive_diff(self) -> float | None:
        """The treated after minus before, all entries together."""
        if self.rate_before is None or self.rate_after is None:
            return None
        return self.rate_after - self.rate_before

    @property
    def placebo_n(self) -> int:
        """How many placebos there were; `placebo_k` of them are smaller than the estimate."""
        return len(self.placebos)

    @property
    def rate_effect(self) -> float | None:
        """The part of the naive difference that is a change of rate, by the first dimension."""
        return self.mix[0].rate if self.mix else None

    @property
    def mix_effect(self) -> float | None:
        """The part of it that is a change of who came, by the first dimension."""
        return self.mix[0].mix if self.mix else None

    @property
    def status(self) -> Status:
        """Whether the verdict may still change."""
        return self.settings.status

    def row(self) -> dict[str, object]:
        """METHOD's row, without change_id, phase and kpi."""
        return {name: getattr(self, name) for name in ROW}


def judge(
    weekly: pd.DataFrame,
    settings: Settings,
    customers: pd.DataFrame | None = None,
    groups: pd.DataFrame | None = None,
) -> Judgement:
    """What the data say about one KPI of one change.

    `weekly`: a row per week and side: week (0 is the first from the date on, -1 the last before),
    side (treated, control), n (mature entries), value (the KPI of that week), is_whole (all its
    days lie in the data and their follow-up is over), n_immature (entries left out for their age).
    `customers`, for the descriptive interval: a row per is_after, over the treated in up to 8
    whole weeks on either side, with n, num, den, num2, den2, num_den as in `CustomerSums`.
    `groups`, for rate against mix: dimension, group, week, n and k (the sum over the entries) of
    the treated; a dimension in which a group has a k and no n is not split.

    Too little of anything gives "not_enough_data" with its reason, never an error. ValueError is
    for a table that does not have this form.
    """
    _refuse_without(customers, "customers", _CUSTOMERS)
    _refuse_without(groups, "groups", _GROUPS)
    sides = sides_of(weekly, settings.has_control, settings.washout_weeks)
    try:
        windows = sides.windows()
        estimate = _estimate(sides, windows, settings)
    except NotEnoughData as shortage:
        return _descriptive(sides, settings, shortage.reason, customers, groups)
    described = _described(sides, settings, windows.before, windows.after, groups)
    checks = {
        "no_control": not settings.has_control,
        "pre_trend": estimate.has_pretrend,
        "mix_shift": any(_explains(part, estimate) for part in described.mix),
        "few_placebos": estimate.placebo_n < MIN_PLACEBOS,
        "missing_weeks": windows.has_hole,
    }
    judgement = replace(
        described,
        method=estimate.method,
        n_weeks=estimate.n_weeks,
        estimate=estimate.estimate,
        ci_low=estimate.ci_low,
        ci_high=estimate.ci_high,
        se_model=estimate.se_model,
        se_placebo=estimate.se_placebo,
        p=estimate.p,
        pretrend_p=estimate.pretrend_p,
        mde=estimate.mde,
        adjusted_estimate=estimate.adjusted_estimate,
        adjusted_low=estimate.adjusted_low,
        adjusted_high=estimate.adjusted_high,
        placebo_k=estimate.placebo_k,
        placebos=estimate.placebos,
        failed_checks=(*(code for code, failed in checks.items() if failed), *settings.cautions),
    )
    return _with_verdict(judgement)


def corrected(judgements: Sequence[Judgement]) -> list[Judgement]:
    """The judgements of one change, in the order given; all but the confirmatory one corrected.

    Benjamini and Hochberg across those that have a p; their verdicts rest on the adjusted p.
    """
    p = [None if each.settings.is_confirmatory else each.p for each in judgements]
    return [
        each if np.isnan(p_adj) else _with_verdict(replace(each, p_adj=float(p_adj)))
        for each, p_adj in zip(judgements, benjamini_hochberg(p), strict=True)
    ]


def _refuse_without(table: pd.DataFrame | None, name: str, columns: Sequence[str]) -> None:
    missing = [column for column in columns if table is not None and column not in table.columns]
    if missing:
        raise ValueError(f"{name} has no column {', '.join(missing)}")


def _estimate(sides: Sides, windows: Windows, settings: Settings) -> Estimate:
    sides.refuse_empty_weeks(windows, highest=1.0 if settings.calculation == "ratio" else None)
    weekly = sides.in_one_size() if settings.calculation in ("count", "sum") else sides.usable
    estimator = difference_in_differences if settings.has_control else segmented_regression
    return estimator(weekly, windows.gap)


def _with_verdict(judgement: Judgement, shortage: str | None = None) -> Judgement:
    said = verdict(
        judgement.estimate,
        judgement.ci_low,
        judgement.ci_high,
        direction=judgement.settings.direction,
        min_effect=judgement.settings.min_effect,
        failed_checks=judgement.failed_checks,
        status=judgement.status,
        p_adjusted=judgement.p_adj,
        shortage=shortage,
    )
    return replace(judgement, verdict=said.word, verdict_reason=said.reason)


def _described(
    sides: Sides,
    settings: Settings,
    before: range,
    after: range,
    groups: pd.DataFrame | None,
) -> Judgement:
    """What needs no estimate: entries, rates and the mix of those weeks."""
    return Judgement(
        settings=settings,
        method=DESCRIPTIVE,
        n_before=sides.entries(before),
        n_after=sides.entries(after),
        rate_before=sides.rate("treated", before, settings.is_weighted),
        rate_after=sides.rate("treated", after, settings.is_weighted),
        control_before=sides.rate("control", before, settings.is_weighted),
        control_after=sides.rate("control", after, settings.is_weighted),
        excluded_immature=sides.immature_share(),
        mix=_mix(sides, groups, before, after) if settings.is_weighted else (),
    )


def _mix(
    sides: Sides, groups: pd.DataFrame | None, before: range, after: range
) -> tuple[MixPart, ...]:
    if groups is None:
        return ()
    counted = groups[groups["week"].isin(sides.whole_weeks())].fillna({"n": 0, "k": 0})
    parts = []
    for dimension, rows in counted.groupby("dimension", sort=False):
        periods = [rows[rows["week"].isin(weeks)] for weeks in (before, after)]
        if not all(map(_has_rates, periods)):
            continue
        split = kitagawa(*periods)
        if np.isfinite(split.total):
            parts.append(MixPart(str(dimension), split.rate, split.mix, split.groups))
    return tuple(parts)


def _has_rates(period: pd.DataFrame) -> bool:
    """Whether no group counts above the line alone, as events of a ratio of events may."""
    sums = period.groupby("group", dropna=False)[["n", "k"]].sum()
    return bool(((sums["n"] > 0) | (sums["k"] == 0)).all())


def _explains(part: MixPart, estimate: Estimate) -> bool:
    """Whether half of the estimate or more is a change of who came."""
    return part.mix * estimate.estimate > 0 and 2 * abs(part.mix) >= abs(estimate.estimate)


def _descriptive(
    sides: Sides,
    settings: Settings,
    reason: str,
    customers: pd.DataFrame | None,
    groups: pd.DataFrame | None,
) -> Judgement:
    """The naive difference of the whole weeks there are, with an interval by customer."""
    after = range(settings.washout_weeks, settings.washout_weeks + WEEKS)
    judgement = _described(sides, settings, range(-WEEKS, 0), after, groups)
    judgement = replace(judgement, estimate=judgement.naive_diff)
    if customers is not None and judgement.naive_diff is not None and settings.is_weighted:
        spread = difference_of_ratios(_ratio(customers, True), _ratio(customers, False))
        reach = spread.high - spread.estimate
        if np.isfinite(reach):
            low, high = judgement.naive_diff - reach, judgement.naive_diff + reach
            judgement = replace(judgement, ci_low=low, ci_high=high, se_model=spread.se)
    return _with_verdict(judgement, shortage=reason)


def _ratio(customers: pd.DataFrame, is_after: bool) -> RatioEstimate:
    rows = customers[customers["is_after"] == is_after].dropna(subset=list(_CUSTOMERS))
    sums = CustomerSums(int(rows["n"].sum()), *(float(rows[column].sum()) for column in _SUMS))
    return ratio_of_means(sums)
