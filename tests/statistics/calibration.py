"""How often the default comparison is right, in worlds where the truth is known.

`make calibrate` runs every world a thousand times and writes docs/calibration.md; the tests run it
two hundred times, against the same bounds.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
import scipy.stats
from worlds import World

from cjm_analytics.comparison import Judgement, Settings, corrected, judge
from cjm_analytics.statistics import CustomerSums, newcombe

FINAL = Settings(status="final")
ALONE = Settings(status="final", has_control=False)
DEFAULT = "default"
NAIVE = "before against after, all entries together"
PLAIN = "difference in differences without placebos"
HOLDS = "interval holds the truth"
ALARM = "interval excludes 0, and nothing happened"
CALLED = "called improved or worse, and nothing happened"
IMPROVED = "called improved"
ADJUSTED = "trend-adjusted interval, where shown, holds the truth"
LINE = 0.025  # as rare as this on one side, and the bound is broken


@dataclass(frozen=True)
class Share:
    """How often something was so, and between which shares it must lie (None: only shown)."""

    question: str
    method: str
    count: int
    runs: int
    low: float | None = None
    high: float | None = None

    @property
    def fits(self) -> bool:
        """Whether the count could well come from a share within the bounds.

        At the bound itself so few, or so many, would be seen in more than 1 of 40 repetitions.
        """
        too_few = scipy.stats.binom.cdf(self.count, self.runs, self.low or 0.0) <= LINE
        high = 1.0 if self.high is None else self.high
        too_many = scipy.stats.binom.sf(self.count - 1, self.runs, high) <= LINE
        return not (too_few or too_many)


def share(question: str, method: str, found: Sequence[bool], low=None, high=None) -> Share:
    return Share(question, method, int(sum(found)), len(found), low, high)


def judged(world: World, settings: Settings, runs: int) -> list[Judgement]:
    """The judgements of the runs, by the default path.

    In a small shop a week may have fewer than 30 entries: such a run says so and has no interval.
    """
    found = (judge(world.weekly(run)[0], settings) for run in range(runs))
    return [each for each in found if not each.verdict_reason.startswith("few_entries")]


def default(judgement: Judgement) -> tuple[float, float]:
    return judgement.ci_low, judgement.ci_high


def naive(judgement: Judgement) -> tuple[float, float]:
    """Newcombe's interval of the treated after minus before."""
    new, old = judgement.n_after, judgement.n_before
    k_new, k_old = round(new * judgement.rate_after), round(old * judgement.rate_before)
    return newcombe(k_new, new, k_old, old)


def plain(judgement: Judgement) -> tuple[float, float]:
    """The interval from the model's standard error alone."""
    reach = scipy.stats.t.ppf(0.975, 2 * judgement.n_weeks - 2) * judgement.se_model
    return judgement.estimate - reach, judgement.estimate + reach


def holds(interval: tuple[float, float], truth: float) -> bool:
    return interval[0] <= truth <= interval[1]


def is_called(judgement: Judgement) -> bool:
    return judgement.verdict in ("improved", "worse")


def adjusted(found: list[Judgement], truth: float) -> Share:
    shown = [each for each in found if each.adjusted_estimate is not None]
    return share(
        ADJUSTED,
        DEFAULT,
        [holds((each.adjusted_low, each.adjusted_high), truth) for each in shown],
    )


def same(world: World, runs: int) -> Iterator[Share]:
    """Nothing happened: the default rarely says otherwise, before against after mostly does."""
    found = judged(world, FINAL, runs)
    yield share(ALARM, DEFAULT, [not holds(default(each), 0) for each in found], high=0.09)
    yield share(ALARM, NAIVE, [not holds(naive(each), 0) for each in found], low=0.4)
    yield share(CALLED, DEFAULT, [is_called(each) for each in found], high=0.09)
    yield adjusted(found, 0)


def effect(
    world: World, runs: int, settings: Settings = FINAL, high: float | None = 0.98
) -> Iterator[Share]:
    """Something happened: the interval holds it, neither too rarely nor too often."""
    found = judged(world, settings, runs)
    yield share(HOLDS, DEFAULT, [holds(default(x), world.truth) for x in found], 0.92, high)
    yield share(HOLDS, NAIVE, [holds(naive(x), world.truth) for x in found])
    yield share(IMPROVED, DEFAULT, [each.verdict == "improved" for each in found])


