"""An order: the rows that tell of it, its value, customer and journey, and what is bound to it."""

from cjm_analytics.questions.explain_identity import identity_of
from cjm_analytics.questions.explain_journeys import journeys_of, told_journey, why_in_none
from cjm_analytics.questions.explanations import (
    Explanation,
    Part,
    Published,
    Row,
    counted,
    moment,
    money,
)

_ROWS = """
    select
        events.*,
        left_out.reason,
        events.record = 'order' as is_order_row,
        events.record = 'event' and events.event_name = 'purchase' as is_tracked
    from landed.events as events
    left join clean.left_out as left_out
        on events.file_id = left_out.file_id and events.line = left_out.line
    where events.order_id = ?
    order by events.record <> 'order', events.occurred_at, events.source_sequence, events.event_id,
        events.file_id, events.line
"""
_MOST_BOUND = 20


def explain_order(tables: Published, order_id: str) -> Explanation:
    """A known order, or one that events name and no source knows."""
    rows = tables.rows(_ROWS, order_id)
    order = tables.row("select * from clean.orders where order_id = ?", order_id)
    if order is None:
        naming = tuple(f"{row['event_name']} at {tables.place(row)}" for row in rows)
        told = "no order source and no tracked purchase that is kept knows it; it binds nothing"
        unknown = Part("order", (told,), {"is_known": False})
        return Explanation("order", order_id, (unknown, Part("named by", naming)))
    own = tables.row("select * from events.events where event_id = ?", order["event_id"])
    telling = [row for row in rows if row["is_order_row"] or row["is_tracked"]]
    parts = (
        _state(order),
        Part(
            "rows",
            tuple(_told_row(tables, row, order) for row in telling),
            _row_facts(tables, telling),
        ),
        Part(
            "value",
            (value_of(tables, order),),
            {"value": order["value"], "currency": order["currency"]},
        ),
        *_whose(tables, order, own),
        _bound(tables, order),
    )
    return Explanation("order", order_id, parts)


def value_of(tables: Published, order: Row) -> str:
    """Where the one value of an order comes from."""
    value = money(order["value"], order["currency"])
    telling = [
        row
        for row in tables.rows(_ROWS, order["order_id"])
        if row["source_id"] == order["source_id"]
        and row["is_order_row"] != order["is_tracked_only"]
        and row["reason"] in (None, "order line", "test")
    ]
    if order["value"] is None:
        return "no value: neither its order source nor a tracked purchase gives one"
    if order["is_tracked_only"]:
        return f"{value}, as tracked: no order source knows the order"
    if all(row["value"] is None for row in telling):
        return f"{value}, as tracked: source {order['source_id']} gives none"
    if len(telling) == 1:
        return f"{value}, as source {order['source_id']} gives it"
    cancelled = sum(row["is_cancelled"] for row in telling)
    lines = counted(len(telling), "line")
    if 0 < cancelled < len(telling):
        lines += f" without {counted(cancelled, 'cancelled one')}"
    return f"{value}, the sum of {lines} of source {order['source_id']}"


def _state(order: Row) -> Part:
    told = [f"placed at {moment(order['ordered_at'])}, by source {order['source_id']}"]
    if order["is_tracked_only"]:
        told.append("no order source knows it: it is known from its tracked purchase alone")
    if order["is_cancelled"]:
        told.append("cancelled: it converts nothing")
    if order["is_test"]:
        told.append("a test: it converts nothing, and is nobody's")
    names = ("source_id", "ordered_at", "is_tracked_only", "is_cancelled", "is_test")
    return Part("order", tuple(told), {"is_known": True} | {name: order[name] for name in names})


def _told_row(tables: Published, row: Row, order: Row) -> str:
    kind = "order row" if row["is_order_row"] else "tracked purchase"
    became = f"left out: {row['reason']}" if row["reason"] else f"event {row['event_id']}"
    if row["reason"] is None and row["event_id"] == order["event_id"]:
        became += ", the order's own"
    value = money(row["value"], row["currency"])
    return f"{kind} {tables.place(row)} of source {row['source_id']}, {value}; {became}"


def _row_facts(tables: Published, rows: list[Row]) -> Row:
    return {
        "rows": [
            {
                "at": tables.place(row),
                "source_id": row["source_id"],
                "event_id": row["event_id"],
                "is_tracked": row["is_tracked"],
                "value": row["value"],
                "left_out": row["reason"],
            }
            for row in rows
        ]
    }


def _whose(tables: Published, order: Row, own: Row | None) -> tuple[Part, ...]:
    """The order's customer, journey and conversion, from its own event."""
    own_id = order["event_id"]
    if own is None:
        return (Part("person", (f"nobody: its own row, event {own_id}, is left out",)),)
    person = Part(
        "person",
        (own["person_id"] or "nobody", *identity_of(tables, own)),
        {"person_id": own["person_id"], "identified_by": own["identified_by"]},
    )
    placed = tables.row("select * from journeys.journey_events where event_id = ?", own_id)
    if placed is None:
        journey = Part("journey", (why_in_none(tables, own),), {"journey_number": None})
    else:
        number = placed["journey_number"]
        every = journeys_of(tables, placed["person_id"])
        its = next(one for one in every if one["journey_number"] == number)
        journey = Part("journey", (f"{told_journey(its)}; of {len(every)}",), its)
    return person, journey, _conversion(tables, order, own)


def _conversion(tables: Published, order: Row, own: Row) -> Part:
    counts = tables.row("select * from journeys.conversions where order_key = ?", order["order_id"])
    if counts:
        which = "its own event" if counts["event_id"] == order["event_id"] else "event"
        told = f"it converts journey {counts['journey_number']}, by {which} {counts['event_id']}"
    elif own["is_cancelled"]:
        told = "it converts nothing: it is cancelled or a test"
    elif own["person_id"] is None:
        told = "it converts no journey: it is nobody's"
    else:
        told = "it converts nothing: no event of it meets journey.conversion"
    return Part("conversion", (told,), {"event_id": counts and counts["event_id"]})


def _bound(tables: Published, order: Row) -> Part:
    events = tables.rows(
        "select events.event_id, events.event_name, events.occurred_at, placed.journey_number"
        " from events.events as events"
        " left join journeys.journey_events as placed on events.event_id = placed.event_id"
        " where events.order_id = ? and events.is_bound"
        " order by events.occurred_at, events.source_sequence, events.event_id",
        order["order_id"],
    )
    told = tuple(
        f"{event['event_name']} at {moment(event['occurred_at'])}, event {event['event_id']}"
        for event in events
    )
    shown = told[:_MOST_BOUND]
    if len(told) > _MOST_BOUND:
        shown += (f"and {len(told) - _MOST_BOUND:,} more",)
    return Part("bound", shown or ("no event is bound to it",), {"events": events})
