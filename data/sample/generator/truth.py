"""The truth: what the pipeline should find in the exports, as far as the exports can tell.

Times are UTC. A customer who never logs in or buys on a second device would be two persons to
anyone; such customers are not planted.
"""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from . import plan
from .clock import DAY
from .records import Journey, Order, World

MOMENT = pa.timestamp("us", tz="UTC")
PERSON = pa.schema(
    [
        ("person_id", pa.string()),
        ("country", pa.string()),
        ("persona", pa.string()),
        ("customer_id", pa.string()),  # as GA4 has it in user_id
        ("emails", pa.list_(pa.string())),
        ("visitor_ids", pa.list_(pa.string())),  # a shared tablet's stands at both its owners
        ("n_journeys", pa.int64()),
    ]
)
JOURNEY = pa.schema(
    [
        ("journey_id", pa.string()),
        ("person_id", pa.string()),
        ("kind", pa.string()),
        ("started_at", MOMENT),
        ("ended_at", MOMENT),  # last landed event, bound ones included
        ("last_customer_at", MOMENT),  # last event that is not bound to an order
        ("phases", pa.string()),  # visits in order, joined by >
        ("furthest_phase", pa.string()),  # a repeat purchase counts as loyalty
        ("is_converted", pa.bool_()),
        ("is_repeated", pa.bool_()),  # an order followed in a later journey
        ("is_reviewed", pa.bool_()),
        ("is_repeated_in_time", pa.bool_()),  # both within 28 days of the first order
        ("is_reviewed_in_time", pa.bool_()),
        ("n_orders", pa.int64()),  # not cancelled
        ("n_events", pa.int64()),
        ("first_channel", pa.string()),
        ("device", pa.string()),
        ("country", pa.string()),
        ("persona", pa.string()),
        ("is_returning", pa.bool_()),
    ]
)
ORDER = pa.schema(
    [
        ("order_id", pa.string()),
        ("ordered_at", MOMENT),
        ("person_id", pa.string()),
        ("journey_id", pa.string()),
        ("country", pa.string()),
        ("value_eur", pa.float64()),
        ("week", pa.int64()),  # 0 is the week of 2025-09-01
        ("is_cancelled", pa.bool_()),
        ("is_test", pa.bool_()),
        ("has_card", pa.bool_()),
        ("is_tracked", pa.bool_()),  # GA4 has its purchase event
    ]
)


def write(world: World, folder: Path, exported: dict[str, int], settings: dict[str, int]) -> None:
    """Writes persons, journeys, orders and plan.json; `exported` counts the rows per source."""
    folder.mkdir(parents=True, exist_ok=True)
    of_person: dict[str, list[Journey]] = {}
    for journey in world.journeys:
        of_person.setdefault(journey.person.id, []).append(journey)
    journeys = [row for found in of_person.values() for row in _journeys(found)]
    journeys.sort(key=lambda row: str(row["journey_id"]))
    orders = [_order(order) for order in sorted(world.orders, key=lambda order: order.at)]
    tracked = {touch.order.id for touch in world.web if touch.order}
    for row in orders:
        row["is_tracked"] = row["order_id"] in tracked
    persons = [_person(found) for found in of_person.values()]
    persons.sort(key=lambda row: str(row["person_id"]))
    for name, rows, schema in (
        ("persons", persons, PERSON),
        ("journeys", journeys, JOURNEY),
        ("orders", orders, ORDER),
    ):
        table = pa.Table.from_pylist(rows, schema=schema)
        pq.write_table(
            table,
            folder / f"{name}.parquet",
            compression="zstd",
            compression_level=19,
            write_statistics=False,
            store_schema=False,
        )
    owners = Counter(visitor for row in persons for visitor in row["visitor_ids"])
    facts = _plan(journeys, orders, settings)
    facts["found"]["shipping_step"] = _shipping_step(world)
    facts["exported_rows"] = exported
    edited = len(world.reviews) - len({found.id for found in world.reviews})
    facts["counts"] = {
        "persons": len(persons),
        "journeys": len(journeys),
        "orders": len(orders),
        "web_events": len(world.web),  # without doubles, with debug and future ones
        "web_events_exported_twice": exported["ga4"] - len(world.web),
        "web_events_debug": sum(touch.is_debug for touch in world.web),
        "web_events_future": sum(touch.at > world.end for touch in world.web),
        "web_events_of_nobody": sum(
            touch.journey is None and touch.session is not None and touch.session.visitor_id is None
            for touch in world.web
        ),
        "orders_test": sum(order.is_test for order in world.orders),
        "orders_cancelled": sum(order.cancelled_at is not None for order in world.orders),
        "orders_refunded": sum(order.refunded > 0 for order in world.orders),
        "reviews_exported_twice": edited,
        "visitors_of_two_persons": sum(n > 1 for n in owners.values()),
        "reviews_of_no_order": sum(found.order is None for found in world.reviews),
    }
    text = json.dumps(facts, indent=2) + "\n"
    (folder / "plan.json").write_text(text, encoding="utf-8", newline="\n")


def _person(journeys: list[Journey]) -> dict[str, Any]:
    person = journeys[0].person
    sessions = [t.session for j in journeys for t in j.touches if t.session]
    emails = {order.email.lower(): None for journey in journeys for order in journey.orders}
    known = dict.fromkeys(s.visitor_id for s in sessions if s.visitor_id)
    if journeys[0].kind == "contact":
        emails = dict.fromkeys(person.emails)
    return {
        "person_id": person.id,
        "country": person.country,
        "persona": person.persona.id,
        "customer_id": person.customer_number,
        "emails": list(emails),
        "visitor_ids": list(known),
        "n_journeys": len(journeys),
    }


