"""The tables of the last run held against those by an edited journey.yml, in numbers."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from cjm_analytics.engines.duckdb import DuckDB

COMPARED = {
    "events.events",
    "events.sessions",
    "phases.event_phases",
    "journeys.repeat_purchases",
    "journeys.journey_events",
    "journeys.journeys",
    "journeys.paths",
    "map.journey_personas",
    "kpis.kpis",
    "kpis.phase_conversion",
}

# What can differ, of the last run and of the edit: all else is equal, but for columns only told.
_DIFFERING = {
    "events.events": "event_id",
    "phases.event_phases": "event_id",
    "journeys.repeat_purchases": "person_id",
    "journeys.journey_events": "person_id",
    "journeys.paths": "person_id",
}
_OTHER_PHASES = """
    select count(*)
    from published.declared.phases as before
    full outer join declared.phases as after on before.phase_number = after.phase_number
    where before.phase_id is distinct from after.phase_id
"""
_OTHERS = """
    select count(*)
    from before.events as before
    inner join after.events as after on before.event_id = after.event_id
    where before.person_id is distinct from after.person_id
"""
_PHASES = """
    with phases_before as (
        select event_id, phase_number from before.event_phases
        union all
        select event_id, phase_number from before.repeat_purchases
    ),

    phases_after as (
        select event_id, phase_number from after.event_phases
        union all
        select event_id, phase_number from after.repeat_purchases
    )

    select
        coalesce(source.phase_id, 'unassigned') as source,
        coalesce(target.phase_id, 'unassigned') as target,
        count(*) as n_events
    from phases_before as before
    inner join phases_after as after on before.event_id = after.event_id
    left join published.declared.phases as source on before.phase_number = source.phase_number
    left join declared.phases as target on after.phase_number = target.phase_number
    where source.phase_id is distinct from target.phase_id
    group by all
    order by n_events desc, source, target
"""
# A journey is known again by the event that opens it.
_JOURNEYS = """
    with pieces as (
        select
            before.person_id as person_before,
            before.journey_number as number_before,
            after.person_id as person_after,
            after.journey_number as number_after
        from before.journey_events as before
        full outer join after.journey_events as after on before.event_id = after.event_id
        group by all
    ),

    splits as (
        select person_before, number_before
        from pieces
        where person_before is not null and person_after is not null
        group by all
        having count(*) > 1
    ),

    merges as (
        select person_after, number_after
        from pieces
        where person_before is not null and person_after is not null
        group by all
        having count(*) > 1
    ),

    pairs as (
        select
            before.opening_event_id is null as is_new,
            after.opening_event_id is null as is_gone,
            before.opening_event_id = after.opening_event_id as stays,
            before.person_id is distinct from after.person_id as has_other_person,
            before.ending is distinct from after.ending as has_other_ending,
            before.is_converted is distinct from after.is_converted as has_other_conversion,
            before.n_events is distinct from after.n_events as has_other_events,
            paths_before.path is distinct from paths_after.path as has_other_path
        from published.journeys.journeys as before
        full outer join journeys.journeys as after
            on before.opening_event_id = after.opening_event_id
        left join before.paths as paths_before
            on
                before.person_id = paths_before.person_id
                and before.journey_number = paths_before.journey_number
        left join after.paths as paths_after
            on
                after.person_id = paths_after.person_id
                and after.journey_number = paths_after.journey_number
    )

    select
        (select count(*) from published.journeys.journeys) as n_before,
        (select count(*) from journeys.journeys) as n_after,
        (select count(*) from published.journeys.journeys where is_converted) as converted_before,
        (select count(*) from journeys.journeys where is_converted) as converted_after,
        (select count(*) from splits) as n_split,
        (select count(*) from merges) as n_merged,
        count(*) filter (where is_new) as n_new,
        count(*) filter (where is_gone) as n_gone,
        count(*) filter (where stays and has_other_person) as n_other_person,
        count(*) filter (where stays and has_other_events) as n_other_events,
        count(*) filter (where stays and has_other_path) as n_other_path,
        count(*) filter (where stays and has_other_ending) as n_other_ending,
        count(*) filter (where stays and has_other_conversion) as n_other_conversion,
        count(*) filter (
            where is_new or is_gone or has_other_person or has_other_events or has_other_path
            or has_other_ending or has_other_conversion
        ) as n_changed
    from pairs
