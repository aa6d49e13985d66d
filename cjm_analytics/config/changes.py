"""`changes:` what was changed in the service, and what it should do."""

import datetime
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from cjm_analytics.config.conditions import TraitCondition
from cjm_analytics.config.durations import Duration, PositiveDuration, parse_duration
from cjm_analytics.config.errors import Finding, Refusal
from cjm_analytics.config.fields import Day, Id, Number, Text, words_of_id
from cjm_analytics.config.section import Section, dicts

Direction = Literal["up", "down"]
WINDOW_WEEKS = 8  # compared on either side of a change, at most
MIN_WEEKS = 4  # whole weeks after it that a verdict needs


class Affects(Section):
    """What a change touches."""

    phases: tuple[str, ...] = Field(default=(), description="phases, by id", examples=["[loyalty]"])
    touchpoints: tuple[str, ...] = Field(
        default=(), description="touchpoints, by id", examples=["[returns-page]"]
    )

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """A change that touches nothing."""
        if not data.get("phases") and not data.get("touchpoints"):
            yield Finding((), "the change touches nothing", "name its phases or its touchpoints")


class Expect(Section):
    """The one KPI by which the change is judged."""

    kpi: str = Field(description="a KPI, by id", examples=["review_rate"])
    direction: Direction = Field(default="up", description="up or down", examples=["up"])
    min_effect_pp: Annotated[Number, Field(gt=0)] | None = Field(
        default=None,
        description="in percentage points; less than this is of no importance",
        examples=["2"],
    )
    min_effect: Annotated[Number, Field(gt=0)] | None = Field(
        default=None,
        description="the same for a KPI that is no share, in its own unit",
        examples=["1.50"],
    )

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """The same said twice."""
        if "min_effect" in data and "min_effect_pp" in data:
            remedy = "keep min_effect_pp for a share, min_effect for any other KPI"
            yield Finding((), "min_effect and min_effect_pp together", remedy, "min_effect")


class Change(Section):
    """A service-design change."""

    id: Id = Field(description="the change's name in tables", examples=["thank-you-card"])
    label: Text = Field(
        default_factory=words_of_id, description="what people call it", examples=["{nl: Kaartje}"]
    )
    date: Day = Field(description="the first day it was there", examples=["2026-03-02"])
    affects: Affects = Field(description="what it touches", examples=["{phases: [loyalty]}"])
    expect: Expect = Field(
        description="what it should move", examples=["{kpi: review_rate, direction: up}"]
    )
    segment: TraitCondition | None = Field(
        default=None,
        description="a condition on traits of journeys: who got it; all but the control if left "
        "out",
        examples=["{country: NL}"],
    )
    control: TraitCondition | None = Field(
        default=None,
        description="a condition on traits of journeys: who did not get it",
        examples=["{country: BE}"],
    )
    washout: Duration = Field(
        default=timedelta(0), description="so long after the date is left out", examples=["7 days"]
    )
    maturity: PositiveDuration | None = Field(
        default=None,
        description="follow-up of an entry; the KPI's if left out",
        examples=["28 days"],
    )
    decide_on: Day | None = Field(
        default=None,
        description="the day of the final verdict; without it every verdict is provisional",
        examples=["2026-06-01"],
    )

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """A verdict before the change, a washout of all that is compared, sides that are one."""
        date, decide_on = data.get("date"), data.get("decide_on")
        if isinstance(date, str) and isinstance(decide_on, str) and decide_on <= date:
            remedy = "write a day after date, eight weeks or more"
            yield Finding(("decide_on",), f"{decide_on} is not after {date}", remedy)
        washout = data.get("washout")
        if isinstance(washout, str) and _length(washout) > timedelta(weeks=WINDOW_WEEKS):
            message = f"{washout} is longer than the {WINDOW_WEEKS} weeks that are compared"
            yield Finding(("washout",), message, f"write at most {WINDOW_WEEKS} weeks")
        if "segment" in data and data["segment"] == data.get("control"):
            message = "those who got it and those who did not are the same"
            yield Finding(("control",), message, "leave segment out, or name others")

    @property
    def gap_weeks(self) -> int:
        """The whole weeks that the washout takes."""
        return -(-self.washout // timedelta(weeks=1))


def _length(text: str) -> timedelta:
    """A duration as written; none at all where it is not one, which is reported elsewhere."""
    try:
        return parse_duration(text)
    except Refusal:
        return timedelta(0)


def refuse_changes(changes: object, kpis: object, maturity: object) -> Iterator[Finding]:
    """What changes as written say against the KPIs that they expect to move."""
    by_id = {kpi["id"]: kpi for _, kpi in dicts(kpis) if isinstance(kpi.get("id"), str)}
    for index, change in dicts(changes):
        expect = change.get("expect")
        kpi = by_id.get(str(expect.get("kpi"))) if isinstance(expect, dict) else None
        if not isinstance(expect, dict) or kpi is None:
            continue
        if "min_effect_pp" in expect and "ratio" not in kpi:
            message = f"{kpi['id']} is no share, so it moves by no percentage points"
            remedy = "write min_effect: in the unit of the KPI"
            yield Finding((index, "expect", "min_effect_pp"), message, remedy)
        yield from _refuse_early_verdict(index, change, kpi, maturity)


def _refuse_early_verdict(
    index: int, change: dict[str, Any], kpi: dict[str, Any], maturity: object
) -> Iterator[Finding]:
    """A final verdict on a day when too little has had its time: it could say nothing."""
    date, decide_on = _day(change.get("date")), _day(change.get("decide_on"))
    if date is None or decide_on is None or decide_on <= date:
        return
    follow_up = next(
        _length(value)
        for value in (change.get("maturity"), kpi.get("maturity"), maturity, "14 days")
        if isinstance(value, str)
    )
    washout = _length(str(change.get("washout", "")))
    weeks = -(-washout // timedelta(weeks=1)) + MIN_WEEKS
    earliest = date + timedelta(weeks=weeks) + timedelta(days=-(-follow_up // timedelta(days=1)))
    if decide_on < earliest:
        days = -(-follow_up // timedelta(days=1))
        message = f"by {decide_on} too few entries have been followed for {days} days"
        remedy = f"write {earliest} or later: {MIN_WEEKS} whole weeks"
        remedy += " after the washout" if washout else ""
        yield Finding((index, "decide_on"), message, f"{remedy}, and then the {days} days")


def _day(value: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
