"""What journey.yml says, as the small tables of schema `declared` and the functions of sql/."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlglot import exp

from cjm_analytics import rules
from cjm_analytics.capture import depends_on_capture
from cjm_analytics.config import (
    JOURNEY_COLUMNS,
    All,
    Condition,
    JourneyFile,
    Kpi,
    Measure,
    Not,
    definition_hash,
    tests_in,
)
from cjm_analytics.declared_changes import change_rows, sides
from cjm_analytics.engines.duckdb import DIALECT, DuckDB
from cjm_analytics.functions import Functions, Setting
from cjm_analytics.tables import Table, fill

_PER_GRAIN: Mapping[str, rules.Names] = {
    "events": {},
    "journeys": {name: f"journey_{name}" for name in JOURNEY_COLUMNS},
    "persons": {name: f"person_{name}" for name in JOURNEY_COLUMNS},
}


@dataclass(frozen=True)
class Run:
    """One run: its id and its moment (naive, UTC)."""

    run_id: str
    as_of: datetime


@dataclass(frozen=True)
class _Numbered:
    """A KPI's measure with the number that SQL knows its condition by."""

    number: int
    measure: Measure


class Declared:
    """The declared side of one journey.yml; `definition` is its text."""

    def __init__(self, journey: JourneyFile, definition: str = "") -> None:
        self.journey = journey
        self.definition = definition

    @cached_property
    def measures(self) -> dict[str, tuple[_Numbered, ...]]:
        """Every KPI's measures, numbered from 1 over the whole file."""
        numbers = iter(range(1, 1_000_000))
        return {
            kpi.id: tuple(_Numbered(next(numbers), measure) for measure in kpi.measures)
            for kpi in self.journey.kpis
        }

    @cached_property
    def functions(self) -> Functions:
        """What `setting`, `matched_rule` and the like stand for."""
        journey = self.journey
        measured = [
            (item.measure.condition, _PER_GRAIN[item.measure.unit])
            for items in self.measures.values()
            for item in items
        ]
        conditions = [rules.expression(condition, names) for condition, names in measured]
        of_events = [
            rules.expression(rules.of_event(condition, names)) for condition, names in measured
        ]
        personas = [persona.match or Not(All(())) for persona in journey.personas]
        read_of_personas = {test.column for match in personas for test in tests_in(match)}
        tried = [condition for _, _, condition in self._rules()]
        holding = [rules.expression(condition) for condition in tried]
        side_of_each = sides(journey.changes)
        return Functions(
            settings={
                "project.currency": journey.project.currency,
                "identity.max_links": journey.identity.max_links,
                "journey.silence": journey.journey.silence,
                "journey.cooldown": journey.journey.cooldown,
                "journey.session_gap": journey.journey.session_gap,
                "kpi.maturity": journey.kpi.maturity,
                "kpi.min_capture": journey.kpi.min_capture,
            },
            matched_rule=rules.first_match(tried),
            is_conversion=rules.expression(journey.journey.conversion),
            matched_persona=rules.first_match(personas, _PER_GRAIN["journeys"]),
            personas_read_events=exp.convert(not read_of_personas <= JOURNEY_COLUMNS.keys()),
            condition_holds=lambda argument: rules.numbered(argument, conditions),
            condition_may_hold=exp.or_(exp.false(), *of_events),
            rule_columns=tuple(sorted({test.column for one in tried for test in tests_in(one)})),
            rule_holds=lambda argument: rules.numbered(argument, holding),
            change_side=lambda argument: rules.numbered(argument, side_of_each, exp.null()),
        )

    def _rules(self) -> list[tuple[int, str, Condition]]:
        return [
            (phase_number, rule.name, rule.condition)
            for phase_number, phase in enumerate(self.journey.model.phases, start=1)
            for rule in phase.rules
        ]

    def rows(self, run: Run) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of every declared table, in the order of its contract's columns."""
        journey = self.journey
        return {
            "declared.run": [(run.run_id, run.as_of, definition_hash(journey), self.definition)],
            "declared.phases": [
                (number, phase.id, phase.id == journey.model.conversion_phase)
                for number, phase in enumerate(journey.model.phases, start=1)
            ],
            "declared.rules": [
                (number, phase_number, name, rules.expression(condition).sql(DIALECT))
                for number, (phase_number, name, condition) in enumerate(self._rules(), start=1)
            ],
            "declared.settings": self._settings(),
            "declared.personas": [
                (number, persona.id, persona.match is not None)
                for number, persona in enumerate(journey.personas, start=1)
            ],
            "declared.sources": [(source.id, source.kind) for source in journey.sources],
            "declared.kpis": [self._kpi(kpi) for kpi in journey.kpis],
            "declared.conditions": [
                (item.number, item.measure.unit)
                for items in self.measures.values()
                for item in items
            ],
            "declared.countries": sorted(_countries().items()),
            "declared.last_published": [],  # publication.remember fills it
            **change_rows(journey),
        }

    def _settings(self) -> list[tuple[str, str]]:
        return [
            ("project.timezone", self.journey.project.timezone),
            ("journey.conversion", rules.expression(self.journey.journey.conversion).sql(DIALECT)),
            *((name, _as_text(value)) for name, value in self.functions.settings.items()),
        ]

    def _kpi(self, kpi: Kpi) -> tuple[Any, ...]:
        *reached, counted = self.measures[kpi.id]
        return (
            kpi.id,
            kpi.phase,
            kpi.measure,
            counted.measure.unit,
            counted.number,
            reached[0].number if reached else None,
            reached[0].measure.unit if reached else None,
            bool(reached) and reached[0].measure.unit == counted.measure.unit,
            counted.measure.of,
            int((kpi.maturity or self.journey.kpi.maturity).total_seconds()),
            kpi.target,
            kpi.direction,
            definition_hash(kpi),
            depends_on_capture(kpi, self.journey),
        )

    def write(self, engine: DuckDB, tables: list[Table], run: Run) -> None:
        """Replace the tables of schema `declared`, all or none."""
        rows = self.rows(run)
        with engine.transaction():
            for table in tables:
                fill(engine, table, rows[table.name])


def _as_text(value: Setting) -> str:
    if isinstance(value, timedelta):
        return f"{int(value.total_seconds())} seconds"
    return str(value)


def _countries() -> dict[str, str]:
    """ISO codes by what exports write: the code, or CLDR's English or Dutch name."""
    from babel import Locale  # 0.1 s that `cjm --help` need not pay

    found: dict[str, str] = {}
    for language in ("nl", "en"):
        for code, name in Locale(language).territories.items():
            if (
                len(code) == 2
                and code.isalpha()
                and code not in ("ZZ", "EU", "UN", "EZ", "XA", "XB")
            ):
                found[name.lower()] = code
                found[code.lower()] = code
    return found
