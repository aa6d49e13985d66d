"""A person: the identifiers, what joined them, the visitors and when, the journeys."""

from cjm_analytics.questions.explain_identity import hops_between, overlinked
from cjm_analytics.questions.explain_journeys import journeys_of, told_journey
from cjm_analytics.questions.explanations import (
    Explanation,
    Part,
    Published,
    Row,
    counted,
    moment,
)

_MOST = 50  # lines of one part; JSON has all


def explain_person(tables: Published, person_id: str) -> Explanation:
    """A person, known by customer-level identifiers or only as a visitor."""
    parts = (
        _identifiers(tables, person_id),
        _links(tables, person_id),
        _visitors(tables, person_id),
        _events(tables, person_id),
        _journeys(tables, person_id),
    )
    return Explanation("person", person_id, parts)


def explain_visitor(tables: Published, visitor_id: str) -> Explanation:
    """A cookie or device: whose it was, and when."""
    known = tables.row("select * from identity.visitors where visitor_id = ?", visitor_id)
    told: list[str] = []
    periods = _periods(tables, "visitor_id", visitor_id)
    if known is None:
        told.append(f"it never logged in: it is the person visitor:{visitor_id}")
    elif known["is_overlinked"]:
        told.append(
            f"it logged in as {counted(known['n_customers'], 'customer')}, more than"
            f" identity.max_links ({tables.setting('identity.max_links')}): it belongs to nobody"
        )
    told += [_told_period(period) for period in periods]
    logins = tables.rows(
        "select identifier, count(*) as n_logins, min(occurred_at) as first_at"
        " from identity.logins where visitor_id = ? group by identifier"
        " order by first_at, identifier",
        visitor_id,
    )
    named = tuple(
        f"{login['identifier']}: {counted(login['n_logins'], 'time')}, first at"
        f" {moment(login['first_at'])}"
        for login in logins
    )
    parts = (
        Part("whose", tuple(told), {"periods": periods}),
        Part("log-ins", _shortened(named) or ("none",), {"identifiers": logins}),
    )
    return Explanation("visitor", visitor_id, parts)


def _identifiers(tables: Published, person_id: str) -> Part:
    known = tables.rows(
        "select components.identifier, identifiers.n_linked, identifiers.is_overlinked"
        " from identity.components as components inner join identity.identifiers as identifiers"
        " on components.identifier = identifiers.identifier"
        " where components.person_id = ? order by components.identifier",
        person_id,
    )
    told = [
        (row["is_overlinked"] and overlinked(tables, row["identifier"])) or row["identifier"]
        for row in known
    ]
    if not known:
        told = ["none: a visitor that never logged in is a person of its own"]
    return Part("known as", _shortened(tuple(told)), {"identifiers": known})


def _links(tables: Published, person_id: str) -> Part:
    hops = hops_between(tables, person_id)
    told = tuple(f"{one} and {other}: both stand on {where}" for one, other, where in hops)
    facts = [{"one": one, "other": other, "together_on": where} for one, other, where in hops]
    return Part("joined by", _shortened(told) or ("nothing to join",), {"links": facts})


def _visitors(tables: Published, person_id: str) -> Part:
    periods = _periods(tables, "person_id", person_id)
    told = [f"{period['visitor_id']}: {_told_period(period)}" for period in periods]
    if person_id.startswith("visitor:"):
        told.append(f"{person_id.removeprefix('visitor:')}: it never logged in")
    return Part("visitors", _shortened(tuple(told)) or ("none",), {"periods": periods})


def _periods(tables: Published, column: str, value: str) -> list[Row]:
    return tables.rows(
        "select visitor_id, period_number, person_id, from_at, from_event_id, until_at,"
        f" until_event_id from identity.visitor_periods where {column} = ?"
        " order by visitor_id, period_number",
        value,
    )


def _told_period(period: Row) -> str:
    since = f"log-in at {moment(period['from_at'])}, event {period['from_event_id']}"
    start = f"from the beginning ({since})" if period["period_number"] == 1 else f"from {since}"
    end = f", until {moment(period['until_at'])}" if period["until_at"] is not None else ""
    return f"{period['person_id'] or 'nobody'}, {start}{end}"


def _events(tables: Published, person_id: str) -> Part:
    counts = tables.rows(
        "select identified_by, count(*) as n_events from events.events where person_id = ?"
        " group by identified_by order by identified_by",
        person_id,
    )
    told = tuple(f"{counted(row['n_events'], 'event')} by {row['identified_by']}" for row in counts)
    return Part("events", told, {row["identified_by"]: row["n_events"] for row in counts})


def _journeys(tables: Published, person_id: str) -> Part:
    journeys = journeys_of(tables, person_id)
    told = tuple(
        f"{told_journey(journey)}; opened because {journey['opened_because']}"
        for journey in journeys
    )
    return Part("journeys", _shortened(told) or ("none",), {"journeys": journeys})


def _shortened(told: tuple[str, ...]) -> tuple[str, ...]:
    more = (f"and {len(told) - _MOST:,} more",) if len(told) > _MOST else ()
    return told[:_MOST] + more
