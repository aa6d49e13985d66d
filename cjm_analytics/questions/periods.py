"""Two periods beside each other: the answer to a question about a change that nobody declared."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias
from zoneinfo import ZoneInfo

import duckdb

from cjm_analytics import rules
from cjm_analytics.config import All, Condition, JourneyFile
from cjm_analytics.config.columns import TRAITS
from cjm_analytics.config.conditions import parse_condition
from cjm_analytics.config.errors import Refusal, use_one_of
from cjm_analytics.declared_changes import CONVERSION, midnight
from cjm_analytics.engines.duckdb import DIALECT
from cjm_analytics.questions.comparisons import days_of_data
from cjm_analytics.questions.events import QuestionRefused

if TYPE_CHECKING:
    import pandas as pd

Day: TypeAlias = date | str
Period: TypeAlias = tuple[Day, Day]

# What touches every entry is done here; a row comes out for each outcome and side of the date.
_SUMS = """
    with chosen as (
        select
            entries.kpi_id,
            entries.phase_id,
            coalesce(entries.person_id, entries.entity_id) as customer_id,
            entries.entered_at >= $after_from as is_after,
            entries.follow_up_ends_at <= data_end.data_end_at as is_mature,
            entries.n,
            entries.value
        from comparison.entries as entries
        cross join clean.data_end as data_end
        inner join declared.follow_ups as follow_ups
            on entries.kpi_id = follow_ups.kpi_id and entries.phase_id = follow_ups.phase_id
            and entries.maturity_seconds = follow_ups.maturity_seconds and follow_ups.is_own
        left join journeys.journeys as journeys
            on entries.person_id = journeys.person_id
            and entries.journey_number = journeys.journey_number
        where
            ((entries.entered_at >= $before_from and entries.entered_at < $before_until)
            or (entries.entered_at >= $after_from and entries.entered_at < $after_until))
            and ({condition})
    ),

    by_customer as (
        select
            kpi_id,
            phase_id,
            is_after,
            customer_id,
            coalesce(sum(value) filter (where is_mature), 0) as x,
            coalesce(sum(n) filter (where is_mature), 0) as y,
            count(*) filter (where is_mature) as n_mature,
            sum(n) filter (where not is_mature) as n_immature
        from chosen
        group by all
    ),

    middles as (
        select
            kpi_id,
            phase_id,
            is_after,
            median(case when is_mature and n = 1 then value end) as median
        from chosen
        group by all
    )

    select
        sums.kpi_id,
        sums.phase_id,
        sums.is_after,
        count(*) filter (where sums.n_mature > 0) as n,
        sum(x) as num,
        sum(y)::double as den,
        sum(x * x) as num2,
        sum(y * y)::double as den2,
        sum(x * y)::double as num_den,
        coalesce(sum(n_immature), 0)::bigint as n_immature,
        min(middles.median) as median
    from by_customer as sums
    inner join middles using (kpi_id, phase_id, is_after)
    group by all
