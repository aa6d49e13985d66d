"""Which journey an event is in, why that journey opened, and the path it took."""

from datetime import datetime

from cjm_analytics.questions.explanations import Published, Row, counted, length, moment

_PLACED = "event_id, person_id, journey_number, event_number, occurred_at, phase_number"
_TOUCHES = (
    f"(select {_PLACED}, is_bound from journeys.journey_events"
    f" union all select {_PLACED}, false from journeys.repeat_purchases)"
)
_JOURNEY_ORDER = "order by event_number"


def journeys_of(tables: Published, person_id: str) -> list[Row]:
    """A person's journeys in order, each with its `path` and `opened_because`."""
    journeys = tables.rows(
        "select * from journeys.journeys where person_id = ? order by journey_number", person_id
    )
    openings = _openings(tables, person_id) if journeys else {}
    paths: dict[int, list[str]] = {}
    for visit in tables.rows(
        "select * from journeys.visits where person_id = ? order by journey_number, visit_number",
        person_id,
    ):
        paths.setdefault(visit["journey_number"], []).append(tables.phase(visit["phase_number"]))
    for journey in journeys:
        number = journey["journey_number"]
        journey["path"] = paths.get(number, [])
        journey["opening_event_id"], journey["opened_because"] = openings[number]
    return journeys


def told_journey(journey: Row) -> str:
    """A journey in one line."""
    path = " > ".join(journey["path"]) or "without a phase"
    until = journey["ended_at"] or journey["started_at"]
    derived = f" and {journey['n_derived']:,} derived" if journey["n_derived"] else ""
    return (
        f"{journey['journey_number']}: {moment(journey['started_at'])} to {moment(until)},"
        f" {counted(journey['n_events'], 'event')}{derived}, {path} {journey['ending']}"
    )


def place_of(tables: Published, event: Row) -> Row | None:
    """Where an event stands: its journey, its visit, which event of how many; None in none.

    `visit_number` is None for an unassigned event, which ends no visit and makes none.
    """
    placed = tables.row(f"select * from {_TOUCHES} where event_id = ?", event["event_id"])
    if placed is None:
        return None
    number = placed["journey_number"]
    touches = tables.rows(
        f"select event_id, phase_number from {_TOUCHES}"
        f" where person_id = ? and journey_number = ? {_JOURNEY_ORDER}",
        placed["person_id"],
        number,
    )
    visit, phase = 0, None
    visit_number: int | None = None
    for position, touch in enumerate(touches, start=1):
        if touch["phase_number"] not in (None, phase):
            visit, phase = visit + 1, touch["phase_number"]
        if touch["event_id"] == event["event_id"]:
            placed["position"], placed["n_in_journey"] = position, len(touches)
            visit_number = visit if touch["phase_number"] is not None else None
    placed["visit_number"] = visit_number
    return placed


def why_in_none(tables: Published, event: Row) -> str:
    """Why an event of events.events is in no journey."""
    if event["person_id"] is None:
        return "none: it is nobody's, and a journey is a person's"
    if event["is_bound"]:
        return f"none: order {event['order_id']}, to which it is bound, is in no journey"
    if event["initiated_by"] == "organisation":
        return "none: the organisation began it, and no journey was open by then"
    return "none: no journey was open by then"


def _openings(tables: Published, person_id: str) -> dict[int, tuple[str, str]]:
    """Each journey's first event with why it opened one, as journeys.journey_events has it."""
    touches = tables.rows(
        "select events.event_id, events.occurred_at, events.is_bound, phases.is_conversion,"
        " events.initiated_by = 'customer' and not events.is_bound as is_leading,"
        " placed.journey_number"
        " from events.events as events"
        " inner join phases.event_phases as phases on events.event_id = phases.event_id"
        " left join journeys.journey_events as placed on events.event_id = placed.event_id"
        " where events.person_id = ?"
        " order by events.occurred_at, events.source_sequence, events.event_id",
        person_id,
    )
    found: dict[int, tuple[str, str]] = {}
    led_at: datetime | None = None  # the latest event that the customer began and no order bound
    open_at: datetime | None = None  # that, or the latest conversion
    converted_at: datetime | None = None
    for touch in touches:
        at, number = touch["occurred_at"], touch["journey_number"]
        if number is not None and number not in found and not touch["is_bound"]:
            because = _because(tables, touch, led_at, open_at, converted_at)
            found[number] = (touch["event_id"], because)
        if touch["is_leading"]:
            led_at = at
        if touch["is_leading"] or touch["is_conversion"]:
            open_at = at
        if touch["is_conversion"]:
            converted_at = at
    return found


def _because(
    tables: Published,
    touch: Row,
    led_at: datetime | None,
    open_at: datetime | None,
    converted_at: datetime | None,
) -> str:
    """Which of the reasons to open a journey holds, tried in the order in which they are built."""
    silence, cooldown = tables.length("journey.silence"), tables.length("journey.cooldown")
    at: datetime = touch["occurred_at"]
    if touch["is_leading"]:
        if led_at is None:
            return "it is the first event that this person began"
        if at > led_at + silence:
            return (
                f"it came after {length(at - led_at)} of silence, more than journey.silence"
                f" ({length(silence)})"
            )
    elif touch["is_conversion"]:
        if open_at is None:
            return "it is a conversion that the organisation entered, with no journey before it"
        if at > open_at + silence:
            return (
                "it is a conversion that the organisation entered, after"
                f" {length(at - open_at)} of silence"
            )
    if touch["is_leading"] and converted_at is not None and at >= converted_at + cooldown:
        return (
            f"it is the first orientation again, {length(at - converted_at)} after a conversion;"
            f" journey.cooldown is {length(cooldown)}"
        )
    raise LookupError(f"{touch['event_id']} opens a journey for no known reason")
