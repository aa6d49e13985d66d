"""A shop in which changes were made on purpose: orders and reviews by week and country, as CSV.

Every order is a customer's own. What each country's rates were, and from which week on, is planted
by the caller, so that the tests know what is true.
"""

import csv
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

FIRST = datetime(2025, 9, 1)  # a Monday
CHANGED = datetime(2026, 3, 2)  # week 0
WEEKS = range(-26, 14)
KEY = "6b" * 32

JOURNEY = """
project: {{name: Changed, timezone: Europe/Amsterdam, currency: EUR, languages: [nl, en]}}
sources:
  - id: shop
    kind: table
    path: exports/orders*.csv
    record: order
    format: {{datetime: "%Y-%m-%d %H:%M", timezone: Europe/Amsterdam}}
    columns:
      event_id: id
      order_id: id
      occurred_at: at
      customer_id: customer
      country: country
      value: value
  - id: more
    kind: table
    path: exports/more*.csv
    record: event
    format: {{datetime: "%Y-%m-%d %H:%M", timezone: Europe/Amsterdam}}
    columns: {{event_id: id, event_name: name, occurred_at: at, customer_id: customer}}
model:
  conversion_phase: buy
  phases:
    - {{id: look, rules: [{{name: looks, event_name: look}}]}}
    - {{id: buy}}
    - {{id: care, rules: [{{name: cares, event_name: {{in: [review, gift]}}}}]}}
kpis:
  - id: review_rate
    phase: care
    ratio: [{{journeys: {{event_name: review}}}}, {{journeys: {{event_name: order}}}}]
  - id: gift_rate
    phase: care
    ratio: [{{journeys: {{event_name: gift}}}}, {{journeys: {{event_name: order}}}}]
  - id: all_order
    phase: buy
    ratio: [{{journeys: {{event_name: order}}}}, {{journeys: {{event_name: order}}}}]
  - {{id: order_value, phase: buy, mean: {{events: {{event_name: order}}, of: value}}}}
  - {{id: n_orders, phase: buy, count: {{events: {{event_name: order}}}}}}
changes:
{changes}
"""


@dataclass(frozen=True)
class Country:
    """What a country does in a week: orders, and how many of them are reviewed, or are gifts."""

    orders: Callable[[int], int] = lambda week: 60
    reviewed: Callable[[int], int] = lambda week: 12
    gifts: Callable[[int], int] = lambda week: 0


def write(
    folder: Path,
    countries: dict[str, Country],
    changes: Iterable[str],
    weeks: range = WEEKS,
    seed: int = 1,
) -> Path:
    """The journey.yml of a shop written to a folder."""
    dice = random.Random(seed)
    orders, more = [], []
    for week in weeks:
        for name, country in countries.items():
            for number in range(country.orders(week)):
                at = CHANGED + timedelta(weeks=week, minutes=dice.randrange(7 * 24 * 60))
                customer = f"{name}{week}n{number}"
                value = f"{dice.uniform(20, 60):.2f}"
                orders.append((f"o{customer}", f"{at:%Y-%m-%d %H:%M}", customer, name, value))
                for kind, many in (("review", country.reviewed), ("gift", country.gifts)):
                    if number < many(week):
                        later = at + timedelta(days=dice.uniform(0.1, 13))
                        row = (f"{kind}{customer}", kind, f"{later:%Y-%m-%d %H:%M}", customer)
                        more.append(row)
    _write(folder / "exports" / "orders.csv", ("id", "at", "customer", "country", "value"), orders)
    _write(folder / "exports" / "more.csv", ("id", "name", "at", "customer"), more)
    journey = folder / "journey.yml"
    lines = "\n".join(f"  - {change}" for change in changes)
    journey.write_text(JOURNEY.format(changes=lines), encoding="utf-8")
    return journey


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