"""


def compare_periods(
    published: duckdb.DuckDBPyConnection,
    journey: JourneyFile,
    before: Period,
    after: Period,
    *,
    where: Mapping[str, Any] | None = None,
) -> "pd.DataFrame":
    """Every KPI, and the step into every phase, in one period and in a later one: descriptive.

    `before`, `after`: first and last local day, both counted, as days or as 2026-03-01; `where`: a
    condition on traits of journeys, as {"country": "NL"}. Only entries whose follow-up (the KPI's
    maturity) lies before the data end count, on both sides alike.

    Gives a row per outcome: phase_id, kpi_id (`(conversion)`: the step into that phase), measure,
    n_before, n_after (entries), value_before, value_after, difference (in the KPI's unit; counts
    and sums per day), low, high (95 %, by customer with the delta method; only of ratios and
    means), immature_before, immature_after (entries left out for their age), method:
    "descriptive". Whatever else changed between the periods is in the difference. Raises
    QuestionRefused for periods that overlap, are out of order or leave the data.
    """
    import pandas as pd

    zone = ZoneInfo(journey.project.timezone)
    first, second = _days(before, "before"), _days(after, "after")
    if second[0] <= first[1]:
        raise QuestionRefused(f"after begins on {second[0]}, which is not past {first[1]}")
    _refuse_outside(days_of_data(published, journey), {"before": first, "after": second})
    condition = rules.expression(_condition(where))
    bounds = {
        f"{name}_{end}": midnight(day, zone)
        for name, (start, last) in (("before", first), ("after", second))
        for end, day in (("from", start), ("until", last + timedelta(days=1)))
    }
    found = published.execute(_SUMS.format(condition=condition.sql(DIALECT)), bounds).df()
    days = {False: (first[1] - first[0]).days + 1, True: (second[1] - second[0]).days + 1}
    sums = {(row.kpi_id, row.phase_id, row.is_after): row for row in found.itertuples()}
    rows = [
        {
            "phase_id": phase_id,
            "kpi_id": kpi_id,
            "measure": measure,
            **_compared(
                measure,
                sums.get((kpi_id, phase_id, False)),
                sums.get((kpi_id, phase_id, True)),
                days,
            ),
            "method": "descriptive",
        }
        for kpi_id, phase_id, measure in _outcomes(journey)
    ]
    return pd.DataFrame(rows)


def _outcomes(journey: JourneyFile) -> list[tuple[str, str, str]]:
    steps = [(CONVERSION, phase.id, "ratio") for phase in journey.model.phases[1:]]
    return [(kpi.id, kpi.phase or "(all)", kpi.measure) for kpi in journey.kpis] + steps


def _compared(measure: str, old: Any, new: Any, days: Mapping[bool, int]) -> dict[str, Any]:
    import numpy as np

    from cjm_analytics.statistics import CustomerSums, difference_of_ratios, ratio_of_means

    def value(side: Any, is_after: bool) -> float:
        if measure in ("count", "sum"):
            return float(side.num) / days[is_after] if side else 0.0
        if side is None or not side.den:
            return np.nan
        return float(side.median) if measure == "median" else float(side.num / side.den)

    low = high = np.nan
    if measure in ("ratio", "mean") and old and new:
        ratios = [
            ratio_of_means(
                CustomerSums(int(side.n), side.num, side.den, side.num2, side.den2, side.num_den)
            )
            for side in (new, old)
        ]
        spread = difference_of_ratios(*ratios)
        low, high = spread.low, spread.high
    old_value, new_value = value(old, False), value(new, True)
    return {
        "n_before": int(old.den) if old else 0,
        "n_after": int(new.den) if new else 0,
        "value_before": old_value,
        "value_after": new_value,
        "difference": new_value - old_value,
        "low": low,
        "high": high,
        "immature_before": int(old.n_immature) if old else 0,
        "immature_after": int(new.n_immature) if new else 0,
    }


def _condition(where: Mapping[str, Any] | None) -> Condition:
    if where is None:
        return All(())
    try:
        return parse_condition(dict(where), TRAITS)
    except Refusal as refusal:
        told = "; ".join(f"{one.message}; {one.remedy}" for one in refusal.findings)
        raise QuestionRefused(f"where: {told}") from None


def _days(period: Period, name: str) -> tuple[date, date]:
    try:
        first, last = (
            day if isinstance(day, date) else date.fromisoformat(str(day)) for day in period
        )
    except (TypeError, ValueError):
        raise QuestionRefused(
            f"{name} is {period!r}; give its first and last day, as 2026-01-05 and 2026-03-01"
        ) from None
    if last < first:
        raise QuestionRefused(f"{name} ends on {last}, before it begins on {first}")
    return first, last


def _refuse_outside(known: tuple[date, date], periods: Mapping[str, tuple[date, date]]) -> None:
    for name, (first, last) in periods.items():
        if first < known[0] or last > known[1]:
            raise QuestionRefused(
                f"{name} is {first} to {last}, and the data run from {known[0]} to {known[1]}"
            )


def chosen_kpis(answer: "pd.DataFrame", kpi_id: str | None) -> "pd.DataFrame":
    """The rows of one KPI, or all. Raises QuestionRefused, with those there are."""
    if kpi_id is None:
        return answer
    known = list(dict.fromkeys(answer["kpi_id"]))
    if kpi_id not in known:
        raise QuestionRefused(f"there is no KPI '{kpi_id}'; {use_one_of(known, kpi_id)}")
    return answer[answer["kpi_id"] == kpi_id].reset_index(drop=True)
