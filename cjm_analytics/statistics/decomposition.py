"""Did the rate change, or who came? Kitagawa's decomposition of a difference of two rates."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

_COLUMNS = ("group", "n", "k")


@dataclass(frozen=True)
class Kitagawa:
    """A difference of two rates, after minus before, in two parts.

    `rate`: what changed within groups; `mix`: what changed in their shares; `total` is their sum.
    `groups`: a row per group with n_before, n_after, share_before, share_after, rate_before,
    rate_after, rate and mix; the last two add up to the parts. All nan where a side is empty.
    """

    rate: float
    mix: float
    groups: pd.DataFrame

    @property
    def total(self) -> float:
        """The whole difference: rate + mix."""
        return self.rate + self.mix


def kitagawa(before: pd.DataFrame, after: pd.DataFrame) -> Kitagawa:
    """Split the difference of two rates into rate and mix, with midpoint weights.

    Both tables have the columns group, n (entries) and k (conversions, or any sum over the
    entries); rows of one group are added up, those without a group are a group. Kitagawa (1955):
    rate = sum of mean share x change of rate, mix = sum of change of share x mean rate, so nothing
    is left over. A group that exists on one side only has no change of rate: it counts in the mix,
    at the rate that it has. Raises ValueError when a column is missing, an n or k is missing or
    infinite, an n is negative, or there is a k without an n.
    """
    old, new = _by_group(before, "before"), _by_group(after, "after")
    groups = old.add_suffix("_before").join(new.add_suffix("_after"), how="outer").fillna(0.0)
    for side in ("before", "after"):
        n = groups[f"n_{side}"]
        groups[f"share_{side}"] = n / n.sum() if n.sum() > 0 else math.nan
        groups[f"rate_{side}"] = groups[f"k_{side}"] / n.where(n > 0)
    rate_before = groups["rate_before"].fillna(groups["rate_after"])
    rate_after = groups["rate_after"].fillna(groups["rate_before"])
    mean_share = (groups["share_before"] + groups["share_after"]) / 2
    groups["rate"] = mean_share * (rate_after - rate_before)
    shift = groups["share_after"] - groups["share_before"]
    groups["mix"] = shift * (rate_before + rate_after) / 2
    groups = groups.drop(columns=["k_before", "k_after"]).reset_index()
    rate, mix = (float(groups[part].sum(min_count=1)) for part in ("rate", "mix"))
    return Kitagawa(rate, mix, groups)


def _by_group(table: pd.DataFrame, side: str) -> pd.DataFrame:
    missing = [column for column in _COLUMNS if column not in table.columns]
    if missing:
        raise ValueError(
            f"the table {side} has no column {', '.join(missing)}; it needs {', '.join(_COLUMNS)}"
        )
    counts = table[["n", "k"]].astype(float)
    if not np.isfinite(counts.to_numpy()).all():
        raise ValueError(f"the table {side} has a missing or infinite n or k")
    if (counts["n"] < 0).any():
        raise ValueError(f"the table {side} has a negative n")
    groups = table["group"].astype(object)
    sums = counts.groupby(groups.where(groups.notna(), None), dropna=False).sum()
    if (sums.loc[sums["n"] == 0, "k"] != 0).any():
        raise ValueError(f"the table {side} has a k without an n")
    return sums[sums["n"] > 0]
