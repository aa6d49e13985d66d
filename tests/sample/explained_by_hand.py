"""What `cjm explain` must say of any row of the sample, from its exports and journey.yml alone."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import by_hand
from by_hand import PHASES, Event, Journey, Order

from cjm_analytics.config import All, Condition, Not, Test, load
from cjm_analytics.config import Any as AnyOf

Facts = dict[str, Any]


def holds(condition: Condition, row: Facts) -> bool | None:
    """Whether a condition holds for an event's values; None where a missing value decides."""
    match condition:
        case Not(part):
            inner = holds(part, row)
            return None if inner is None else not inner
        case All(parts) | AnyOf(parts):
            found = [holds(part, row) for part in parts]
            decided = isinstance(condition, AnyOf)
            if decided in found:
                return decided
            return None if None in found else not decided
        case Test(column, "is_missing", value):
            return (column not in row) == value
        case Test(column, operator, value):
            if column not in row:
                return None
            return compares(operator, row[column], value)


def compares(operator: str, found: Any, asked: Any) -> bool:
    match operator:
        case "equals":
            return bool(found == asked)
        case "in":
            return found in asked
        case "starts_with":
            return bool(found.startswith(asked))
        case "contains":
            return asked in found
        case "matches":
            return re.search(asked, found) is not None
    raise ValueError(operator)


