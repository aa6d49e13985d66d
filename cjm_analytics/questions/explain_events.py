"""Why a row of an export became an event or did not, and what became of it from there."""

from cjm_analytics.questions.explain_cleaning import (
    LANDED,
    about_place,
    kept_part,
    left_out_part,
    rows_of_event,
)
from cjm_analytics.questions.explain_identity import identity_of
from cjm_analytics.questions.explain_journeys import (
    journeys_of,
    place_of,
    told_journey,
    why_in_none,
)
from cjm_analytics.questions.explain_orders import value_of
from cjm_analytics.questions.explanations import (
    Explanation,
    Part,
    Published,
    Row,
    listed,
    moment,
    money,
)

# Of a row's columns those that say what happened; the others have a part of their own.
_VALUES = (
    "occurred_at", "occurred_on", "event_name", "touchpoint", "channel", "campaign", "device",
    "country", "page_path", "product_category", "order_id", "value", "currency", "rating",
    "rating_kind", "text", "visitor_id", "customer_id", "initiated_by",
)  # fmt: skip


def explain_event(tables: Published, event_id: str) -> Explanation:
    """An event that was landed, by its id: the copy that survived, where there are several."""
    rows = rows_of_event(tables, event_id)
    return _explained(tables, rows[0], rows)


def explain_row(tables: Published, file_id: str, line: int) -> Explanation | None:
    """The row that was landed from a row of a file, if any."""
    row = tables.row(f"{LANDED} where events.file_id = ? and events.line = ?", file_id, line)
    if row is None:
        return None
    return _explained(tables, row, rows_of_event(tables, row["event_id"]))


def _explained(tables: Published, landed: Row, rows: list[Row]) -> Explanation:
    """A landed row: an event when it was kept, else why it was left out; `rows` have its id."""
    came_from = Part(
        "row",
        (f"{tables.place(landed)}, of source {landed['source_id']}", *about_place(tables, landed)),
        {
            "source_id": landed["source_id"],
            "record": landed["record"],
            "paths": tables.paths.get(landed["file_id"], []),
            "line": landed["line"],
        },
    )
    if landed["reason"] is not None:
        left_out = left_out_part(tables, landed, rows)
        return Explanation("row", landed["event_id"], (came_from, _values(landed), left_out))
    event = tables.row("select * from events.events where event_id = ?", landed["event_id"])
    assert event
    person = Part(
        "person",
        (event["person_id"] or "nobody", *identity_of(tables, event)),
        {"person_id": event["person_id"], "identified_by": event["identified_by"]},
    )
    judged = tables.row("select * from phases.event_phases where event_id = ?", event["event_id"])
    assert judged
    parts = (
        came_from,
        _values(event),
        kept_part(tables, landed, rows),
        person,
        phase_of(tables, "events.events", event, judged),
        *journey_parts(tables, event),
        _order(tables, event, judged, landed),
    )
    return Explanation("event", event["event_id"], parts)


def explain_derived(tables: Published, derived: Row) -> Explanation:
    """A derived repeat purchase, which no export holds."""
    later = derived["event_id"].partition(":")[2]
    why = Part(
        "derived",
        (
            f"no export holds it: order event {later} came in a later journey than the order before"
            " it, and coming back is how that earlier journey ended",
        ),
        {"derived_from": later},
    )
    person = Part("person", (derived["person_id"],), {"person_id": derived["person_id"]})
    phase = phase_of(
        tables, "journeys.repeat_purchases", derived, {**derived, "is_conversion": False}
    )
    parts = (why, _values(derived), person, phase, *journey_parts(tables, derived))
    return Explanation("event", derived["event_id"], parts)


def phase_of(tables: Published, table: str, event: Row, judged: Row) -> Part:
    """The rule that gave the event its phase, and those that hold for it as well."""
    rules = tables.rows("select * from declared.rules order by rule_number")
    conversion = tables.setting("journey.conversion")
    tests = [rule["condition"] for rule in rules] + [conversion]
    *holds, converts = tables.holding(table, event["event_id"], tests)
    holding = [
        {
            "rule_number": rule["rule_number"],
            "rule_name": rule["rule_name"],
            "phase_id": tables.phase(rule["phase_number"]),
        }
        for rule, is_held in zip(rules, holds, strict=True)
        if is_held
    ]
    phase = tables.phase(judged["phase_number"])
    named = [f"'{rule['rule_name']}' ({rule['phase_id']})" for rule in holding]
    told = [phase]
    if converts and not event["is_cancelled"]:
        told.append("it meets journey.conversion, whose events are always in the conversion phase")
    if not named:
        told.append("no rule holds for it")
    else:
        told.append(f"rule {holding[0]['rule_number']} {named[0]} is the first that holds")
        others = listed(named[1:], most=len(named))
        told.append(
            f"would have matched too, in order: {others}" if others else "no other rule holds"
        )
    facts = {
        "phase_id": None if judged["phase_number"] is None else phase,
        "rule_number": judged["rule_number"],
        "rules_that_hold": holding,
        "meets_conversion": bool(converts),
    }
    return Part("phase", tuple(told), facts)