def counted(world: World, runs: int) -> Iterator[Share]:
    """The same world seen as a number of conversions a week, of two shops of unequal size."""
    truth, kept = world.truth * world.journeys_a_day * 7, []
    for run in range(runs):
        weekly = world.weekly(run)[0]
        size = np.where(weekly["side"] == "control", 0.6, 1.0)
        weekly["value"] = np.round(weekly["value"] * weekly["n"] * size)
        kept.append(holds(default(judge(weekly, replace(FINAL, calculation="count"))), truth))
    yield share(HOLDS, DEFAULT, kept, 0.92)


def drift(
    world: World, runs: int, low: float | None = 0.88, plain_high: float | None = None
) -> Iterator[Share]:
    """The sides move apart by themselves: the placebos see it coming, the model does not."""
    found = judged(world, FINAL, runs)
    yield share(HOLDS, DEFAULT, [holds(default(each), world.truth) for each in found], low)
    plainly = [holds(plain(each), world.truth) for each in found]
    yield share(HOLDS, PLAIN, plainly, high=plain_high)
    yield share(CALLED, DEFAULT, [is_called(each) for each in found])
    yield adjusted(found, world.truth)


def mix(world: World, runs: int) -> Iterator[Share]:
    """Others came, and each converts as before: the difference is mix, and not called."""
    tables = [world.weekly(run) for run in range(runs)]
    found = [judge(weekly, FINAL, groups=groups) for weekly, groups in tables]
    is_small = [abs(each.rate_effect) < 0.01 for each in found]
    yield share("rate effect under 1 point", DEFAULT, is_small, low=0.99)
    is_all = [abs(each.mix_effect - world.truth) < 0.01 for each in found]
    yield share("mix effect within 1 point of the planted 6", DEFAULT, is_all, low=0.99)
    yield share(CALLED, DEFAULT, [is_called(each) for each in found], high=0.05)
    yield share(ALARM, NAIVE, [not holds(naive(each), 0) for each in found], low=0.9)


def lagged(world: World, runs: int) -> Iterator[Share]:
    """Conversions take their time at a constant rate: no verdict, unless the young are counted."""
    found = judged(world, FINAL, runs)
    yield share(CALLED, DEFAULT, [is_called(each) for each in found], high=0.09)
    alone_ = judged(world, ALONE, runs)
    yield share(HOLDS, f"{DEFAULT}, no control", [holds(default(x), 0) for x in alone_], 0.92)
    early = replace(world, weeks_before=8, weeks_after=4, shock=0, season=0, trend=0)
    young = [judge(early.weekly(run, is_mature_only=False)[0], FINAL) for run in range(runs)]
    young_too = [holds(naive(each), 0) for each in young]
    yield share(HOLDS, f"{NAIVE}, the young counted", young_too, high=0.1)


def alone(world: World, runs: int) -> Iterator[Share]:
    """Without a control: intervals hold, and the word is never more than indicative."""
    found = judged(world, ALONE, runs)
    yield share(HOLDS, DEFAULT, [holds(default(each), world.truth) for each in found], 0.92)
    yield share("called improved or worse", DEFAULT, [is_called(each) for each in found], high=0)


def many(world: World, runs: int) -> Iterator[Share]:
    """28 KPIs that nothing touched: how often at least one of them is called in a night."""
    found = judged(world, replace(FINAL, is_confirmatory=False), runs)
    dice = np.random.default_rng(28)
    nights = [[found[i] for i in dice.integers(0, len(found), 28)] for _ in range(runs)]
    question = "one of 28 KPIs called, and nothing happened"
    together = [any(map(is_called, corrected(night))) for night in nights]
    yield share(question, "Benjamini-Hochberg across them", together, high=0.05)
    yield share(question, "each by itself", [any(map(is_called, night)) for night in nights])


