"""`identity:`, `journey:` and `kpi:` the definitions that every number rests on."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from cjm_analytics.config.conditions import EventCondition, Test
from cjm_analytics.config.durations import Duration, PositiveDuration
from cjm_analytics.config.errors import Finding, Refusal, shown
from cjm_analytics.config.fields import NonEmpty, Number
from cjm_analytics.config.section import Section

_DOMAIN = re.compile(r"(?:[a-z0-9][a-z0-9-]*\.)+[a-z0-9-]{2,}")


def _check_domain(value: str) -> str:
    domain = value.lower()
    if not _DOMAIN.fullmatch(domain):
        inside = _DOMAIN.search(domain)
        plain = inside[0].removeprefix("www.") if inside else "betaal.mijnbank.nl"
        raise Refusal.of(f"{shown(value)} is not a domain", f"write it bare, as {plain}")
    return domain


Domain = Annotated[NonEmpty, AfterValidator(_check_domain)]


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
    payment_providers: tuple[Domain, ...] = Field(
        default=(),
        description="domains beside the known ones where customers pay; whoever comes back from "
        "there keeps the channel he left with",
        examples=["[betaal.mijnbank.nl]"],
    )


class KpiSettings(Section):
    """What all KPIs share."""

    maturity: PositiveDuration = Field(
        default=timedelta(days=14),
        description="a rate counts only entries that had this long to go on",
        examples=["14 days"],
    )
    min_capture: Annotated[Number, Field(ge=0)] = Field(
        default=0.8,
        description="where a smaller share of the orders than this was tracked, KPIs that join "
        "visits with orders carry a warning",
        examples=["0.8"],
    )

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """A percentage where a share is meant."""
        share = data.get("min_capture")
        if isinstance(share, int | float) and share > 1:
            remedy = f"write {share / 100:g} for {share:g} %" if share <= 100 else "write 0.8, say"
            yield Finding(("min_capture",), f"a share is never {share:g}", remedy)