def journey_parts(tables: Published, event: Row) -> tuple[Part, ...]:
    """The journey that the event is in, and the visit of that journey; or why it is in none."""
    placed = place_of(tables, event)
    if placed is None:
        return (Part("journey", (why_in_none(tables, event),), {"journey_number": None}),)
    journeys = journeys_of(tables, placed["person_id"])
    journey = next(one for one in journeys if one["journey_number"] == placed["journey_number"])
    opens = journey["opening_event_id"] == event["event_id"]
    opener = "this event" if opens else f"event {journey['opening_event_id']}"
    told = [
        f"{told_journey(journey)}; of {len(journeys)}",
        f"{opener} opened it: {journey['opened_because']}",
        f"this is event {placed['position']} of {placed['n_in_journey']} in it",
    ]
    if placed["is_bound"]:
        told.append(f"it is in it because order {event['order_id']} is, to which it is bound")
    number, phase = placed["visit_number"], tables.phase(placed["phase_number"])
    visit = f"{number}, to {phase}" if number else "none: an unassigned event makes no visit"
    return (
        Part("journey", tuple(told), {**journey, "n_journeys": len(journeys)}),
        Part("visit", (visit,), {"visit_number": number}),
    )


def _values(row: Row) -> Part:
    values = {name: row[name] for name in _VALUES if row.get(name) is not None}
    told = (
        f"{name}: {moment(value) if name == 'occurred_at' else value}"
        for name, value in values.items()
    )
    return Part("values", tuple(told), values)


def _order(tables: Published, event: Row, judged: Row, landed: Row) -> Part:
    """The order that the event is or names, whether it converts, and where value counts."""
    order_id = event["order_id"]
    order = tables.row("select * from clean.orders where order_id = ?", order_id)
    converts = tables.row(
        "select * from journeys.conversions where order_key = ?", order_id or event["event_id"]
    )
    told: list[str] = []
    if order_id is None:
        told.append("it names no order")
    elif order is None:
        told.append(f"it names order {order_id}, which no source knows: that binds nothing")
    elif event["is_own_order"]:
        told.append(f"it is order {order_id} itself")
    elif event["is_bound"]:
        told.append(f"bound to order {order_id}, placed before it at {moment(order['ordered_at'])}")
    else:
        told.append(
            f"it names order {order_id}, placed at {moment(order['ordered_at'])}: not before it,"
            " so that it is not bound"
        )
    if event["is_cancelled"]:
        told.append("that order is cancelled or a test, and converts nothing")
    if judged["is_conversion"]:
        told.append("it is a conversion" + (f", of order {order_id}" if order_id else ""))
    elif converts and converts["event_id"] != event["event_id"]:
        told.append(f"the conversion of that order is event {converts['event_id']}")
    told.append(_value(tables, event, landed, order))
    facts = {
        "order_id": order_id,
        "is_known": order is not None,
        "is_bound": event["is_bound"],
        "is_own_order": event["is_own_order"],
        "is_cancelled": event["is_cancelled"],
        "is_conversion": judged["is_conversion"],
        "value_in_row": landed["value"],
        "value_counted": event["value"],
    }
    return Part("order", tuple(told), facts)


def _value(tables: Published, event: Row, landed: Row, order: Row | None) -> str:
    if order and event["is_own_order"]:
        return f"the order's value counts here and nowhere else: {value_of(tables, order)}"
    if event["value"] is not None:
        value = money(event["value"], event["currency"])
        return f"its value, {value}, is its own: no order's value counts here"
    if order and landed["value"] is not None:
        return (
            f"its {money(landed['value'], landed['currency'])} does not count: an order's value"
            f" counts once, at event {order['event_id']}"
        )
    return "it brings no value"
