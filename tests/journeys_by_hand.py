"""Which journey an event belongs to, and what becomes of it, by hand: section 3 of the design.

As plain as tests/identity_by_hand.py, which says whose an event is. `tables` gives what the
product's tables should hold.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import dropwhile, groupby, pairwise

from identity_by_hand import NEVER, Row, Settings, World, identified


def live(rows: Iterable[Row], settings: Settings) -> World:
    """From landed rows to events, each with its person, phase and journey."""
    world = identified(rows, settings)
    _convert(world)
    for own in _by(world.events, lambda event: event.person_id).values():
        _split(world, own)
    return world


def _by(events, key) -> dict:
    """Events by what the key gives, those for which it gives None apart; order is kept."""
    found = defaultdict(list)
    for event in events:
        if key(event) is not None:
            found[key(event)].append(event)
    return found


def phase_of(name: str, settings: Settings) -> int | None:
    """The place of an event name among the phases, from 1; None is unassigned."""
    return next((at for at, names in enumerate(settings.phases, start=1) if name in names), None)


def _convert(world: World) -> None:
    """Phases, and the one event of each order that converts."""
    candidates: dict[str, list[Row]] = defaultdict(list)
    for event in world.events:
        event.phase = phase_of(event.event_name, world.settings)
        order = world.orders.get(event.order_id or "")
        is_void = order is not None and (order.is_cancelled or order.is_test)
        if event.event_name in world.settings.conversions and not is_void:
            event.phase = world.settings.conversion_phase
            candidates[event.order_id or event.event_id].append(event)
    for name, events in candidates.items():
        order = world.orders.get(name)
        own = [event for event in events if order and event.event_id == order.event_id]
        (own or events)[0].is_conversion = True


def _split(world: World, events: list[Row]) -> None:
    """Numbers the journeys of one person."""
    settings = world.settings
    journey_of: dict[str, int | None] = {}
    journey = 0
    touched_at: datetime | None = None  # the last event that opened or prolonged
    entered_at: datetime | None = None  # of a running journey that the organisation alone made
    converted_at: datetime | None = None
    has_come_back = False  # since that conversion
    for event in events:  # in order
        if event.is_bound:
            event.journey = journey_of[world.orders[event.order_id].event_id]
        elif event.initiated_by == "customer":
            comes_back = (
                event.phase is not None
                and event.phase <= settings.conversion_phase
                and converted_at is not None
                and event.occurred_at >= converted_at + settings.cooldown
                and not has_come_back
            )
            is_first = touched_at is None
            if is_first or event.occurred_at - touched_at > settings.silence or comes_back:
                journey += 1
            has_come_back = has_come_back or comes_back
            touched_at, entered_at = event.occurred_at, None
        elif event.is_conversion:
            last = max(touched_at or NEVER, entered_at or NEVER)
            is_none_open = journey == 0 or event.occurred_at - last > settings.silence
            if is_none_open:
                journey += 1
            if is_none_open or entered_at is not None:
                entered_at = event.occurred_at
        if not event.is_bound:
            event.journey = journey or None
        journey_of[event.event_id] = event.journey
        if event.is_conversion:
            converted_at, has_come_back = event.occurred_at, False


def tables(world: World, data_end: datetime) -> dict[str, Counter]:
    """The rows that each table should hold, on the columns that are compared."""
    placed = [event for event in world.events if event.journey]
    of_journey = _by(placed, lambda event: (event.person_id, event.journey))
    again = list(_coming_back(world))
    found: dict[str, list[tuple]] = {
        "events": [(e.event_id, e.person_id, e.identified_by, e.is_bound) for e in world.events],
        "journey_events": [(e.event_id, e.person_id, e.journey) for e in placed],
        "conversions": [
            (e.event_id, e.person_id, e.journey, e.occurred_at, _value(e, world))
            for e in placed
            if e.is_conversion
        ],
        "repeat_purchases": [(e.event_id, e.person_id, e.journey, e.occurred_at) for e in again],
        "journeys": [],
        "visits": [],
        "entries": [],
        "first_visits": [],
        "transitions": [],
    }
    for key, events in of_journey.items():
        derived = [event for event in again if (event.person_id, event.journey) == key]
        visits = _visits(events + derived)
        ending = _ending(events, data_end, world.settings)
        found["journeys"].append((*key, *_described(events, derived), ending))
        found["visits"] += [(*key, number, *visit) for number, visit in enumerate(visits, start=1)]
        found["entries"] += [(*key, *entry) for entry in _entries(visits)]
        found["first_visits"] += [(*key, *visit) for visit in _first_visits(visits)]
        path = ["(start)", *(phase for phase, *_ in visits), ending]
        if visits:
            found["transitions"] += enumerate(pairwise(path))
    return {name: Counter(rows) for name, rows in found.items()}


def _value(event: Row, world: World) -> float | None:
    order = world.orders.get(event.order_id or "")
    return order.value if order else event.value


def _coming_back(world: World) -> Iterable[Row]:
    """A repeat purchase on the journey of the order before it, where that is an earlier one."""
    bought = [event for event in world.events if event.is_conversion and event.journey]
    for orders in _by(bought, lambda event: event.person_id).values():
        for before, after in pairwise(orders):
            if before.journey < after.journey:
                derived = Row(
                    event_id=f"repeat_purchase:{after.event_id}",
                    occurred_at=after.occurred_at,
                    event_name="repeat_purchase",
                )
                derived.derived_from = after
                derived.person_id, derived.journey = before.person_id, before.journey
                derived.phase = phase_of("repeat_purchase", world.settings)
                yield derived


def _visits(events: list[Row]) -> list[tuple]:
    """Phase, start, end and number of events of each unbroken run; unassigned ends none."""
    assigned = sorted((e for e in events if e.phase is not None), key=lambda event: event.turn)
    runs = [(phase, list(run)) for phase, run in groupby(assigned, lambda event: event.phase)]
    return [(phase, run[0].occurred_at, run[-1].occurred_at, len(run)) for phase, run in runs]


def _entries(visits: list[tuple]) -> list[tuple]:
    """Phase, entry and first own visit of every phase reached, and the entry to the next one."""
    furthest = max((phase for phase, *_ in visits), default=0)
    return [
        (
            phase,
            min(started_at for other, started_at, *_ in visits if other >= phase),
            min((started_at for own, started_at, *_ in visits if own == phase), default=None),
            min((started_at for other, started_at, *_ in visits if other > phase), default=None),
        )
        for phase in range(1, furthest + 1)
    ]


def _first_visits(visits: list[tuple]) -> list[tuple]:
    """Phase, first visit, and the first later visit to the next phase."""
    found = []
    for phase in {phase for phase, *_ in visits}:
        first, *later = dropwhile(lambda visit, phase=phase: visit[0] != phase, visits)
        following = (started_at for other, started_at, *_ in later if other == phase + 1)
        found.append((phase, first[1], next(following, None)))
    return found


def _described(events: list[Row], derived: list[Row]) -> tuple:
    moments = [event.occurred_at for event in events]
    bought = [event.occurred_at for event in events if event.is_conversion]
    everything = events + derived
    return (
        min(moments),
        max(moments),
        len(events),
        len(derived),
        sum(event.phase is None for event in everything),
        max((event.phase for event in everything if event.phase), default=None),
        len(bought),
        min(bought, default=None),
    )


def _ending(events: list[Row], data_end: datetime, settings: Settings) -> str:
    last = max((e.occurred_at for e in events if e.initiated_by == "customer"), default=NEVER)
    if data_end - last <= settings.silence:
        return "(open)"
    return "(done)" if any(event.is_conversion for event in events) else "(lost)"
