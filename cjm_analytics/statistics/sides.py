"""The two sides of a change, week by week: which weeks can be compared, and why not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cjm_analytics.statistics.weekly import (
    MIN_ENTRIES,
    MIN_WEEKS_AFTER,
    WEEKS,
    NotEnoughData,
    Values,
    Windows,
    windows_of,
)

_COLUMNS = ("week", "side", "n", "value", "is_whole", "n_immature")
_SIDES = ("treated", "control")


@dataclass(frozen=True)
class Side:
    """One side by week: mature entries, the KPI (nan where unknown), entries too young.

    A week is whole when all its days lie in the data and their follow-up is over.
    """

    n: Values
    value: Values
    n_immature: Values
    is_whole: NDArray[np.bool_]


@dataclass(frozen=True)
class Sides:
    """The sides that are compared, by name, over the same `weeks` without a hole.

    A week without a row has no entries and is not whole. `gap`: weeks of washout from week 0 on.
    """

    weeks: NDArray[np.int64]
    sides: dict[str, Side]
    gap: int

    @cached_property
    def usable(self) -> pd.DataFrame:
        """Columns week and each side: the values of whole weeks with enough entries, else nan."""
        return self._usable(MIN_ENTRIES)

    def windows(self) -> Windows:
        """The weeks to compare. NotEnoughData says whether weeks, entries or control lack."""
        try:
            return self._windows(MIN_ENTRIES)
        except NotEnoughData:
            alone = replace(self, sides={"treated": self.sides["treated"]})
            if len(self.sides) > 1 and alone.has_windows(MIN_ENTRIES):
                raise NotEnoughData("few_entries_control", "the control is too small") from None
            if alone.has_windows(1):
                raise NotEnoughData("few_entries", "there are too few entries a week") from None
            raise

    def has_windows(self, least: int) -> bool:
        """Whether there are weeks to compare if a week needs so many entries."""
        try:
            self._windows(least)
        except NotEnoughData:
            return False
        return True

    def refuse_empty_weeks(self, windows: Windows, highest: float | None = None) -> None:
        """NotEnoughData where nothing happened in all but a few weeks, or all did (`highest`).

        The values of such weeks do not vary as those of others, whatever an interval of them says.
        """
        compared = np.isin(self.weeks, [*windows.before, *windows.after])
        for name in self.sides:
            values = self.usable[name].to_numpy()[compared]
            if int(((values != 0) & (values != highest)).sum()) < MIN_WEEKS_AFTER:
                message = f"the {name} has anything to count in fewer than {MIN_WEEKS_AFTER} weeks"
                raise NotEnoughData("few_weeks_with_conversions", message)

    def in_one_size(self) -> pd.DataFrame:
        """As `usable`, the control brought to the size of the treated by the weeks before.

        For counts and sums: where rates of two sides move together in points, their counts move
        together in parts.
        """
        usable = self.usable
        if "control" not in usable:
            return usable
        before = usable[usable["week"].between(-WEEKS, -1)]
        treated, control = before["treated"].mean(), before["control"].mean()
        if not (treated > 0 and control > 0):
            raise NotEnoughData("few_weeks_with_conversions", "a side has nothing before the date")
        return usable.assign(control=usable["control"] * (treated / control))

    def rate(self, name: str, weeks: Iterable[int], is_weighted: bool) -> float | None:
        """Of all entries of those whole weeks together, or else the mean of the weeks."""
        side = self.sides.get(name)
        if side is None:
            return None
        known = self._whole(side, weeks) & (side.n > 0) & np.isfinite(side.value)
        if not known.any():
            return None
        weights = side.n[known] if is_weighted else None
        return float(np.average(side.value[known], weights=weights))

    def entries(self, weeks: Iterable[int]) -> int:
        """Mature entries of the treated in those whole weeks."""
        treated = self.sides["treated"]
        return int(treated.n[self._whole(treated, weeks)].sum())

    def immature_share(self) -> float | None:
        """Of the treated entries from the end of the washout on, those left out for their age."""
        treated, since = self.sides["treated"], self.weeks >= self.gap
        immature = float(treated.n_immature[since].sum())
        entries = float(treated.n[since].sum()) + immature
        return immature / entries if entries else None

    def whole_weeks(self) -> list[int]:
        """The whole weeks of the treated."""
        return [int(week) for week in self.weeks[self.sides["treated"].is_whole]]

    def _whole(self, side: Side, weeks: Iterable[int]) -> NDArray[np.bool_]:
        return side.is_whole & np.isin(self.weeks, list(weeks))

    def _usable(self, least: int) -> pd.DataFrame:
        columns = {
            name: np.where(side.is_whole & (side.n >= least), side.value, np.nan)
            for name, side in self.sides.items()
        }
        return pd.DataFrame({"week": self.weeks, **columns})

    def _windows(self, least: int) -> Windows:
        usable = self._usable(least).set_index("week")
        return windows_of(usable.sum(axis=1, skipna=False), self.gap)


def sides_of(weekly: pd.DataFrame, has_control: bool, gap: int = 0) -> Sides:
    """The sides from a row per week and side, as `cjm_analytics.comparison.judge` describes it.

    Raises ValueError when a column is missing, a week is no whole number or stands there twice for
    one side, a side is neither treated nor control, or a number of entries is negative.
    """
    missing = [column for column in _COLUMNS if column not in weekly.columns]
    if missing:
        raise ValueError(f"weekly has no column {', '.join(missing)}")
    if not weekly["side"].isin(_SIDES).all():
        raise ValueError(f"weekly has a side that is none of {', '.join(_SIDES)}")
    if weekly.duplicated(["week", "side"]).any():
        raise ValueError("weekly has a week twice for one side")
    columns = {
        column: pd.to_numeric(weekly[column]).to_numpy(dtype=float, na_value=np.nan)
        for column in _COLUMNS
        if column != "side"
    }
    week = columns["week"]
    if not (week % 1 == 0).all():
        raise ValueError("a week is a whole number: 0 is the first from the date on")
    if (columns["n"] < 0).any() or (columns["n_immature"] < 0).any():
        raise ValueError("weekly has a negative number of entries")
    weeks = np.arange(week.min(), week.max() + 1, dtype=int) if len(week) else np.arange(0)

    def side(name: str) -> Side:
        its = (weekly["side"] == name).to_numpy()
        places = np.searchsorted(weeks, week[its])

        def by_week(column: str, otherwise: float) -> Values:
            values = np.full(weeks.size, otherwise)
            values[places] = columns[column][its]
            return np.where(np.isfinite(values), values, otherwise)

        return Side(
            n=by_week("n", 0.0),
            value=by_week("value", np.nan),
            n_immature=by_week("n_immature", 0.0),
            is_whole=by_week("is_whole", 0.0) == 1,
        )

    names = _SIDES if has_control else _SIDES[:1]
    return Sides(weeks, {name: side(name) for name in names}, gap)