"""
_PERSONAS = """
    with personas_before as (
        select opening_event_id, persona_id
        from published.map.journey_personas as personas
        inner join published.journeys.journeys as journeys
            on
                personas.person_id = journeys.person_id
                and personas.journey_number = journeys.journey_number
    ),

    personas_after as (
        select opening_event_id, persona_id
        from map.journey_personas as personas
        inner join journeys.journeys as journeys
            on
                personas.person_id = journeys.person_id
                and personas.journey_number = journeys.journey_number
    )

    select count(*)
    from personas_before as before
    inner join personas_after as after on before.opening_event_id = after.opening_event_id
    where before.persona_id <> after.persona_id
"""
_KPIS = """
    select coalesce(before.kpi_id, after.kpi_id) as name, before.value, after.value
    from published.kpis.kpis as before
    full outer join kpis.kpis as after on before.kpi_id = after.kpi_id
    order by name
"""
_RATES = """
    select
        'conversion after ' || coalesce(before.phase_id, after.phase_id) as name,
        before.conversion_rate,
        after.conversion_rate
    from published.kpis.phase_conversion as before
    full outer join kpis.phase_conversion as after on before.phase_id = after.phase_id
    order by coalesce(before.phase_number, after.phase_number), name
"""
_SESSIONS = """
    select
        'sessions',
        (select count(*) from published.events.sessions),
        (select count(*) from events.sessions)
"""


@dataclass(frozen=True)
class Move:
    """Events that go from one phase to another."""

    source: str
    target: str
    n_events: int


@dataclass(frozen=True)
class Change:
    """A number before and after; None where there is none."""

    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Effect:
    """What an edit changes, in numbers of events and journeys; `note` where it was not tried.

    `moves`: events that change phase, derived ones included, most first; `n_events_of_others`:
    events that go to another person; `n_other_persona`: journeys, known again by their opening
    event, that get another persona; `numbers`: KPIs, conversion rates and sessions that change.
    `journeys`: n_before, n_after, converted_before, converted_after; n_split and n_merged, counted
    by the events they share; and of the journeys known again by their opening event those with
    other events, another path, ending, conversion or person, or that are new or gone.
    """

    edit: str
    note: str = ""
    n_events_moved: int = 0
    moves: tuple[Move, ...] = ()
    n_events_of_others: int = 0
    n_other_persona: int = 0
    journeys: Mapping[str, int] | None = None
    numbers: tuple[Change, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether no event, journey or KPI changes."""
        return not (
            self.note
            or self.n_events_moved
            or self.n_events_of_others
            or self.n_other_persona
            or self.numbers
            or (self.journeys and self.journeys["n_changed"])
        )


def compared(engine: DuckDB, told: str, affected: set[str]) -> Effect:
    """The effect of an edit whose tables stand in the engine beside those of the last run.

    Of those that are made of events, rows are compared whose event or person is affected.
    """
    _narrow(engine)
    has_phases = affected & {"phases.event_phases", "journeys.repeat_purchases"}
    moves = [Move(*row) for row in engine.rows(_PHASES)] if has_phases else []
    has_journeys = affected & {"journeys.journey_events", "journeys.journeys", "journeys.paths"}
    return Effect(
        told,
        n_events_moved=sum(move.n_events for move in moves),
        moves=tuple(moves),
        n_events_of_others=engine.number(_OTHERS) if "events.events" in affected else 0,
        n_other_persona=engine.number(_PERSONAS) if "map.journey_personas" in affected else 0,
        journeys=engine.records(_JOURNEYS)[0] if has_journeys else None,
        numbers=(
            *(_changes(engine, _SESSIONS) if "events.sessions" in affected else ()),
            *(_changes(engine, _RATES) if "kpis.phase_conversion" in affected else ()),
            *(_changes(engine, _KPIS) if "kpis.kpis" in affected else ()),
        ),
    )


def _narrow(engine: DuckDB) -> None:
    """Views `before.` and `after.` of the rows that can differ: all, where a phase has other id."""
    is_whole = engine.number(_OTHER_PHASES) > 0
    for side, catalog in (("before", "published."), ("after", "")):
        engine.rows(f"create schema if not exists {side}")
        for table, column in _DIFFERING.items():
            kept = "" if is_whole else f" where {column} in (select value from affected_{column})"
            engine.rows(
                f"create or replace view {side}.{table.split('.')[1]} as"
                f" select * from {catalog}{table}{kept}"
            )


def _changes(engine: DuckDB, query: str) -> list[Change]:
    """Those numbers of a query that differ by more than the order of summing may bring."""
    changes = [Change(*row) for row in engine.rows(query)]
    return [change for change in changes if not _equal(change.before, change.after)]


def _equal(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
