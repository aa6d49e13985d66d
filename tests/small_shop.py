"""A shop small enough to run in a second: visits, orders, tickets and reviews, made from a seed."""

import csv
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

AS_OF = "2026-04-01T00:00:00"
KEY = "the key of the small shop"
JOURNEY = """\
project: {name: Small Shop, timezone: Europe/Amsterdam, currency: EUR, languages: [nl, en]}
sources:
  - id: site
    kind: table
    record: event
    path: exports/visits*.csv
    columns:
      occurred_at: time
      event_name: event
      page_path: page
      visitor_id: cookie
      customer_id: login
      channel: channel
      order_id: order
  - id: shop
    kind: table
    record: order
    path: exports/orders*.csv
    format: {delimiter: ";", decimal: ","}
    columns: {order_id: Bon, occurred_at: Tijd, value: Bedrag, email: Klant, customer_id: Nummer}
  - id: service
    kind: table
    record: contact
    path: exports/tickets*.jsonl
    columns: {event_id: ticket, occurred_at: at, order_id: order, email: from, text: subject}
    constants: {event_name: ticket}
  - id: reviews
    kind: table
    record: review
    path: exports/reviews*.csv
    rating_scale: {min: 1, max: 5}
    columns: {occurred_at: at, order_id: order, rating: stars, text: text}
model:
  preset: klantreis
  phases:
    - id: consideration
      rules:
        - {name: gloves, page_path: {starts_with: /gloves}}
kpis:
  - {id: order_value, phase: purchase, mean: {events: {event_name: order}, of: value}, target: 40}
  - id: review_rate
    phase: loyalty
    ratio: [{journeys: {event_name: review}}, {journeys: {event_name: order}}]
    target: 0.2
"""

Row = dict[str, str]
_START = datetime(2026, 1, 1, 8)
_DAYS = 80
_PAGES = ("/", "/blog/cold", "/gloves", "/gloves/winter", "/reviews", "/basket")


@dataclass(frozen=True)
class Exports:
    """The rows of every source, in the order of time."""

    visits: list[Row]
    orders: list[Row]
    tickets: list[Row]
    reviews: list[Row]


def exports(persons: int = 30, seed: int = 7) -> Exports:
    """What so many persons leave behind: about seven rows each."""
    dice = random.Random(seed)
    made = Exports([], [], [], [])
    for person in range(persons):
        _live(made, dice, person)
    made.visits.sort(key=lambda row: (row["time"], row["cookie"]))
    made.orders.sort(key=lambda row: (row["Tijd"], row["Bon"]))
    made.tickets.sort(key=lambda row: (row["at"], row["ticket"]))
    made.reviews.sort(key=lambda row: (row["at"], row["order"]))
    return made


def _live(made: Exports, dice: random.Random, person: int) -> None:
    email, number = f"klant{person}@example.org", f"C{person}"
    now = _START + timedelta(minutes=dice.randrange(_DAYS * 24 * 60))
    for device in range(dice.choice((1, 1, 2))):
        cookie, channel = f"{person}.{device}", dice.choice(("organic", "paid", "mail"))
        for step in range(dice.randrange(2, 6)):
            now += timedelta(minutes=dice.randrange(1, 3000))
            row = {"time": now.isoformat(sep=" "), "event": "page_view", "cookie": cookie}
            row |= {"page": dice.choice(_PAGES), "channel": channel}
            made.visits.append(row | {"login": number if step and device else "", "order": ""})
        if dice.random() < 0.5:
            now += timedelta(minutes=9)
            order = f"B{person}-{device}"
            bought = {"time": now.isoformat(sep=" "), "event": "purchase", "cookie": cookie}
            bought |= {"page": "/thanks", "channel": channel, "login": number, "order": order}
            made.visits.append(bought)
            _buy(made, dice, now, order, {"Klant": email, "Nummer": number})


def _buy(made: Exports, dice: random.Random, now: datetime, order: str, who: Row) -> None:
    amount = f"{dice.randrange(1500, 9000) / 100:.2f}".replace(".", ",")
    made.orders.append({"Bon": order, "Tijd": now.isoformat(sep=" "), "Bedrag": amount} | who)
    later = (now + timedelta(days=dice.randrange(1, 9))).isoformat(sep=" ")
    if dice.random() < 0.3:
        subject = f"Where is {order}? Write to {who['Klant']}"
        ticket = {"ticket": f"T{order}", "at": later, "order": order, "from": who["Klant"]}
        made.tickets.append(ticket | {"subject": subject})
    if dice.random() < 0.4:
        stars = str(dice.randrange(1, 6))
        made.reviews.append({"at": later, "order": order, "stars": stars, "text": "Warm hands"})


def write(folder: Path, rows: Exports, files: int = 1, journey: str = JOURNEY) -> Path:
    """The project's folder: journey.yml and the exports, each source in so many files."""
    (folder / "exports").mkdir(parents=True, exist_ok=True)
    (folder / "journey.yml").write_text(journey, encoding="utf-8")
    for name, delimiter in (("visits", ","), ("orders", ";"), ("reviews", ",")):
        for number, part in _split(getattr(rows, name), files):
            write_csv(folder / "exports" / f"{name}-{number}.csv", part, delimiter)
    for number, part in _split(rows.tickets, files):
        lines = "".join(json.dumps(row) + "\n" for row in part)
        path = folder / "exports" / f"tickets-{number}.jsonl"
        path.write_text(lines, encoding="utf-8")
    return folder


def write_csv(path: Path, rows: Sequence[Row], delimiter: str) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def _split(rows: list[Row], files: int) -> Iterator[tuple[int, list[Row]]]:
    size = -(-len(rows) // files)
    for number, start in enumerate(range(0, len(rows), size)):
        yield number, rows[start : start + size]
