"""Journeys from the sample's exports, by hand: the design's definitions, one event at a time.

It knows nothing of the pipeline and is plain on purpose. Phases are told from page and event name
as the sample's README gives them.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import duckdb

SILENCE, COOLDOWN = timedelta(days=30), timedelta(days=1)
PHASES = ("awareness", "consideration", "purchase", "service", "loyalty")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Event:
    at: datetime
    rank: int
    name: str
    phase: int | None  # place in PHASES
    visitor: str | None = None
    customers: tuple[str, ...] = ()
    order: str | None = None
    person: str | None = None


@dataclass
class Order:
    at: datetime
    customer: str
    is_cancelled: bool
    journey: "Journey | None" = None


@dataclass
class Journey:
    person: str
    events: list[Event] = field(default_factory=list)
    is_repeated: bool = False


def phase_of(name: str, page: str) -> int | None:
    """The klantreis phases on the sample's pages."""
    if name in ("view_item", "view_item_list", "search"):
        return 1
    if name in ("add_to_cart", "view_cart", "begin_checkout", "purchase") or name.startswith(
        ("add_shipping", "add_payment")
    ):
        return 2
    if name == "first_visit":
        return 0
    if name == "page_view":
        if page == "/" or page.startswith(("/blog", "/actie")):
            return 0
        if page.startswith(("/reviews", "/maatwijzer")):
            return 1
        if page.startswith(("/service", "/klantenservice")):
            return 3
    return None


def read(folder: Path, as_of: datetime) -> tuple[list[Event], dict[str, Order]]:
    """Events and orders, without doubles, tests and the future."""
    events: list[Event] = []
    database = duckdb.connect()
    web = database.execute(
        """
        select distinct user_pseudo_id, user_id, event_timestamp, event_name, batch_event_index,
            list_filter(event_params, lambda p: p.key = 'page_location')[1].value.string_value,
            nullif(ecommerce.transaction_id, '(not set)'),
            len(list_filter(event_params, lambda p: p.key = 'debug_mode')) > 0,
            event_bundle_sequence_id
        from read_parquet(?)
        """,
        [str(folder / "ga4" / "*.parquet")],
    ).fetchall()
    for visitor, user, at, name, index, url, order, is_debug, _ in web:
        when = EPOCH + timedelta(microseconds=at)
        if is_debug or when > as_of + timedelta(hours=24):
            continue
        customers = (f"number {user}",) if user else ()
        phase = phase_of(name, urlsplit(url).path)
        events.append(Event(when, index, name, phase, visitor, customers, order))
    orders: dict[str, Order] = {}
    rows = database.execute(
        """
        select "Id", "Created at", lower("Email"), "Cancelled at" from
        read_csv(?, union_by_name = true, all_varchar = true)
        where "Id" is not null and "Payment Method" <> 'bogus'
        """,
        [str(folder / "orders" / "*.csv")],
    ).fetchall()
    for order, created, email, cancelled in rows:
        at = datetime.strptime(created, "%Y-%m-%d %H:%M:%S %z")
        orders[order] = Order(at, f"mail {email}", cancelled is not None)
        events.append(Event(at, 0, "order", 2, customers=(f"mail {email}",), order=order))
    events.extend(_reviews(folder))
    rows = database.execute(
        """
        select "Aangemaakt", "Bestelnummer", "E-mail"
        from read_csv(?, delim = ';', all_varchar = true)
        """,
        [str(folder / "tickets" / "*.csv")],
    ).fetchall()
    for created, order, email in rows:
        at = datetime.strptime(created, "%d-%m-%Y %H:%M").replace(
            tzinfo=ZoneInfo("Europe/Amsterdam")
        )
        customers = (f"mail {email.lower()}",) if email else ()
        events.append(Event(at.astimezone(UTC), 0, "ticket", 3, customers=customers, order=order))
    return events, orders


