"""`changes:` what was changed in the service, and what it should do."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from cjm_analytics.config.conditions import JourneyCondition
from cjm_analytics.config.durations import Duration, PositiveDuration
from cjm_analytics.config.errors import Finding
from cjm_analytics.config.fields import Day, Id, Number, Text, words_of_id
from cjm_analytics.config.section import Section

Direction = Literal["up", "down"]


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
    control: JourneyCondition | None = Field(
        default=None,
        description="a condition on journeys: who did not get it",
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
        """A verdict before the change."""
        date, decide_on = data.get("date"), data.get("decide_on")
        if isinstance(date, str) and isinstance(decide_on, str) and decide_on <= date:
            remedy = "write a day after date, eight weeks or more"
            yield Finding(("decide_on",), f"{decide_on} is not after {date}", remedy)
