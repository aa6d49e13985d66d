"""How often the default comparison is right, in worlds where the truth is known.

`make calibrate` runs it a thousand times a world and writes docs/calibration.md; the tests run it
two hundred times, against the same bounds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import scipy.stats
from worlds import World

from cjm_analytics.comparison import Judgement, Settings, judge
from cjm_analytics.statistics import (
    CustomerSums,
    benjamini_hochberg,
    difference_of_ratios,
    newcombe,
    ratio_of_means,
)

FINAL = Settings(status="final")
ALONE = Settings(status="final", has_control=False)
DEFAULT = "the default"
NAIVE = "before against after, all entries together"
PLAIN = "difference in differences without placebos"
HOLDS = "interval holds the truth"
ALARM = "interval excludes 0, and nothing happened"
CALLED = "called improved or worse, and nothing happened"


@dataclass(frozen=True)
class Share:
    """How often something was so, and between which shares it must lie (None: only shown)."""

    world: str
    question: str
    method: str
    count: int
    runs: int
    low: float = 0.0
    high: float = 1.0

    @property
    def fits(self) -> bool:
        """Whether the count is compatible with a share within the bounds, at 1 % on either side."""
        return bool(
            scipy.stats.binom.cdf(self.count, self.runs, self.low) > 0.01
            and scipy.stats.binom.sf(self.count - 1, self.runs, self.high) > 0.01
        )


def judged(world: World, settings: Settings, runs: int, with_groups: bool = False):
    """The judgement of every run."""
    for run in range(runs):
        weekly, groups = world.weekly(run)
        yield judge(weekly, settings, groups=groups if with_groups else None)


def naive(judgement: Judgement) -> tuple[float, float]:
    """Newcombe's interval of the treated after minus before."""
    new, old = judgement.n_after, judgement.n_before
    k_new, k_old = round(new * judgement.rate_after), round(old * judgement.rate_before)
    return newcombe(k_new, new, k_old, old)


def plain(judgement: Judgement) -> tuple[float, float]:
    """The interval from the model's standard error alone."""
    reach = scipy.stats.t.ppf(0.975, 2 * judgement.n_weeks - 2) * judgement.se_model
    return judgement.estimate - reach, judgement.estimate + reach


def default(judgement: Judgement) -> tuple[float, float]:
    return judgement.ci_low, judgement.ci_high


def holds(interval: tuple[float, float], truth: float) -> bool:
    return interval[0] <= truth <= interval[1]


def is_called(judgement: Judgement) -> bool:
    return judgement.verdict in ("improved", "worse")


def same(name: str, world: World, runs: int) -> Iterator[Share]:
    """Nothing happened: the default rarely says otherwise, before against after mostly does."""
    found = list(judged(world, FINAL, runs))
    alarms = [not holds(default(each), 0) for each in found]
    crude = [not holds(naive(each), 0) for each in found]
    yield Share(name, ALARM, DEFAULT, sum(alarms), runs, high=0.09)
    yield Share(name, ALARM, NAIVE, sum(crude), runs, low=0.4)


def coverage(
    name: str, world: World, runs: int, settings: Settings = FINAL, low: float = 0.92,
    high: float = 1.0, plain_high: float | None = None,
) -> Iterator[Share]:  # fmt: skip
    """The interval holds the truth, and how often others do."""
    found = list(judged(world, settings, runs))
    truth = world.truth
    kept = sum(holds(default(each), truth) for each in found)
    yield Share(name, HOLDS, DEFAULT, kept, runs, low, high)
    if plain_high is not None:
        kept = sum(holds(plain(each), truth) for each in found)
        yield Share(name, HOLDS, PLAIN, kept, runs, high=plain_high)
    kept = sum(holds(naive(each), truth) for each in found)
    yield Share(name, HOLDS, NAIVE, kept, runs)


def mix(name: str, world: World, runs: int) -> Iterator[Share]:
    """Others came, and each converts as before: the difference is mix, and not called."""
    found = list(judged(world, FINAL, runs, with_groups=True))
    rate = abs(float(np.mean([each.rate_effect for each in found])))
    yield Share(
        name, "mean rate effect of 1 point or more", DEFAULT, runs * (rate >= 0.01), runs, high=0
    )
    called = sum(map(is_called, found))
    yield Share(name, CALLED, DEFAULT, called, runs, high=0.05)
    alarms = sum(not holds(naive(each), 0) for each in found)
    yield Share(name, ALARM, NAIVE, alarms, runs, low=0.9)


