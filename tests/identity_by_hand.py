"""Which rows are events, and whose, by hand: section 3 of the design, literally.

One event at a time, with sets and loops, slow and plain on purpose; it knows nothing of the SQL.
Where the design leaves room, decision 6 says what is meant. The one thing borrowed from the tables
is what they call people.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

NEVER = datetime.min


@dataclass
class Row:
    """A landed row, and what is found out about it."""

    event_id: str
    occurred_at: datetime
    record: str = "event"
    source_id: str = "site"
    event_name: str = "look"
    source_sequence: int = 0
    visitor_id: str | None = None
    customer_id: str | None = None
    email_id: str | None = None
    order_id: str | None = None
    initiated_by: str = "customer"
    value: float | None = None
    is_cancelled: bool = False
    is_test: bool = False
    is_bot: bool = False
    updated_at: datetime | None = None
    content_hash: int = 0
    channel: str | None = None
    campaign: str | None = None
    is_payment_return: bool = False
    person_id: str | None = field(default=None, init=False)
    identified_by: str | None = field(default=None, init=False)
    phase: int | None = field(default=None, init=False)
    is_bound: bool = field(default=False, init=False)
    is_conversion: bool = field(default=False, init=False)
    journey: int | None = field(default=None, init=False)
    derived_from: "Row | None" = field(default=None, init=False)

    @property
    def turn(self) -> tuple[datetime, int, str]:
        """Order of events: occurred_at, source_sequence, event_id; of a derived one its order's."""
        landed = self.derived_from or self
        return landed.occurred_at, landed.source_sequence, landed.event_id

    @property
    def identifiers(self) -> list[str]:
        """Customer-level identifiers; the customer's number goes before an address."""
        number = [f"customer:{self.customer_id}"] if self.customer_id else []
        return number + ([self.email_id] if self.email_id else [])

    @property
    def is_of_order(self) -> bool:
        """Whether it is an order or a tracked purchase, and not merely names one."""
        is_purchase = self.record == "event" and self.event_name == "purchase"
        return self.order_id is not None and (self.record == "order" or is_purchase)


@dataclass
class Order:
    event_id: str
    ordered_at: datetime
    identifier: str | None
    value: float | None
    is_cancelled: bool
    is_test: bool
    person_id: str | None = None


@dataclass(frozen=True)
class Settings:
    as_of: datetime
    max_links: int = 20
    silence: timedelta = timedelta(days=30)
    cooldown: timedelta = timedelta(days=1)
    conversions: frozenset[str] = frozenset({"order", "purchase"})
    phases: tuple[frozenset[str], ...] = ()  # event names of each phase, in order
    conversion_phase: int = 3


@dataclass
class World:
    """Every event that is not left out, in order, and the known orders."""

    settings: Settings
    events: list[Row]
    orders: dict[str, Order]


def identified(rows: Iterable[Row], settings: Settings) -> World:
    """From landed rows to events, each with its person."""
    landed = list(rows)
    real = [
        row
        for row in _latest_by(landed, lambda row: row.event_id)
        if row.occurred_at <= settings.as_of + timedelta(hours=24) and not row.is_bot
    ]
    honest = [row for row in real if not row.is_test]
    tracked = [row for row in honest if row.is_of_order and row.record == "event"]
    once = _latest_by(tracked, lambda row: (row.source_id, row.order_id))
    others = [row for row in honest if not (row.is_of_order and row.record == "event")]
    with_lines = sorted(others + once, key=lambda row: row.turn)
    events = [row for row in with_lines if row is _first_line(row, with_lines)]
    tried_out = [row for row in real if row.is_test and row.record == "order"]
    orders = _orders(with_lines + tried_out)
    world = World(settings, events, orders)
    _identify(world, with_lines)
    return world


def _latest_by(rows, key):
    """Of rows that are one, the latest updated_at, then the greatest content hash."""
    best: dict = {}
    for row in rows:
        strength = (row.updated_at or NEVER, row.content_hash)
        if key(row) not in best or strength > best[key(row)][0]:
            best[key(row)] = (strength, row)
    return [row for _, row in best.values()]


