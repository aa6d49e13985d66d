"""From an interval to a word. The word never says "caused"."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Word = Literal[
    "improved",
    "worse",
    "indicative",
    "no_relevant_change",
    "inconclusive",
    "not_enough_data",
]
Direction = Literal["up", "down"]
Status = Literal["provisional", "final"]
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Verdict:
    """A word and the code of its reason."""

    word: Word
    reason: str


def verdict(
    estimate: float | None,
    low: float | None,
    high: float | None,
    *,
    direction: Direction = "up",
    min_effect: float | None = None,
    failed_checks: Sequence[str] = (),
    status: Status = "final",
    p_adjusted: float | None = None,
    shortage: str | None = None,
) -> Verdict:
    """What may be said about a change, given the interval of its effect.

    `direction`: which way is better; `min_effect`: less than this is of no importance, in the
    unit of the estimate; `failed_checks`: codes, the most serious first; `p_adjusted`: of a KPI
    that is one of many; `shortage`: why the data do not carry an estimate. In this order:

    - not_enough_data: a shortage (its code), or no estimate with an interval (`no_interval`)
    - no_relevant_change: the whole interval within +- min_effect (`within_min_effect`)
    - inconclusive: the interval holds 0 (`interval_holds_zero`), or what it shows is one hit among
      many questions (`not_after_correction`)
    - indicative: it excludes 0, but a check failed (its code) or the day has not come
      (`provisional`)
    - improved, worse: it excludes 0, all checks pass, and it is final (`interval_excludes_zero`)

    Raises ValueError for another direction or status, and a negative min_effect.
    """
    if direction not in get_args(Direction) or status not in get_args(Status):
        raise ValueError(f"no direction or status: {direction}, {status}")
    if min_effect is not None and not min_effect >= 0:
        raise ValueError(f"a min_effect of {min_effect} is none: it is 0 or more")
    if shortage:
        return Verdict("not_enough_data", shortage)
    if estimate is None or low is None or high is None:
        return Verdict("not_enough_data", "no_interval")
    if not (math.isfinite(estimate) and math.isfinite(low) and math.isfinite(high)):
        return Verdict("not_enough_data", "no_interval")
    if min_effect is not None and -min_effect <= low and high <= min_effect:
        return Verdict("no_relevant_change", "within_min_effect")
    if low <= 0 <= high:
        return Verdict("inconclusive", "interval_holds_zero")
    if p_adjusted is not None and not p_adjusted < SIGNIFICANT:
        return Verdict("inconclusive", "not_after_correction")
    if failed_checks:
        return Verdict("indicative", failed_checks[0])
    if status != "final":
        return Verdict("indicative", "provisional")
    improved = (estimate > 0) == (direction == "up")
    return Verdict("improved" if improved else "worse", "interval_excludes_zero")
