"""Before anything is changed: for how many weeks would one have to wait to see it?"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from cjm_analytics.config import JourneyFile
from cjm_analytics.config.changes import MIN_WEEKS, WINDOW_WEEKS
from cjm_analytics.questions.comparisons import check_declared
from cjm_analytics.questions.events import QuestionRefused

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Plan:
    """How long the effect that a change should have takes to show, with 80 % power.

    In the unit of the KPI (a share: 0.02 for 2 points). `n_weeks`: whole weeks of the data that
    `variance`, from week to week, was taken from; `weeks_needed`: whole weeks after the change, and
    as many before; None where ten years would not do; `detectable`: a row per number of `weeks`
    that are judged (4 to 8), with the smallest `effect` they show.
    """

    change_id: str
    kpi_id: str
    has_control: bool
    min_effect: float
    n_weeks: int
    variance: float
    weeks_needed: int | None
    detectable: "pd.DataFrame" = field(repr=False)

    @property
    def is_seen(self) -> bool:
        """Whether the comparison, which looks at 8 weeks at most, would show the effect."""
        return self.weeks_needed is not None and self.weeks_needed <= WINDOW_WEEKS


def plan(published: duckdb.DuckDBPyConnection, journey: JourneyFile, change_id: str) -> Plan:
    """The plan of a declared change, from the weeks before it of the published tables.

    Raises QuestionRefused for a change that is not declared, was not in the last run or names no
    min_effect, and where the weeks are too few or do not vary.
    """
    import numpy as np
    import pandas as pd

    from cjm_analytics.statistics import detectable_effect, weekly_variance, weeks_needed
    from cjm_analytics.statistics.weekly import MIN_ENTRIES, MIN_WEEKS_BEFORE

    check_declared(published, journey, change_id)
    (outcome,) = published.execute(
        "select outcomes.kpi_id, outcomes.measure, outcomes.min_effect, changes.has_control"
        " from declared.change_outcomes as outcomes"
        " inner join declared.changes as changes using (change_id)"
        " where outcomes.change_id = ? and outcomes.is_confirmatory",
        [change_id],
    ).fetchall()
    kpi_id, measure, min_effect, has_control = outcome
    if min_effect is None:
        key = "min_effect_pp: 2" if measure == "ratio" else "min_effect: 1"
        raise QuestionRefused(
            f"{change_id} does not say how large an effect would matter; add {key}, say, to expect:"
        )
    values = _weeks_before(published, change_id, kpi_id, measure, has_control)
    if len(values) < MIN_WEEKS_BEFORE:
        raise QuestionRefused(
            f"{kpi_id} has {len(values)} whole weeks with {MIN_ENTRIES} entries or more on each"
            f" side before {change_id}; a plan takes {MIN_WEEKS_BEFORE}"
        )
    variance = weekly_variance(np.array(values), has_control)
    if not variance > 0:
        raise QuestionRefused(f"{kpi_id} is the same every week: there is nothing to go by")
    weeks = range(MIN_WEEKS, WINDOW_WEEKS + 1)
    effects = [detectable_effect(variance, each, has_control=has_control) for each in weeks]
    return Plan(
        change_id=change_id,
        kpi_id=kpi_id,
        has_control=has_control,
        min_effect=min_effect,
        n_weeks=len(values),
        variance=variance,
        weeks_needed=weeks_needed(variance, min_effect, has_control=has_control),
        detectable=pd.DataFrame({"weeks": list(weeks), "effect": effects}),
    )


def _weeks_before(
    published: duckdb.DuckDBPyConnection,
    change_id: str,
    kpi_id: str,
    measure: str,
    has_control: bool,
) -> list[float]:
    """The KPI by week before the change, of the treated or of them minus the control."""
    from cjm_analytics.statistics.sides import sides_of

    weekly = published.execute(
        "select week, side, n, value, is_complete as is_whole, n_immature"
        " from comparison.weekly where change_id = ? and kpi_id = ? and week < 0"
        " and side in ('treated', 'control')",
        [change_id, kpi_id],
    ).df()
    whole = weekly.loc[weekly["is_whole"], "week"]
    if whole.empty:
        return []
    # The last whole week stands for the last before the change, which may be far ahead.
    weekly["week"] -= int(whole.max()) + 1
    sides = sides_of(weekly, has_control)
    table = sides.in_one_size() if measure in ("count", "sum") else sides.usable
    values = table["treated"] - table["control"] if has_control else table["treated"]
    return [float(value) for value in values.dropna()]
