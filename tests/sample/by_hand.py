"""Journeys from the sample's exports, by hand: the design's definitions, one event at a time.

It knows nothing of the pipeline and is plain on purpose. Phases are told from page and event name
as the sample's README gives them.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import duckdb

SILENCE, COOLDOWN = timedelta(days=30), timedelta(days=1)
PHASES = ("awareness", "consideration", "purchase", "service", "loyalty")
NOT_PLANTED = ("scroll", "user_engagement")  # they have their page's phase, not one of a plan
PAGES = (
    ("/blog", "/actie"),
    ("/reviews", "/maatwijzer", "/handschoenen", "/product", "/zoeken"),
    ("/kassa", "/winkelwagen"),
    ("/service", "/klantenservice"),
)
MEDIUMS = {
    "organic": "organic",
    "(none)": "direct",
    "cpc": "paid",
    "paid_social": "paid social",
    "social": "social",
    "email": "email",
    "referral": "referral",
}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Event:
    places: tuple[str, ...]  # file:row, the copy that survives first
    at: datetime
    rank: int
    name: str
    phase: int | None  # place in PHASES
    visitor: str | None = None
    customers: tuple[str, ...] = ()
    order: str | None = None
    person: str | None = None
    channel: str | None = None
    value: float | None = None  # EUR, as it was tracked


@dataclass
class Order:
    at: datetime
    customer: str
    is_cancelled: bool
    value: float
    journey: "Journey | None" = None


@dataclass
class Journey:
    person: str
    opened: str = ""  # first, silence or again
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
    if name in ("page_view", "scroll", "user_engagement"):
        for phase, pages in enumerate(PAGES):
            if page == "/" or page.startswith(pages):
                return phase
    return None


def rows_of(path: Path, delimiter: str = ",") -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a CSV file, each with its place; the header is row 1."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row, cells in enumerate(csv.DictReader(file, delimiter=delimiter), start=2):
            yield f"{path.name}:{row}", cells


def read(folder: Path, as_of: datetime) -> tuple[list[Event], dict[str, Order]]:
    """Events and orders, without doubles, tests and the future."""
    events = list(_web(folder, as_of))
    orders: dict[str, Order] = {}
    for path in sorted((folder / "orders").glob("*.csv")):
        for place, row in rows_of(path):
            if row["Id"] and row["Payment Method"] != "bogus":
                at = datetime.strptime(row["Created at"], "%Y-%m-%d %H:%M:%S %z")
                mail, is_cancelled = f"mail {row['Email'].lower()}", bool(row["Cancelled at"])
                orders[row["Id"]] = Order(at, mail, is_cancelled, float(row["Total"]))
                events.append(
                    Event((place,), at, 0, "order", 2, customers=(mail,), order=row["Id"])
                )
    events.extend(_reviews(folder))
    for path in sorted((folder / "tickets").glob("*.csv")):
        for place, row in rows_of(path, ";"):
            at = datetime.strptime(row["Aangemaakt"], "%d-%m-%Y %H:%M").replace(
                tzinfo=ZoneInfo("Europe/Amsterdam")
            )
            mails = (f"mail {row['E-mail'].lower()}",) if row["E-mail"] else ()
            number = row["Bestelnummer"] or None
            events.append(
                Event((place,), at.astimezone(UTC), 0, "ticket", 3, customers=mails, order=number)
            )
    return events, orders


def _web(folder: Path, as_of: datetime) -> Iterator[Event]:
    """GA4's events; what says the same in every column is one."""
    rows = duckdb.execute(
        """
        select list(parse_filename(filename) || ':' || file_row_number + 1),
            user_pseudo_id, user_id, event_timestamp, event_name, batch_event_index,
            list_filter(event_params, lambda p: p.key = 'page_location')[1].value.string_value,
            nullif(ecommerce.transaction_id, '(not set)'),
            len(list_filter(event_params, lambda p: p.key = 'debug_mode')) > 0,
            coalesce(
                session_traffic_source_last_click.manual_campaign.medium,
                session_traffic_source_last_click.cross_channel_campaign.medium,
                collected_traffic_source.manual_medium,
                traffic_source.medium
            ),
            ecommerce.purchase_revenue,
            event_bundle_sequence_id
        from read_parquet(?, filename = true, file_row_number = true)
        group by all
        """,
        [str(folder / "ga4" / "*.parquet")],
    ).fetchall()
    for places, visitor, user, at, name, index, url, order, is_debug, medium, value, _ in rows:
        when = EPOCH + timedelta(microseconds=at)
        if is_debug or when > as_of + timedelta(hours=24):
            continue
        customers = (f"number {user}",) if user else ()
        phase = phase_of(name, urlsplit(url).path)
        event = Event(tuple(sorted(places)), when, index, name, phase, visitor, customers, order)
        event.channel, event.value = MEDIUMS.get(medium), value
        yield event


def _reviews(folder: Path) -> Iterator[Event]:
    versions: dict[str, list[tuple[str, str, dict[str, str]]]] = defaultdict(list)
    for path in sorted((folder / "reviews").glob("*.json")):
        answer = json.loads(path.read_text(encoding="utf-8"))
        for row, review in enumerate(answer["reviews"], start=1):
            place = f"{path.name}:{row}"
            versions[review["reviewId"]].append((review["updatedSince"], place, review))
    for written in versions.values():
        written.sort(key=lambda version: version[:2], reverse=True)
        latest = written[0][2]
        places = tuple(place for _, place, _ in written)
        at = datetime.fromisoformat(latest["dateSince"])
        yield Event(places, at, 0, "review", 4, order=latest["referenceCode"] or None)


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
            opened = ""
            if not found or last_customer_at is None:
                opened = "first"
            elif event.at - last_customer_at > SILENCE:
                opened = "silence"
            elif (
                converted_at is not None
                and converted_at != cooled_for
                and event.phase is not None
                and event.phase <= 2
                and event.at - converted_at >= COOLDOWN
            ):
                opened = "again"
            if opened:
                found.append(Journey(person, opened))
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
        if event.name in NOT_PLANTED:
            continue
        if event.phase is not None and visits[-1:] != [PHASES[event.phase]]:
            visits.append(PHASES[event.phase])
    furthest = "loyalty" if journey.is_repeated else max(visits, key=PHASES.index, default="")
    n_orders = sum(e.name == "order" and not orders[e.order or ""].is_cancelled for e in ordered)
    return ordered[0].at, ordered[-1].at, len(ordered), ">".join(visits), furthest, n_orders