def _reviews(folder: Path) -> list[Event]:
    latest: dict[str, dict[str, str]] = {}
    for path in sorted((folder / "reviews").glob("*.json")):
        for review in json.loads(path.read_text(encoding="utf-8"))["reviews"]:
            known = latest.get(review["reviewId"])
            if known is None or known["updatedSince"] < review["updatedSince"]:
                latest[review["reviewId"]] = review
    return [
        Event(datetime.fromisoformat(r["dateSince"]), 0, "review", 4, order=r["referenceCode"])
        for r in latest.values()
    ]


def identify(events: list[Event], orders: dict[str, Order]) -> None:
    """Gives each event its person: connected customers, and the last login of a visitor."""
    parent: dict[str, str] = {}

    def root(customer: str) -> str:
        while parent.setdefault(customer, customer) != customer:
            customer = parent[customer]
        return customer

    for event in events:
        known = orders.get(event.order or "")
        together = event.customers + ((known.customer,) if known else ())
        for customer in together[1:]:
            parent[root(customer)] = root(together[0])
    events.sort(key=lambda event: (event.at, event.rank))
    logins: dict[str, list[tuple[datetime, int, str]]] = defaultdict(list)
    for event in events:
        known = orders.get(event.order or "")
        own = (known.customer,) if known else event.customers
        if own:
            event.person = root(own[0])
            if event.visitor:
                logins[event.visitor].append((event.at, event.rank, event.person))
    for event in events:
        if event.person is None and event.visitor:
            found = logins[event.visitor]
            before = [login for login in found if login[:2] <= (event.at, event.rank)]
            owner = before[-1:] or found[:1]
            event.person = owner[0][2] if owner else f"visitor {event.visitor}"


def journeys(events: list[Event], orders: dict[str, Order]) -> list[Journey]:
    """Journeys of identified events, in order of time within each person."""
    of_person: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.person:
            of_person[event.person].append(event)
    return [journey for person, own in of_person.items() for journey in _split(person, own, orders)]


def _split(person: str, events: list[Event], orders: dict[str, Order]) -> list[Journey]:
    found: list[Journey] = []
    last_customer_at = converted_at = None
    cooled_for = None  # the conversion after which a journey has been opened already
    for event in events:
        known = orders.get(event.order or "")
        is_order = event.name == "order"
        is_bound = known is not None and not is_order and known.at < event.at
        if is_bound and known is not None and known.journey is not None:
            known.journey.events.append(event)
        else:
            is_new = (
                not found
                or last_customer_at is None
                or event.at - last_customer_at > SILENCE
                or (
                    converted_at is not None
                    and converted_at != cooled_for
                    and event.phase is not None
                    and event.phase <= 2
                    and event.at - converted_at >= COOLDOWN
                )
            )
            if is_new:
                found.append(Journey(person))
                cooled_for = converted_at
            found[-1].events.append(event)
            last_customer_at = event.at
            if is_order and known is not None:
                known.journey = found[-1]
        if event.name in ("order", "purchase") and known and not known.is_cancelled:
            converted_at = event.at
    had_order = False
    for journey in reversed(found):
        own = any(
            known.journey is journey and not known.is_cancelled for known in _named(journey, orders)
        )
        journey.is_repeated = own and had_order
        had_order = had_order or own
    return found


def _named(journey: Journey, orders: dict[str, Order]) -> list[Order]:
    return [orders[event.order] for event in journey.events if event.order in orders]


def outline(journey: Journey, orders: dict[str, Order]) -> tuple[object, ...]:
    """What the truth says of a journey: start, end, events, visits, furthest phase, orders."""
    ordered = sorted(journey.events, key=lambda event: (event.at, event.rank))
    visits: list[str] = []
    for event in ordered:
        if event.phase is not None and visits[-1:] != [PHASES[event.phase]]:
            visits.append(PHASES[event.phase])
    furthest = "loyalty" if journey.is_repeated else max(visits, key=PHASES.index, default="")
    n_orders = sum(e.name == "order" and not orders[e.order or ""].is_cancelled for e in ordered)
    return ordered[0].at, ordered[-1].at, len(ordered), ">".join(visits), furthest, n_orders