def nightly(world: World, runs: int) -> Iterator[Share]:
    """Looked at after every week from the fourth on; judged at the last look only."""
    alarms, calls = [], []
    for run in range(runs):
        weekly, last = world.weekly(run)[0], world.weeks_after - 1
        looks = [
            judge(weekly[weekly["week"] <= week], FINAL if week == last else Settings())
            for week in range(3, last + 1)
        ]
        alarms.append(any(not holds(default(each), 0) for each in looks))
        calls.append(any(map(is_called, looks)))
    yield share(CALLED, "provisional until the day", calls, high=0.09)
    yield share(ALARM, "at any of five weekly looks", alarms)


def customers(runs: int) -> Iterator[Share]:
    """Some customers come often, and convert more or less than others whenever they do.

    Three weeks after the date, so that nothing but the descriptive interval is left.
    """
    weekly = World(weeks_after=3).weekly(0)[0]
    by_customer, by_journey = [], []
    for run in range(runs):
        dice = np.random.default_rng([150, run])
        rows, counts = [], []
        for is_after in (True, False):
            journeys = 1 + dice.poisson(1.5, 400)
            sums = CustomerSums.of(dice.binomial(journeys, dice.beta(0.9, 2.1, 400)), journeys)
            rows.append({"is_after": is_after, **vars(sums)})
            counts += [int(sums.num), int(sums.den)]
        found = judge(weekly, FINAL, customers=pd.DataFrame(rows))
        difference = counts[0] / counts[1] - counts[2] / counts[3]
        by_customer.append(abs(difference) <= found.ci_high - found.estimate)
        by_journey.append(holds(newcombe(*counts), 0))
    yield share(HOLDS, "delta method by customer", by_customer, 0.93, 0.97)
    yield share(HOLDS, "journeys as if independent", by_journey, high=0.9)


SMALL = 8.0  # journeys a day and side: as many orders as the sample shop
WORLDS: dict[str, Callable[[int], Iterator[Share]]] = {
    "nothing happened": partial(same, World()),
    "nothing happened, four weeks after": partial(same, World(weeks_after=4)),
    "nothing happened, no earlier weeks": partial(same, World(weeks_before=8)),
    "+3 points": partial(effect, World(effect=0.03)),
    "+3 points, no earlier weeks": partial(effect, World(effect=0.03, weeks_before=8)),
    "+3 points, four weeks after": partial(effect, World(effect=0.03, weeks_after=4), high=None),
    "+3 points after a week of washout": partial(
        effect, World(effect=0.03, weeks_after=9), settings=replace(FINAL, washout_weeks=1)
    ),
    "+15 points in a shop of 56 journeys a week": partial(
        effect, World(effect=0.15, journeys_a_day=SMALL)
    ),
    "+3 points, seen as a count": partial(counted, World(effect=0.03)),
    "+3 points, no control": partial(alone, World(effect=0.03)),
    "the sides diverge": partial(drift, World(divergence=0.0025), plain_high=0.6),
    "the sides diverge, four weeks after": partial(
        drift, World(divergence=0.01, weeks_after=4), plain_high=0.6
    ),
    "the sides wander by 1 point a week": partial(drift, World(wandering=0.01), plain_high=0.7),
    "the sides wander by 2 points a week": partial(drift, World(wandering=0.02), plain_high=0.6),
    "the sides wander, four weeks after": partial(drift, World(wandering=0.01, weeks_after=4)),
    "the sides wander, a year before": partial(drift, World(wandering=0.01, weeks_before=52)),
    "the sides wander, 18 weeks before": partial(
        drift, World(wandering=0.01, weeks_before=18), low=None
    ),
    "a wave of a year in the treated": partial(drift, World(own_season=0.04), low=None),
    "a wave of a year, a year before": partial(drift, World(own_season=0.04, weeks_before=52)),
    "others come": partial(
        mix, World(mix_shift=0.3, shock=0, season=0, trend=0, journeys_a_day=1500)
    ),
    "conversions take eight days": partial(lagged, World(lag=8, maturity=14, weeks_after=10)),
    "28 KPIs": partial(many, World()),
    "five looks": partial(nightly, World()),
    "few customers, many journeys": customers,
}