@dataclass
class Sample:
    """Every event of the sample by its places, with its journey; persons as they are met."""

    events: dict[str, Event]
    orders: dict[str, Order]
    journeys: dict[str, list[Journey]]  # by person
    journey_of: dict[int, tuple[Journey, int]]  # by id() of the event, with the number
    rules: list[tuple[str, str, Condition]]  # phase, name, condition
    known: dict[str, str] = field(default_factory=dict)  # their person: ours, and the reverse

    @classmethod
    def read(cls, folder: Path, journey_file: Path, as_of: datetime) -> "Sample":
        events, orders = by_hand.read(folder, as_of)
        by_hand.identify(events, orders)
        journeys: dict[str, list[Journey]] = defaultdict(list)
        journey_of = {}
        for journey in by_hand.journeys(events, orders):
            journeys[journey.person].append(journey)
            for event in journey.events:
                journey_of[id(event)] = journey, len(journeys[journey.person])
        model = load(journey_file).model
        rules = [(p.id, rule.name, rule.condition) for p in model.phases for rule in p.rules]
        at_place = {place: event for event in events for place in event.places}
        return cls(at_place, orders, journeys, journey_of, rules)

    def check_event(self, told: Facts) -> None:
        """Raises AssertionError where an explanation, as JSON has it, is not what is so."""
        place = f"{Path(told['row']['paths'][0]).name}:{told['row']['line']}"
        event = self.events[place]
        copies = {Path(copy).name for copy in told["cleaning"]["copies"]}
        assert told["cleaning"]["is_kept"]
        assert copies | {place} == set(event.places)
        assert event.name != "review" or place == event.places[0], "an older version survived"
        values = told["values"]
        assert datetime.fromisoformat(values["occurred_at"]) == naive(event.at)
        for name, ours in (("event_name", event.name), ("visitor_id", event.visitor)):
            assert values.get(name) == ours
        assert values.get("order_id") == event.order
        self._check_person(told["person"]["person_id"], event.person)
        self._check_phase(told["phase"], values, event.phase)
        self._check_journey(told, event)

    def check_derived(self, told: Facts) -> None:
        """The same of a derived repeat purchase: it is on the journey before that of its order."""
        order = self.orders[told["values"]["order_id"]]
        assert datetime.fromisoformat(told["values"]["occurred_at"]) == naive(order.at)
        assert order.journey
        self._check_person(told["person"]["person_id"], order.journey.person)
        self._check_phase(told["phase"], told["values"], PHASES.index("loyalty"))
        own = self.journeys[order.journey.person]
        journey = own[told["journey"]["journey_number"] - 1]
        assert own.index(journey) < own.index(order.journey)
        assert self._repeated_at(journey) == order.at
        assert told["journey"]["path"] == self.path(journey)

    def _check_person(self, theirs: str | None, ours: str | None) -> None:
        if ours is None or theirs is None:
            assert theirs is ours
            return
        assert self.known.setdefault(f"theirs {theirs}", ours) == ours, "two persons taken for one"
        assert self.known.setdefault(f"ours {ours}", theirs) == theirs, "one person taken for two"

    def _check_phase(self, told: Facts, values: Facts, phase: int | None) -> None:
        holding = [
            {"rule_number": number, "rule_name": name, "phase_id": phase_id}
            for number, (phase_id, name, condition) in enumerate(self.rules, start=1)
            if holds(condition, values)
        ]
        assert told["rules_that_hold"] == holding
        assert told["rule_number"] == (holding[0]["rule_number"] if holding else None)
        assert told["phase_id"] == (None if phase is None else PHASES[phase])
        assert told["meets_conversion"] == (values["event_name"] in ("order", "purchase"))

    def _check_journey(self, told: Facts, event: Event) -> None:
        if event.person is None:
            assert told["journey"]["journey_number"] is None
            assert "visit" not in told
            return
        journey, number = self.journey_of[id(event)]
        shown = told["journey"]
        ordered = in_order(journey.events)
        assert shown["journey_number"] == number
        assert shown["n_journeys"] == len(self.journeys[event.person])
        assert shown["n_events"] == len(journey.events)
        assert datetime.fromisoformat(shown["started_at"]) == naive(ordered[0].at)
        assert datetime.fromisoformat(shown["ended_at"]) == naive(ordered[-1].at)
        assert shown["path"] == self.path(journey)
        because = {
            "first": "the first event",
            "silence": "of silence",
            "again": "orientation again",
        }
        assert because[journey.opened] in shown["opened_because"]
        position, n_in_journey = position_in(told)
        with_derived = self._with_derived(journey)
        assert n_in_journey == len(with_derived)
        place = (event.at, event.rank)
        before = sum((other.at, other.rank) < place for other in with_derived)
        alike = sum((other.at, other.rank) == place for other in with_derived)
        assert before < position <= before + alike
        if alike == 1:
            ours = visit_of(event, with_derived)
            assert told["visit"]["visit_number"] == ours

    def _repeated_at(self, journey: Journey) -> datetime | None:
        """When the person's first order after those of a journey came, if it has any."""
        if not journey.is_repeated:
            return None
        bought = [
            order
            for one in self.journeys[journey.person]
            for event in one.events
            if event.name == "order" and not (order := self.orders[event.order or ""]).is_cancelled
        ]
        last = max(order.at for order in bought if order.journey is journey)
        return min(order.at for order in bought if order.at > last)

    def _with_derived(self, journey: Journey) -> list[Event]:
        again = self._repeated_at(journey)
        derived = [Event((), again, 0, "repeat_purchase", PHASES.index("loyalty"))] if again else []
        return in_order([*journey.events, *derived])

    def path(self, journey: Journey) -> list[str]:
        """The phases that its visits are to, in order."""
        visits: list[str] = []
        for event in self._with_derived(journey):
            if event.phase is not None and visits[-1:] != [PHASES[event.phase]]:
                visits.append(PHASES[event.phase])
        return visits


def naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def in_order(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda event: (event.at, event.rank))


def visit_of(event: Event, ordered: list[Event]) -> int | None:
    """Which visit of the journey an event is in; an unassigned event is in none."""
    if event.phase is None:
        return None
    number, phase = 0, None
    for other in ordered:
        if other.phase is not None and other.phase != phase:
            number, phase = number + 1, other.phase
        if other is event:
            break
    return number


def position_in(told: Facts) -> tuple[int, int]:
    said = next(line for line in told["journey"]["told"] if line.startswith("this is event"))
    position, n_in_journey = re.findall(r"[0-9]+", said)
    return int(position), int(n_in_journey)
