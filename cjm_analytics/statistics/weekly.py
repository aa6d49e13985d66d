"""Which weeks are compared, and what the same comparison says where nothing happened.

A weekly series has one value a week; week 0 is the first one from the date of the change on, -1
the last before it. A week without a value (missing, not whole, too few entries) is nan.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

# scipy.stats would give the same numbers, and takes half a second to import.

WEEKS = 8  # so many weeks on either side, at most
MIN_WEEKS_AFTER = 4
MIN_WEEKS_BEFORE = 6
MIN_ENTRIES = 30  # in each week that is compared, on each side
MIN_PLACEBOS = 4  # fewer say too little of how far the sides drift apart by themselves
CONFIDENCE = 0.95
POWER = 0.8
PRETREND_P = 0.10  # below it the sides were moving apart before the change

Values = NDArray[np.float64]
Fit = Callable[[Values, Values, int], tuple[float, float]]


class NotEnoughData(ValueError):
    """Weeks that cannot carry an estimate; `reason` is a code for machines."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Placebo:
    """The estimate for a week in which nothing happened."""

    week: int
    estimate: float


@dataclass(frozen=True)
class Estimate:
    """What weekly values say about a change: the part of METHOD's row that comes from them.

    In the unit of the values. `se_model` is the estimator's own standard error, `se_placebo` the
    root mean square of the placebos; the interval, `p` and `mde` (the smallest effect shown with
    80 % power) rest on the larger. `placebo_k` of the `placebo_n` placebos are smaller than the
    estimate, sign apart. `n_weeks` on each side. `adjusted_*`: with the trend from before taken
    out, where there was one. None where there is nothing to tell.
    """

    method: str
    n_weeks: int
    estimate: float
    ci_low: float
    ci_high: float
    se_model: float
    se_placebo: float | None
    df: float
    p: float
    mde: float
    placebos: tuple[Placebo, ...]
    pretrend_slope: float | None = None
    pretrend_p: float | None = None
    adjusted_estimate: float | None = None
    adjusted_low: float | None = None
    adjusted_high: float | None = None

    @property
    def placebo_n(self) -> int:
        """How many placebos there were."""
        return len(self.placebos)

    @property
    def placebo_k(self) -> int:
        """How many of them are beaten."""
        return sum(abs(placebo.estimate) < abs(self.estimate) for placebo in self.placebos)

    @property
    def has_pretrend(self) -> bool:
        """Whether the sides moved apart before the change (p < .10)."""
        return self.pretrend_p is not None and self.pretrend_p < PRETREND_P


@dataclass(frozen=True)
class Windows:
    """The weeks that are compared: `n` before week 0, and `n` from week `gap` on.

    `n_before`: the weeks in a row just before the change that have a value, at most 8; the trend
    from before is taken from them. `has_hole`: a week without a value cut either side short.
    """

    n: int
    n_before: int
    gap: int
    has_hole: bool = False

    @property
    def before(self) -> range:
        """The weeks compared before the change."""
        return range(-self.n, 0)

    @property
    def after(self) -> range:
        """The weeks compared after it."""
        return range(self.gap, self.gap + self.n)


