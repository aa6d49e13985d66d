"""Who a row was given to and why: the order, the identifiers or the visitor's log-ins behind it."""

from collections import deque

from cjm_analytics.questions.explanations import Published, Row, counted, moment

_KEPT = """
    select events.*, 'customer:' || events.customer_id as customer_identifier
    from landed.events as events
    left join clean.left_out as left_out
        on events.file_id = left_out.file_id and events.line = left_out.line
    where (left_out.reason is null or left_out.reason = 'order line')
"""
Hop = tuple[str, str, str]  # two identifiers, and where they appear together


def identity_of(tables: Published, event: Row) -> list[str]:
    """Why an event of events.events is this person's, or nobody's, as sentences."""
    match event["identified_by"]:
        case "order":
            return _by_order(tables, event["order_id"])
        case "customer":
            return _by_own_identifier(tables, event)
        case "visitor":
            return by_visitor(tables, event)
    return _of_nobody(tables, event)


def hops_between(tables: Published, person_id: str) -> list[Hop]:
    """Every pair of a person's identifiers that appear together, each with a place where."""
    members = [
        row["identifier"]
        for row in tables.rows(
            "select identifier from identity.components where person_id = ? order by all", person_id
        )
    ]
    pairs = tables.rows(
        "select identifier, linked_identifier from identity.links"
        " where identifier < linked_identifier and list_contains(?, identifier) order by all",
        members,
    )
    appearing = _places(tables, members) if pairs else {}
    return [
        (one, other, _together(tables, appearing, one, other))
        for one, other in ((pair["identifier"], pair["linked_identifier"]) for pair in pairs)
    ]


def overlinked(tables: Published, identifier: str) -> str | None:
    """What is to be told of an identifier that joins nothing, else None."""
    known = tables.row("select * from identity.identifiers where identifier = ?", identifier)
    if not known or not known["is_overlinked"]:
        return None
    return (
        f"{identifier} appears with {counted(known['n_linked'], 'other identifier')}, more than"
        f" identity.max_links ({tables.setting('identity.max_links')}): it joins none of them"
    )


def chain(tables: Published, identifier: str, person_id: str) -> list[str]:
    """How an identifier leads to the person: the shortest way over what appears together."""
    if told := overlinked(tables, identifier):
        return [told]
    if identifier == person_id:
        return []
    neighbours: dict[str, list[tuple[str, str]]] = {}
    for one, other, where in hops_between(tables, person_id):
        neighbours.setdefault(one, []).append((other, where))
        neighbours.setdefault(other, []).append((one, where))
    way: dict[str, list[Hop]] = {identifier: []}
    waiting = deque([identifier])
    while waiting and person_id not in way:
        at = waiting.popleft()
        for following, where in sorted(neighbours.get(at, [])):
            if following not in way:
                way[following] = [*way[at], (at, following, where)]
                waiting.append(following)
    return [
        f"{one} and {other} are one person: both stand on {where}"
        for one, other, where in way.get(person_id, [])
    ]


def by_visitor(tables: Published, event: Row) -> list[str]:
    """Why a visitor's event is of the person that the visitor then belonged to."""
    visitor = event["visitor_id"]
    known = tables.row("select * from identity.visitors where visitor_id = ?", visitor)
    if known is None:
        return [f"visitor {visitor} never logged in, and is a person of its own"]
    period = _period(tables, event)
    if known["is_overlinked"] or period is None:
        return [_overlinked_visitor(tables, visitor, known["n_customers"])]
    login = tables.row("select * from identity.logins where event_id = ?", period["from_event_id"])
    row = _kept_row(tables, period["from_event_id"])
    assert login
    named = f"{login['identifier']} ({tables.place(row)})"
    if _moment_of(event) < (period["from_at"], period["from_sequence"], period["from_event_id"]):
        told = [
            f"visitor {visitor} first logged in after it, at {moment(period['from_at'])}, as"
            f" {named}; what a visitor does before its first log-in is that customer's"
        ]
    elif event["event_id"] == period["from_event_id"]:
        told = [f"with it visitor {visitor} logged in as {named}"]
    else:
        told = [f"visitor {visitor} logged in as {named} at {moment(period['from_at'])}"]
    if period["until_at"] is not None:
        after = tables.row(
            "select person_id from identity.visitor_periods"
            " where visitor_id = ? and period_number = ?",
            visitor,
            period["period_number"] + 1,
        )
        whose = (after and after["person_id"]) or "somebody who cannot be told"
        told.append(f"from {moment(period['until_at'])} the visitor belongs to {whose}")
    if period["person_id"] is None:
        return [*told, overlinked(tables, login["identifier"]) or "that log-in joins nothing"]
    return told + chain(tables, login["identifier"], period["person_id"])


