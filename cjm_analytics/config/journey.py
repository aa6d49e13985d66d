"""`identity:`, `journey:` and `kpi:` the definitions that every number rests on."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from cjm_analytics.config.conditions import EventCondition, Test
from cjm_analytics.config.durations import Duration, PositiveDuration
from cjm_analytics.config.section import Section


class Identity(Section):
    """How events become people."""

    max_links: Annotated[int, Field(strict=True, ge=1)] = Field(
        default=20,
        description="a device that logged in as more customers than this joins nothing, and "
        "neither does a customer id that appears with more others",
        examples=["20"],
    )


class JourneySettings(Section):
    """Where a journey begins and ends."""

    silence: PositiveDuration = Field(
        default=timedelta(days=30),
        description="after so long without an event of the customer, the next one opens "
        "a new journey",
        examples=["30 days"],
    )
    cooldown: Duration = Field(
        default=timedelta(days=1),
        description="so long after a conversion, orienting again opens a new journey",
        examples=["1 day"],
    )
    session_gap: PositiveDuration = Field(
        default=timedelta(minutes=30),
        description="a longer pause ends a session on the web",
        examples=["30 minutes"],
    )
    conversion: EventCondition = Field(
        default=Test("event_name", "in", ("order", "purchase")),
        description="a condition on events: which of them are the conversion",
        examples=["{event_name: {in: [order, purchase]}}"],
    )


class KpiSettings(Section):
    """What all KPIs share."""

    maturity: PositiveDuration = Field(
        default=timedelta(days=14),
        description="a rate counts only entries that had this long to go on",
        examples=["14 days"],
    )