def by_week(weekly: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The columns as floats by week, with nan for a week that is missing in between.

    Infinite values are missing. Raises ValueError when a column is missing, a week is no whole
    number or stands there twice.
    """
    missing = [column for column in ("week", *columns) if column not in weekly.columns]
    if missing:
        raise ValueError(f"weekly has no column {', '.join(missing)}")
    weeks = pd.to_numeric(weekly["week"], errors="coerce").astype(float)
    if not (np.isfinite(weeks) & (weeks == weeks.round())).all():
        raise ValueError("a week is a whole number: 0 is the first from the change on")
    if weeks.duplicated().any():
        raise ValueError(f"week {int(weeks[weeks.duplicated()].iloc[0])} stands there twice")
    table = weekly.set_index(weeks.astype(int))[list(columns)].astype(float)
    table = table.where(np.isfinite(table))
    span = range(table.index.min(), table.index.max() + 1) if len(table) else range(0)
    return table.reindex(span)


def windows_of(series: pd.Series, gap: int = 0) -> Windows:
    """The weeks to compare: as many after as before, 8 at most, without a hole.

    `gap` weeks from week 0 on are washout and left out. Raises NotEnoughData with fewer than 4
    after (`no_weeks_after`, `few_weeks_after`) or 6 before (`few_weeks_before`).
    """
    if gap < 0 or gap % 1 != 0:
        raise ValueError("gap is a number of weeks: 0 or more")
    known = set(series.index[series.notna()])
    weeks_after, weeks_before = range(gap, gap + WEEKS), range(-1, -1 - WEEKS, -1)
    after, before = _in_a_row(known, weeks_after), _in_a_row(known, weeks_before)
    if after < MIN_WEEKS_AFTER:
        reason = "few_weeks_after" if after else "no_weeks_after"
        raise NotEnoughData(reason, f"{after} whole weeks after, and it takes {MIN_WEEKS_AFTER}")
    if before < MIN_WEEKS_BEFORE:
        message = f"{before} whole weeks before, and it takes {MIN_WEEKS_BEFORE}"
        raise NotEnoughData("few_weeks_before", message)
    has_hole = len(known & {*weeks_after, *weeks_before}) > after + before
    return Windows(min(before, after), before, gap, has_hole)


def estimate_of(
    method: str,
    series: pd.Series,
    windows: Windows,
    fit: Fit,
    df: float,
    df_placebo: float | None = None,
) -> Estimate:
    """The change of a series by `fit`, widened by what `fit` says where nothing happened.

    `fit` takes the values before, those after and the gap, and gives an estimate with its
    standard error; `df_placebo`: the degrees of freedom where the placebos' spread is the larger,
    if others. Raises NotEnoughData (`no_variation`) when the values do not vary.
    """
    before = series.reindex(windows.before).to_numpy()
    after = series.reindex(windows.after).to_numpy()
    estimate, se_model = fit(before, after, windows.gap)
    largest = float(np.abs(np.concatenate([before, after])).max())
    if not se_model > 1e-9 * largest:
        raise NotEnoughData("no_variation", "the weeks do not differ: there is nothing to go by")
    placebos = placebos_of(series, windows.n, windows, fit)
    se_placebo = spread_of(placebos)
    se = se_model
    if se_placebo is not None and se_placebo > se_model:
        se, df = se_placebo, df_placebo or df
    reach = float(stdtrit(df, (1 + CONFIDENCE) / 2))
    return Estimate(
        method=method,
        n_weeks=windows.n,
        estimate=estimate,
        ci_low=estimate - reach * se,
        ci_high=estimate + reach * se,
        se_model=se_model,
        se_placebo=se_placebo,
        df=df,
        p=2 * float(stdtr(df, -abs(estimate) / se)),
        mde=(reach + float(stdtrit(df, POWER))) * se,
        placebos=placebos,
    )


def _in_a_row(known: set[int], weeks: range) -> int:
    return next((i for i, week in enumerate(weeks) if week not in known), len(weeks))


def placebos_of(
    series: pd.Series, n_before: int, windows: Windows, fit: Fit
) -> tuple[Placebo, ...]:
    """The estimate at each week before the change whose windows are whole and end before it.

    `n_before` weeks, then the gap, then the n of `windows`.
    """
    values = series[series.index < 0].to_numpy()
    first, resumes = -len(values), n_before + windows.gap
    placebos = []
    for start in range(len(values) - resumes - windows.n + 1):
        before = values[start : start + n_before]
        after = values[start + resumes : start + resumes + windows.n]
        if np.isfinite(before).all() and np.isfinite(after).all():
            estimate, _ = fit(before, after, windows.gap)
            placebos.append(Placebo(first + start + n_before, estimate))
    return tuple(placebos)


def spread_of(placebos: tuple[Placebo, ...]) -> float | None:
    """Their root mean square: nothing happened, so what they show is error."""
    if not placebos:
        return None
    return math.sqrt(sum(placebo.estimate**2 for placebo in placebos) / len(placebos))
