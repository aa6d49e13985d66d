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
    toss of a coin; `wandering`: it takes a random step of that size every week; `own_season`: it
    has a year's wave of that height to itself; `mix_shift`: so much more of the treated are
    commuters from the change on; `lag`: mean time to convert.
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
    own_season: float = 0.0
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
        rates = np.repeat(self._rates(dice, weeks), 7, axis=1) + WEEKDAYS[day % 7]
        age = day.size - 1 - day  # whole days of follow-up at the end of the data
        is_mature = age >= self.maturity
        follow_up = self.maturity if is_mature_only else np.minimum(age, self.maturity)
        counted = is_mature if is_mature_only else np.full(day.size, True)
        # side x group x day: who came, and how many of them converted
        share = np.full((2, 2, day.size), 0.5)
        share[0] += self.mix_shift * np.array([[1], [-1]]) * (day >= self.weeks_before * 7)
        above = np.array(list(GROUPS.values()))[:, np.newaxis]
        n = dice.poisson(self.journeys_a_day * share)
        p = np.clip(rates[:, np.newaxis] + above, 0, 1) * self._share_reached(follow_up)
        k = dice.binomial(n, p)

        def by_week(daily: np.ndarray) -> np.ndarray:
            return (daily * counted).reshape(*daily.shape[:-1], weeks.size, 7).sum(axis=-1)

        n_week, k_week = by_week(n), by_week(k)
        n_side, k_side = n_week.sum(axis=1).ravel(), k_week.sum(axis=1).ravel()
        weekly = {
            "week": np.tile(weeks, 2),
            "side": np.repeat(SIDES, weeks.size),
            "n": n_side,
            "value": np.divide(k_side, n_side, out=np.full(n_side.size, np.nan), where=n_side > 0),
            "is_whole": np.tile(counted.reshape(-1, 7).all(axis=1), 2),
            "n_immature": (n.sum(axis=1) * ~counted).reshape(-1, 7).sum(axis=1),
        }
        groups = {
            "dimension": "persona",
            "group": np.repeat(list(GROUPS), weeks.size),
            "week": np.tile(weeks, 2),
            "n": n_week[0].ravel(),
            "k": k_week[0].ravel(),
        }
        return pd.DataFrame(weekly), pd.DataFrame(groups)

    def _rates(self, dice: np.random.Generator, weeks: np.ndarray) -> np.ndarray:
        """The eventual rate of treated and control by week."""
        year = 2 * np.pi * weeks / 52
        phase, own_phase = dice.uniform(0, 2 * np.pi, 2)
        common = (
            self.rate
            + self.season * np.sin(year + phase)
            + self.trend * weeks
            + dice.normal(0, self.shock, weeks.size)
        )
        own = dice.choice([-1, 1]) * self.divergence * weeks
        own = own + np.cumsum(dice.normal(0, self.wandering, weeks.size))
        own = own + self.own_season * np.sin(year + own_phase)
        return np.stack([common + own + self.effect * (weeks >= 0), common])

    def _share_reached(self, days: int | np.ndarray) -> np.ndarray:
        """Of those who will convert, who has done so after so many days."""
        if self.lag == 0:
            return np.ones_like(days, dtype=float)
        return 1 - np.exp(-np.asarray(days, dtype=float) / self.lag)