def lagged(name: str, world: World, runs: int) -> Iterator[Share]:
    """Conversions take their time at a constant rate: no verdict, unless the young are counted."""
    found = list(judged(world, FINAL, runs))
    yield Share(name, CALLED, DEFAULT, sum(map(is_called, found)), runs, high=0.09)
    kept = sum(holds(default(each), 0) for each in judged(world, ALONE, runs))
    yield Share(name, HOLDS, "the default without control", kept, runs, low=0.91)
    early = World(weeks_before=8, weeks_after=4, lag=world.lag, maturity=world.maturity, shock=0,
                  season=0, trend=0)  # fmt: skip
    young = [judge(early.weekly(run, is_mature_only=False)[0], FINAL) for run in range(runs)]
    kept = sum(holds(naive(each), 0) for each in young)
    yield Share(name, HOLDS, f"{NAIVE}, the young counted", kept, runs, high=0.1)


def alone(name: str, world: World, runs: int) -> Iterator[Share]:
    """Without a control: intervals hold, and the word is never more than indicative."""
    found = list(judged(world, ALONE, runs))
    kept = sum(holds(default(each), world.truth) for each in found)
    yield Share(name, HOLDS, DEFAULT, kept, runs, low=0.92)
    called = sum(map(is_called, found))
    yield Share(name, "called improved or worse", DEFAULT, called, runs, high=0)


def many(name: str, world: World, runs: int) -> Iterator[Share]:
    """28 KPIs that nothing touched: how often at least one is called a hit in a night."""
    p = np.array([each.p for each in judged(world, FINAL, runs)])
    nights = np.random.default_rng(28).choice(p, (runs, 28))
    question = "a hit among 28 KPIs, and nothing happened"
    hits = sum(bool((benjamini_hochberg(night) < 0.05).any()) for night in nights)
    yield Share(name, question, "Benjamini-Hochberg across them", hits, runs, high=0.07)
    yield Share(
        name, question, "each by itself", int((nights < 0.05).any(axis=1).sum()), runs, low=0.3
    )


def nightly(name: str, world: World, runs: int) -> Iterator[Share]:
    """Looked at after every week from the fourth on, or once."""
    ever = once = 0
    for run in range(runs):
        weekly, _ = world.weekly(run)
        looks = [
            judge(weekly[weekly["week"] <= last], FINAL).p for last in range(3, world.weeks_after)
        ]
        ever += min(looks) < 0.05
        once += looks[-1] < 0.05
    yield Share(name, ALARM, "judged once", once, runs, high=0.09)
    yield Share(name, ALARM, "at any of five weekly looks", ever, runs)


def customers(name: str, runs: int) -> Iterator[Share]:
    """Some customers come often, and convert more or less than others whenever they do."""
    by_customer = by_journey = 0
    for run in range(runs):
        dice = np.random.default_rng([150, run])
        sides = []
        for _ in range(2):
            journeys = 1 + dice.poisson(1.5, 400)
            sides.append((dice.binomial(journeys, dice.beta(0.9, 2.1, 400)), journeys))
        spread = difference_of_ratios(*(ratio_of_means(CustomerSums.of(*side)) for side in sides))
        by_customer += holds((spread.low, spread.high), 0)
        counts = [int(total) for side in sides for total in (side[0].sum(), side[1].sum())]
        by_journey += holds(newcombe(*counts), 0)
    yield Share(name, HOLDS, "delta method by customer", by_customer, runs, low=0.93, high=0.97)
    yield Share(name, HOLDS, "journeys as if independent", by_journey, runs, high=0.9)


SAME = World()
_LAG = World(lag=8, maturity=14, weeks_after=10)
_MIX = World(mix_shift=0.3, shock=0, season=0, trend=0)
WORLDS: dict[str, Callable[[int], Iterator[Share]]] = {
    name: partial(measure, name, *more)
    for name, measure, *more in (
        ("nothing happened", same, SAME),
        ("nothing happened, four weeks after", same, World(weeks_after=4)),
        ("nothing happened, no earlier weeks", same, World(weeks_before=8)),
    )
}
WORLDS |= {
    "a true +3 points": lambda n: coverage("a true +3 points", World(effect=0.03), n, high=0.98),
    "+3 points, four weeks after": lambda n: coverage(
        "+3 points, four weeks after", World(effect=0.03, weeks_after=4), n
    ),
    "+3 points, no earlier weeks": lambda n: coverage(
        "+3 points, no earlier weeks", World(effect=0.03, weeks_before=8), n, high=0.98
    ),
}
