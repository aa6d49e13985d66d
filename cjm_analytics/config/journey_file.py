"""journey.yml as a whole, and what its sections say about each other."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from pydantic import Field

from cjm_analytics.config.changes import Change, refuse_changes
from cjm_analytics.config.errors import Finding
from cjm_analytics.config.journey import Identity, JourneySettings, KpiSettings
from cjm_analytics.config.kpis import Kpi
from cjm_analytics.config.model import Model, phase_ids
from cjm_analytics.config.personas import Persona
from cjm_analytics.config.project import Project
from cjm_analytics.config.section import Section, dicts, ids, repeated, unknown
from cjm_analytics.config.sources import Source, refuse_sources
from cjm_analytics.config.touchpoints import Touchpoint

_LISTS_WITH_IDS = ("sources", "touchpoints", "personas", "kpis", "changes")


class JourneyFile(Section):
    """The one file a user writes."""

    project: Project = Field(
        default=Project(),
        description="what the report is about",
        examples=["{name: De Warme Hand}"],
    )
    sources: Annotated[tuple[Source, ...], Field(min_length=1)] = Field(
        description="the exports", examples=["[{id: site, kind: ga4, path: exports/ga4/*.parquet}]"]
    )
    identity: Identity = Field(
        default=Identity(), description="how events become people", examples=["{max_links: 20}"]
    )
    journey: JourneySettings = Field(
        default=JourneySettings(),
        description="where a journey begins and ends",
        examples=["{silence: 30 days, cooldown: 1 day}"],
    )
    kpi: KpiSettings = Field(
        default=KpiSettings(), description="what all KPIs share", examples=["{maturity: 14 days}"]
    )
    model: Model = Field(description="the phases", examples=["{preset: klantreis}"])
    touchpoints: tuple[Touchpoint, ...] = Field(
        default=(),
        description="where customers meet the organisation",
        examples=["[{id: returns-page}]"],
    )
    personas: tuple[Persona, ...] = Field(
        default=(), description="the customers whom the map is about", examples=["[{id: commuter}]"]
    )
    kpis: tuple[Kpi, ...] = Field(
        default=(),
        description="the numbers that show whether a phase works",
        examples=["[{id: tickets, count: {events: {event_name: ticket}}}]"],
    )
    changes: tuple[Change, ...] = Field(
        default=(),
        description="what was changed in the service",
        examples=["[{id: thank-you-card, …}]"],
    )

    @classmethod
    def refuse(cls, data: dict[str, Any]) -> Iterable[Finding]:
        """Ids taken twice, and references to what does not exist."""
        for section in _LISTS_WITH_IDS:
            told = f"{section}[{{}}]".format
            for finding in repeated(data.get(section), told=told):
                yield finding.below((section,))
        for finding in refuse_sources(data.get("sources")):
            yield finding.below(("sources",))
        phases = phase_ids(data.get("model"))
        if phases:  # else the model itself has a problem, and every phase would seem unknown
            yield from _unknown_phases(data, phases)
        yield from _unknown_others(data)
        maturity = _inside(data, "kpi", "maturity")
        for finding in refuse_changes(data.get("changes"), data.get("kpis"), maturity):
            yield finding.below(("changes",))


def _unknown_phases(data: dict[str, Any], phases: list[str]) -> Iterator[Finding]:
    for section in ("kpis", "touchpoints"):
        for index, item in dicts(data.get(section)):
            yield from unknown(item.get("phase"), phases, "phase", (section, index, "phase"))
    for index, change in dicts(data.get("changes")):
        yield from _unknown_in_list(
            _inside(change, "affects", "phases"),
            phases,
            "phase",
            ("changes", index, "affects", "phases"),
        )


def _unknown_others(data: dict[str, Any]) -> Iterator[Finding]:
    touchpoints, personas = ids(data.get("touchpoints")), ids(data.get("personas"))
    for index, touchpoint in dicts(data.get("touchpoints")):
        named = touchpoint.get("personas")
        yield from _unknown_in_list(named, personas, "persona", ("touchpoints", index, "personas"))
    for index, change in dicts(data.get("changes")):
        named = _inside(change, "affects", "touchpoints")
        above = ("changes", index)
        yield from _unknown_in_list(
            named, touchpoints, "touchpoint", (*above, "affects", "touchpoints")
        )
        kpi = _inside(change, "expect", "kpi")
        yield from unknown(kpi, ids(data.get("kpis")), "KPI", (*above, "expect", "kpi"))
    for index, phase in dicts(_inside(data, "model", "phases")):
        for number, question in dicts(phase.get("questions")):
            path = ("model", "phases", index, "questions", number, "answered_by")
            yield from unknown(question.get("answered_by"), touchpoints, "touchpoint", path)


def _inside(data: dict[str, Any], *keys: str) -> object:
    """The value below these keys, or None where the file does not go that deep."""
    value: object = data
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _unknown_in_list(
    values: object, allowed: list[str], what: str, path: tuple[str | int, ...]
) -> Iterator[Finding]:
    if isinstance(values, list):
        for index, value in enumerate(values):
            yield from unknown(value, allowed, what, (*path, index))