def _first_line(row: Row, rows: list[Row]) -> Row:
    """The row that stands for all lines of an order; any other row stands for itself."""
    if row.record != "order":
        return row
    of_order = ("order", row.source_id, row.order_id)
    lines = [line for line in rows if (line.record, line.source_id, line.order_id) == of_order]
    return min(lines, key=lambda line: (line.occurred_at, line.event_id))


def _orders(rows: list[Row]) -> dict[str, Order]:
    """Known orders: what the order source says, else the first tracked purchase."""
    found: dict[str, Order] = {}
    for order_id in {row.order_id for row in rows if row.is_of_order}:
        named = [row for row in rows if row.is_of_order and row.order_id == order_id]
        shop = [row for row in named if row.record == "order"]
        tracked = [row for row in named if row.record == "event"]
        said = shop or [min(tracked, key=lambda row: (row.occurred_at, row.source_id))]
        first = min(said, key=lambda row: (row.occurred_at, row.event_id))
        known_as = [row.identifiers[0] for row in said if row.identifiers]
        tracked_as = [row.identifiers[0] for row in tracked if row.identifiers]
        worth = [row.value for row in said if row.value is not None and not row.is_cancelled]
        worth = worth or [row.value for row in said if row.value is not None]
        lent = [row.value for row in tracked if row.value is not None]
        found[order_id] = Order(
            event_id=first.event_id,
            ordered_at=first.occurred_at,
            identifier=min(known_as or tracked_as, key=_by_number_first, default=None),
            value=sum(worth) if worth else max(lent, default=None),
            is_cancelled=all(row.is_cancelled for row in said),
            is_test=any(row.is_test for row in said),
        )
    return found


def _by_number_first(identifier: str) -> tuple[bool, str]:
    return not identifier.startswith("customer:"), identifier


def _identify(world: World, rows: list[Row]) -> None:
    """Gives each event its person, by the order it names, by itself, or by its visitor."""
    person_of, overlinked = _persons(world.settings, rows)
    real = {name: order for name, order in world.orders.items() if not order.is_test}
    logins: dict[str, list[tuple[Row, str]]] = defaultdict(list)
    for event in world.events:  # in order
        order = real.get(event.order_id or "")
        own = ([order.identifier] if order and order.identifier else []) + event.identifiers
        if event.visitor_id and own:
            logins[event.visitor_id].append((event, own[0]))

    def owner(event: Row) -> str | None:
        """Whose the event's visitor is at that moment."""
        known = logins[event.visitor_id]
        if not known:
            return f"visitor:{event.visitor_id}"
        if len({identifier for _, identifier in known}) > world.settings.max_links:
            return None
        before = [login for row, login in known if row.turn <= event.turn]
        login = before[-1] if before else known[0][1]
        return None if login in overlinked else person_of[login]

    for name, order in real.items():
        if order.identifier:
            order.person_id = person_of[order.identifier]
        else:
            placing = [
                owner(row)
                for row in world.events
                if row.is_of_order and row.order_id == name and row.visitor_id
            ]
            order.person_id = next((person for person in placing if person), None)
    for event in world.events:
        order = real.get(event.order_id or "")
        if order and order.person_id:
            event.person_id, event.identified_by = order.person_id, "order"
            event.is_bound = order.ordered_at < event.occurred_at
        elif event.identifiers:
            event.person_id, event.identified_by = person_of[event.identifiers[0]], "customer"
        elif event.visitor_id and owner(event):
            event.person_id, event.identified_by = owner(event), "visitor"


def _persons(settings: Settings, rows: list[Row]) -> tuple[dict[str, str], set[str]]:
    """The person of each identifier, called after its least one, and those that join nothing."""
    places: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        place = f"order {row.order_id}" if row.is_of_order else f"event {row.event_id}"
        places[place].update(row.identifiers)
    together: dict[str, set[str]] = defaultdict(set)
    for identifiers in places.values():
        for identifier in identifiers:
            together[identifier] |= identifiers - {identifier}
    overlinked = {one for one, others in together.items() if len(others) > settings.max_links}
    person_of: dict[str, str] = {}
    for start in sorted(together):  # the least of a component comes first
        waiting = [start]
        while waiting:
            identifier = waiting.pop()
            if identifier not in person_of:
                person_of[identifier] = start
                if identifier not in overlinked:
                    waiting += together[identifier] - overlinked
    return person_of, overlinked