def _journeys(journeys: list[Journey]) -> Iterable[dict[str, Any]]:
    """The rows of one person's journeys, in order of time."""
    for place, journey in enumerate(journeys):
        kept = [order for order in journey.orders if not order.cancelled_at]
        later = [
            order.at
            for other in journeys[place + 1 :]
            for order in other.orders
            if not order.cancelled_at
        ]
        reviewed = [touch.at for touch in journey.touches if touch.name == "review"]
        limit = min((order.at for order in kept), default=0) + plan.FOLLOW_UP_DAYS * DAY
        is_repeated = bool(kept and later)
        phases = _path(journey)
        furthest = max(phases, key=plan.PHASES.index, default="")
        yield {
            "journey_id": journey.id,
            "person_id": journey.person.id,
            "kind": journey.kind,
            "started_at": journey.touches[0].at,
            "ended_at": journey.touches[-1].at,
            "last_customer_at": max(touch.at for touch in journey.touches if not touch.is_bound),
            "phases": ">".join(phases),
            "furthest_phase": "loyalty" if is_repeated else furthest,
            "is_converted": bool(kept),
            "is_repeated": is_repeated,
            "is_reviewed": bool(reviewed),
            "is_repeated_in_time": is_repeated and min(later) <= limit,
            "is_reviewed_in_time": bool(kept and reviewed and min(reviewed) <= limit),
            "n_orders": len(kept),
            "n_events": len(journey.touches),
            "first_channel": journey.first_channel or None,
            "device": journey.device or None,
            "country": journey.person.country,
            "persona": journey.person.persona.id,
            "is_returning": place > 0,
        }


def _path(journey: Journey) -> list[str]:
    """The visits to phases in order; events without a phase end no visit."""
    path: list[str] = []
    for touch in journey.touches:
        if touch.phase and (not path or path[-1] != touch.phase):
            path.append(touch.phase)
    return path


def _order(order: Order) -> dict[str, Any]:
    journey = order.journey
    country = order.person.country
    return {
        "order_id": order.id,
        "ordered_at": order.at,
        "person_id": journey.person.id if journey else None,
        "journey_id": journey.id if journey else None,
        "country": country,
        "value_eur": order.total,
        "week": order.week,
        "is_cancelled": order.cancelled_at is not None,
        "is_test": order.is_test,
        "has_card": plan.has_card(country, order.week) and not order.is_test,
        "is_tracked": False,
    }


def _shipping_step(world: World) -> dict[str, float]:
    """Of the browsers that began a checkout, by device, the share that gave an address."""
    begun: dict[str, set[str]] = {}
    done: dict[str, set[str]] = {}
    for touch in world.web:
        session = touch.session
        if session and session.visitor_id:
            steps = {"begin_checkout": begun, "add_shipping_info": done}.get(touch.name)
            if steps is not None:
                steps.setdefault(session.device.category, set()).add(session.visitor_id)
    return {d: round(len(done.get(d, ())) / len(begun[d]), 4) for d in sorted(begun)}


def _plan(
    journeys: list[dict[str, Any]], orders: list[dict[str, Any]], settings: dict[str, int]
) -> dict[str, Any]:
    """What was planned and, beside it, what chance made of it."""
    week = {row["journey_id"]: row["week"] for row in reversed(orders) if not row["is_cancelled"]}
    last_week = settings["weeks"] - 1 - plan.FOLLOW_UP_DAYS // 7
    rates: dict[str, dict[str, float]] = {}
    for country in ("NL", "BE"):
        for period, weeks in (
            ("before", range(0, plan.CARD_WEEK)),
            ("after", range(plan.CARD_WEEK, 1000)),
        ):
            found = [
                row
                for row in journeys
                if row["country"] == country
                and row["is_converted"]
                and week[row["journey_id"]] in weeks
                and week[row["journey_id"]] <= last_week
            ]
            n = max(1, len(found))
            rates[f"{country} {period}"] = {
                "n": len(found),
                "review_rate": round(sum(r["is_reviewed_in_time"] for r in found) / n, 4),
                "repeat_rate": round(sum(r["is_repeated_in_time"] for r in found) / n, 4),
            }
    reached = Counter(
        plan.PHASES.index(r["furthest_phase"]) for r in journeys if r["furthest_phase"]
    )
    reach = [sum(n for k, n in reached.items() if k >= phase) for phase in range(5)]
    steps = {
        f"{plan.PHASES[k]} to {plan.PHASES[k + 1]}": round(reach[k + 1] / max(1, reach[k]), 4)
        for k in range(4)
    }
    mix = Counter(str(row["persona"]) for row in journeys)
    return {
        "settings": settings,
        "planted": {
            "card_date": "-".join(f"{part:02d}" for part in plan.CARD_DAY),
            "card_country": plan.CARD_COUNTRY,
            "follow_up_days": plan.FOLLOW_UP_DAYS,
            "review_rate": plan.REVIEW_RATE,
            "review_effect": plan.REVIEW_EFFECT,
            "repeat_rate": plan.REPEAT_RATE,
            "repeat_effect": plan.REPEAT_EFFECT,
            "continue": plan.CONTINUE,
            "bottleneck": "consideration to purchase",
            "second_bottleneck": "shipping on mobile (begin_checkout to add_shipping_info)",
            "personas": {p.id: p.label for p in plan.PERSONAS.values()},
        },
        "found": {
            "reach": dict(zip(plan.PHASES, reach, strict=True)),
            "steps": steps,
            "rates": rates,
            "persona_mix": {p: round(mix[p] / len(journeys), 4) for p in plan.PERSONAS},
        },
    }
