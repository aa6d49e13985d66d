"""The two sides of a change, week by week: which weeks can be compared, and why not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from cjm_analytics.statistics.weekly import (
    MIN_ENTRIES,
    MIN_WEEKS_AFTER,
    WEEKS,
    NotEnoughData,
    Windows,
    windows_of,
)

_COLUMNS = ("week", "side", "n", "value", "is_whole", "n_immature")
_SIDES = ("treated", "control")


@dataclass(frozen=True)
class Sides:
    """A row per week with n_, value_, immature_ and whole_ of the treated and of the control.

    Weeks without a row are nan. `gap`: weeks of washout from week 0 on.
    """

    table: pd.DataFrame
    has_control: bool
    gap: int

    @property
    def names(self) -> tuple[str, ...]:
        """The sides that are compared."""
        return _SIDES if self.has_control else _SIDES[:1]

    @cached_property
    def usable(self) -> pd.DataFrame:
        """Columns week and each side: the values of whole weeks with enough entries, else nan."""
        return self._usable(MIN_ENTRIES)

    def windows(self) -> Windows:
        """The weeks to compare. NotEnoughData says whether weeks, entries or control lack."""
        try:
            return self._windows(MIN_ENTRIES)
        except NotEnoughData:
            alone = replace(self, has_control=False)
            if self.has_control and alone.has_windows(MIN_ENTRIES):
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

    def refuse_few_conversions(self, windows: Windows) -> None:
        """NotEnoughData where a share is 0 or 1 in all but a few weeks, whatever its interval."""
        usable = self.usable.set_index("week").reindex([*windows.before, *windows.after])
        for side in self.names:
            if int(((usable[side] != 0) & (usable[side] != 1)).sum()) < MIN_WEEKS_AFTER:
                message = f"the {side}'s conversions fall in fewer than {MIN_WEEKS_AFTER} weeks"
                raise NotEnoughData("few_weeks_with_conversions", message)

    def in_one_size(self) -> pd.DataFrame:
        """As `usable`, the control brought to the size of the treated by the weeks before.

        For counts and sums: where rates of two sides move together in points, their counts move
        together in parts.
        """
        usable = self.usable
        if not self.has_control:
            return usable
        before = usable[usable["week"].between(-WEEKS, -1)]
        control = before["control"].mean()
        scale = before["treated"].mean() / control if control else np.nan
        return usable.assign(control=usable["control"] * scale)

    def rate(self, side: str, weeks: Iterable[int], is_weighted: bool) -> float | None:
        """Of all entries of those whole weeks together, or else the mean of the weeks."""
        if side not in self.names:
            return None
        known = self.table[self.whole(side) & self.table.index.isin(weeks)]
        n, values = known[f"n_{side}"], known[f"value_{side}"]
        if not n.sum() > 0:
            return None
        return float(np.average(values[n > 0], weights=n[n > 0] if is_weighted else None))

    def entries(self, weeks: Iterable[int]) -> int:
        """Mature entries of the treated in those whole weeks."""
        known = self.whole("treated") & self.table.index.isin(weeks)
        return int(self.table.loc[known, "n_treated"].sum())

    def immature_share(self) -> float | None:
        """Of the treated entries from the end of the washout on, those left out for their age."""
        since = self.table[self.table.index >= self.gap]
        immature = float(since["immature_treated"].sum())
        entries = float(since["n_treated"].sum()) + immature
        return immature / entries if entries else None

    def whole(self, side: str) -> pd.Series:
        """By week: whether it lies in the data with all its days and their follow-up."""
        return self.table[f"whole_{side}"] == 1

    def _usable(self, least: int) -> pd.DataFrame:
        columns = {"week": self.table.index.to_numpy()}
        for side in self.names:
            enough = self.whole(side) & (self.table[f"n_{side}"] >= least)
            columns[side] = self.table[f"value_{side}"].where(enough).to_numpy()
        return pd.DataFrame(columns)

    def _windows(self, least: int) -> Windows:
        usable = self._usable(least).set_index("week")
        return windows_of(usable.sum(axis=1, skipna=False), self.gap)


def sides_of(weekly: pd.DataFrame, has_control: bool, gap: int = 0) -> Sides:
    """The sides from a row per week and side, as `cjm_analytics.comparison.judge` describes it.

    Raises ValueError when a column is missing, or a week stands there twice for one side.
    """
    missing = [column for column in _COLUMNS if column not in weekly.columns]
    if missing:
        raise ValueError(f"weekly has no column {', '.join(missing)}")
    if weekly.duplicated(["week", "side"]).any():
        raise ValueError("weekly has a week twice for one side")
    names = {"n": "n", "value": "value", "is_whole": "whole", "n_immature": "immature"}
    parts = []
    for side in _SIDES:
        rows = weekly[weekly["side"] == side].set_index("week")[list(names)].astype(float)
        parts.append(rows.rename(columns={old: f"{new}_{side}" for old, new in names.items()}))
    table = pd.concat(parts, axis=1)
    span = range(int(table.index.min()), int(table.index.max()) + 1) if len(table) else range(0)
    return Sides(table.reindex(span), has_control, gap)
