"""Simulated shops in which the truth is known: weekly aggregates as sql/8_comparison gives them.

Every day each side has about 150 journeys of two groups, one of which converts more. Both sides
share weekdays, a yearly season, a trend and a shock per week; outcomes are drawn journey by
journey. What a world adds is in its fields. A run is made from the world's fields and the run's
number alone.
"""

import zlib
from dataclasses import astuple, dataclass

import numpy as np
import pandas as pd

WEEKDAYS = np.array([0.01, 0.02, 0.01, 0.0, 0.01, -0.02, -0.03])
GROUPS = {"commuter": 0.1, "giver": -0.1}  # above and below the mean
SIDES = ("treated", "control")


@dataclass(frozen=True)
class World:
    """A shop. Rates and effects are shares, times are days unless a name says weeks.

    `divergence`: the treated moves away from the control by so much a week, up or down by the
    toss of a coin; `wandering`: it takes a random step of that size every week; `mix_shift`: so
    much more of the treated are commuters from the change on; `lag`: mean time to convert.
    """

    weeks_before: int = 24
    weeks_after: int = 8
    journeys_a_day: float = 150
    rate: float = 0.3
    effect: float = 0.0
    shock: float = 0.02
    season: float = 0.05
    trend: float = 0.001
    divergence: float = 0.0
    wandering: float = 0.0
    mix_shift: float = 0.0
    lag: float = 0.0
    maturity: int = 0

    @property
    def truth(self) -> float:
        """What the change adds to the treated's rate within maturity."""
        return (self.effect + self.mix_shift * 0.2) * float(self._share_reached(self.maturity))

    def weekly(self, run: int, is_mature_only: bool = True) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The tables `weekly` and `groups` of one run, as `comparison.judge` takes them.

        Without `is_mature_only` young entries count as they are, with what they did so far.
        """
        dice = np.random.default_rng([zlib.crc32(repr(astuple(self)).encode()), run])
        weeks = np.arange(-self.weeks_before, self.weeks_after)
        day = np.arange(weeks.size * 7)
        week = day // 7
        rates = self._rates(dice, weeks)[:, week] + WEEKDAYS[day % 7]
        age = day.size - 1 - day  # whole days of follow-up at the end of the data
        is_mature = age >= self.maturity
        follow_up = (
            np.full(day.size, self.maturity) if is_mature_only else np.minimum(age, self.maturity)
        )
        counted = is_mature if is_mature_only else np.full(day.size, True)
        is_whole = np.array([counted[week == i].all() for i in range(weeks.size)])

        def by_week(daily: np.ndarray) -> np.ndarray:
            return np.bincount(week, weights=daily, minlength=weeks.size)

        rows, groups = [], []
        for side, name in enumerate(SIDES):
            n_side, k_side = np.zeros(weeks.size), np.zeros(weeks.size)
            n_young = np.zeros(weeks.size)
            for group, above in GROUPS.items():
                share = np.full(day.size, 0.5)
                if name == "treated":
                    shift = self.mix_shift if above > 0 else -self.mix_shift
                    share = share + shift * (day >= self.weeks_before * 7)
                n = dice.poisson(self.journeys_a_day * share)
                p = np.clip(rates[side] + above, 0, 1) * self._share_reached(follow_up)
                k = dice.binomial(n, p)
                n_group, k_group = by_week(n * counted), by_week(k * counted)
                n_side, k_side = n_side + n_group, k_side + k_group
                n_young = n_young + by_week(n * ~counted)
                if name == "treated":
                    groups.append(
                        pd.DataFrame({"group": group, "week": weeks, "n": n_group, "k": k_group})
                    )
            value = np.divide(k_side, n_side, out=np.full(weeks.size, np.nan), where=n_side > 0)
            rows.append(
                pd.DataFrame(
                    {
                        "week": weeks,
                        "side": name,
                        "n": n_side,
                        "value": value,
                        "is_whole": is_whole,
                        "n_immature": n_young,
                    }
                )
            )
        return pd.concat(rows), pd.concat(groups).assign(dimension="persona")

    def _rates(self, dice: np.random.Generator, weeks: np.ndarray) -> np.ndarray:
        """The eventual rate of treated and control by week."""
        phase = dice.uniform(0, 2 * np.pi)
        common = (
            self.rate
            + self.season * np.sin(2 * np.pi * weeks / 52 + phase)
            + self.trend * weeks
            + dice.normal(0, self.shock, weeks.size)
        )
        own = dice.choice([-1, 1]) * self.divergence * weeks
        own = own + np.cumsum(dice.normal(0, self.wandering, weeks.size))
        return np.stack([common + own + self.effect * (weeks >= 0), common])

    def _share_reached(self, days: int | np.ndarray) -> np.ndarray:
        """Of those who will convert, who has done so after so many days."""
        if self.lag == 0:
            return np.ones_like(days, dtype=float)
        return 1 - np.exp(-np.asarray(days, dtype=float) / self.lag)