def _by_order(tables: Published, order_id: str) -> list[str]:
    order = tables.row("select * from clean.orders where order_id = ?", order_id)
    owner = tables.row("select * from identity.order_persons where order_id = ?", order_id)
    assert order
    assert owner
    naming = (
        f"{_KEPT} and events.order_id = ?"
        " and (events.record = 'order'"
        " or (events.record = 'event' and events.event_name = 'purchase'))"
    )
    order_of = "order by occurred_at, source_sequence, event_id"
    if not owner["is_by_visitor"]:
        row = tables.row(
            f"{naming} and coalesce(customer_identifier, events.email_id) = ? {order_of}",
            order_id,
            order["identifier"],
        )
        where = f" ({tables.place(row)})" if row else ""
        told = [f"it names order {order_id}, which is of {order['identifier']}{where}"]
        return told + chain(tables, order["identifier"], owner["person_id"])
    tracked = tables.rows(f"{naming} and events.visitor_id is not null {order_of}", order_id)
    row = next(row for row in tracked if _owner_then(tables, row) == owner["person_id"])
    told = [f"it names order {order_id}, which names no customer and is its visitor's"]
    return told + by_visitor(tables, row)


def _by_own_identifier(tables: Published, event: Row) -> list[str]:
    row = _kept_row(tables, event["event_id"])
    customer = f"customer:{row['customer_id']}" if row["customer_id"] is not None else None
    identifier = customer or row["email_id"]
    told = [f"it names {identifier} itself"]
    if customer and row["email_id"] and (more := overlinked(tables, row["email_id"])):
        told.append(more)
    return told + chain(tables, identifier, event["person_id"])


def _of_nobody(tables: Published, event: Row) -> list[str]:
    if event["visitor_id"] is None:
        return ["nobody: it carries no visitor, no customer and no order that is anybody's"]
    told = by_visitor(tables, event)
    return ["nobody: no customer is named, and its visitor is nobody's at that moment", *told]


def _overlinked_visitor(tables: Published, visitor: str, n_customers: int) -> str:
    return (
        f"visitor {visitor} logged in as {counted(n_customers, 'customer')}, more than"
        f" identity.max_links ({tables.setting('identity.max_links')}): it belongs to nobody"
    )


def _moment_of(event: Row) -> tuple[object, ...]:
    return event["occurred_at"], event["source_sequence"], event["event_id"]


def _owner_then(tables: Published, event: Row) -> str | None:
    """Whose the event's visitor was at its moment."""
    if tables.row("select 1 from identity.visitors where visitor_id = ?", event["visitor_id"]):
        period = _period(tables, event)
        return period["person_id"] if period else None
    return f"visitor:{event['visitor_id']}"


def _period(tables: Published, event: Row) -> Row | None:
    """The visitor's period that holds the event, as identity.event_visitors finds it."""
    found = None
    for period in tables.rows(
        "select * from identity.visitor_periods where visitor_id = ? order by period_number",
        event["visitor_id"],
    ):
        start = (period["from_at"], period["from_sequence"], period["from_event_id"])
        if period["period_number"] == 1 or start <= _moment_of(event):
            found = period
    return found


def _kept_row(tables: Published, event_id: str) -> Row:
    row = tables.row(
        f"{_KEPT} and events.event_id = ? order by left_out.reason nulls first", event_id
    )
    assert row
    return row


def _places(tables: Published, identifiers: list[str]) -> dict[str, dict[str, Row]]:
    """The rows on which identifiers stand: by place (an event, or an order), then identifier."""
    found: dict[str, dict[str, Row]] = {}
    for row in tables.rows(
        f"{_KEPT} and (list_contains($1, 'customer:' || events.customer_id)"
        " or list_contains($1, events.email_id))"
        " order by events.occurred_at, events.source_sequence, events.event_id, events.line",
        identifiers,
    ):
        is_order = row["record"] == "order" or (
            row["record"] == "event" and row["event_name"] == "purchase"
        )
        named = row["order_id"] if is_order else None
        place = f"order {named}" if named is not None else f"event {row['event_id']}"
        for identifier in (row["customer_identifier"], row["email_id"]):
            if identifier is not None:
                found.setdefault(place, {}).setdefault(identifier, row)
    return found


def _together(tables: Published, places: dict[str, dict[str, Row]], one: str, other: str) -> str:
    """The first place where both stand, with the rows."""
    for place, rows in places.items():
        if one in rows and other in rows:
            where = dict.fromkeys(tables.place(rows[identifier]) for identifier in (one, other))
            return f"{place} ({' and '.join(where)})"
    raise LookupError(f"{one} and {other} appear nowhere together")  # identity.links would be wrong
