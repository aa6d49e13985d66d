"""Tracked purchases of the sample against its orders, by hand: decision 9, one order at a time."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from by_hand import SILENCE, Event, Order

SESSION_GAP = timedelta(minutes=30)
Cell = tuple[date | None, str]  # a Monday, or None for all weeks; a channel, or (all)
Capture = dict[Cell, Counter[str]]


def capture(events: list[Event], orders: dict[str, Order]) -> Capture:
    """Numbers and revenue by week and channel, by each, and over all; `events` have persons."""
    found: Capture = defaultdict(Counter)
    web = [event for event in events if event.places[0].startswith("events_")]
    channels = _channels(web)
    purchases: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(web, key=lambda event: (event.at, event.rank)):
        if event.name == "purchase":
            purchases[event.order or ""].append(event)
    visits: dict[str | None, list[Event]] = defaultdict(list)
    for event in web:
        if event.visitor:  # what was sent without a cookie is no visit
            visits[event.person].append(event)
    own = {event.order: event for event in events if event.name == "order"}
    for name, order in orders.items():
        tracked = [] if order.is_cancelled else purchases[name][:1]
        if order.is_cancelled:
            continue
        if tracked:
            said = {"tracked": 1, "tracked_revenue": tracked[0].value or 0}
            channel = channels[id(tracked[0])] or tracked[0].channel
        else:
            since = order.at - SILENCE
            seen = [v for v in visits[own[name].person] if since <= v.at <= order.at]
            said = {"seen" if seen else "unseen": 1}
            known = [visit for visit in seen if visit.channel]
            last = max(known, key=lambda visit: (visit.at, visit.rank), default=None)
            channel = last.channel if last else None
        _count(found, order.at, channel, {"orders": 1, "order_revenue": order.value, **said})
    for name, tracked in purchases.items():
        for number, purchase in enumerate(tracked):
            void = name in orders and orders[name].is_cancelled
            standing = "cancelled" if void else "unknown" if name not in orders else ""
            copies = len(purchase.places) - 1
            if number and name:
                standing, copies = "", copies + 1
            channel = channels[id(purchase)] or purchase.channel
            if standing:
                said = {standing: 1, "revenue_without_order": purchase.value or 0}
                _count(found, purchase.at, channel, said)
            if copies:
                _count(found, purchase.at, purchase.channel, {"duplicate": copies})
    return found


def _count(found: Capture, at: datetime, channel: str | None, said: dict[str, float]) -> None:
    day = at.astimezone(ZoneInfo("Europe/Amsterdam")).date()
    monday = day - timedelta(days=day.weekday())
    for week in (monday, None):
        for name in (channel or "(unknown)", "(all)"):
            found[week, name].update(said)


def _channels(web: list[Event]) -> dict[int, str | None]:
    """Of each web event the channel of its session, else of the visitor's last that had one."""
    found: dict[int, str | None] = {}
    of_visitor: dict[str | None, list[Event]] = defaultdict(list)
    for event in web:
        of_visitor[event.visitor].append(event)
    for visitor, own in of_visitor.items():
        sessions: list[list[Event]] = []
        for event in sorted(own, key=lambda event: (event.at, event.rank)):
            if not sessions or event.at - sessions[-1][-1].at > SESSION_GAP:
                sessions.append([])
            sessions[-1].append(event)
        before: str | None = None
        for session in sessions:
            before = next((event.channel for event in session if event.channel), before)
            for event in session:
                found[id(event)] = before if visitor is not None else None
    return found
