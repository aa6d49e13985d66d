"""What cleaning decided about a row: kept before its copies, or left out and why."""

from pathlib import PurePath

from cjm_analytics.questions.explanations import Part, Published, Row, listed, moment

LANDED = """
    select events.*, left_out.reason
    from landed.events as events
    left join clean.left_out as left_out
        on events.file_id = left_out.file_id and events.line = left_out.line
"""
_FLAGS = {"bot": "not human", "test": "a test"}


def about_place(tables: Published, landed: Row) -> list[str]:
    """What the number after the file's name counts, and under which other names the file lies."""
    path, *others = tables.paths.get(landed["file_id"], ["?"])
    counts = {".csv": "rows, of which the header is 1", ".json": "records", ".jsonl": "records"}
    ending = PurePath(path.removesuffix(".gz")).suffix
    told = [f"the number counts {counts.get(ending, 'rows')}, not lines of text"]
    if others:
        told.append(f"the same content lies at {listed(others)}")
    return told


def rows_of_event(tables: Published, event_id: str) -> list[Row]:
    """The landed rows with this event id, the one that survived first."""
    return tables.rows(
        f"{LANDED} where events.event_id = ?"
        " order by coalesce(left_out.reason = 'duplicate', false), events.file_id, events.line",
        event_id,
    )


def kept_part(tables: Published, landed: Row, rows: list[Row]) -> Part:
    """That a row was kept, and before which others of the same id."""
    copies = [row for row in rows if row["reason"]]
    told = ["kept"]
    if copies:
        places = listed(tables.place(copy) for copy in copies)
        told.append(f"copies with the same id are left out: {places}")
        told.append(_why_it_survived(landed, copies))
    facts = {"is_kept": True, "copies": [tables.place(copy) for copy in copies]}
    return Part("cleaning", tuple(told), facts)


def _why_it_survived(survivor: Row, copies: list[Row]) -> str:
    if all(copy["updated_at"] != survivor["updated_at"] for copy in copies):
        return f"this copy survived: it was updated last, at {moment(survivor['updated_at'])}"
    if all(copy["content_hash"] == survivor["content_hash"] for copy in copies):
        return "this copy survived: they say the same, and its file_id and line come first"
    return "this copy survived: latest updated_at, then greatest hash of what it says"


def left_out_part(tables: Published, landed: Row, rows: list[Row]) -> Part:
    """Why a row became no event, and which other stands for it."""
    reason = landed["reason"]
    survivor = rows[0] if reason == "duplicate" else _survivor(tables, landed)
    if survivor:
        stands = f"{survivor['event_id']} ({tables.place(survivor)})"
        also = f", which is itself left out: {survivor['reason']}" if survivor["reason"] else ""
    if reason == "future":
        told = f"it lies more than 24 hours after the run's moment, {moment(tables.run['as_of'])}"
    elif reason in _FLAGS:
        told = f"its export, or a flag in journey.yml, says that it is {_FLAGS[reason]}"
    elif reason == "duplicate":
        told = f"the same id as {stands}, the copy that survived{also}"
    elif reason == "duplicate order":
        told = f"order {landed['order_id']} is tracked by event {stands} of the same source"
    else:
        told = f"a further line of order {landed['order_id']}, summed into {stands}"
    facts = {
        "is_kept": False,
        "reason": reason,
        "survivor": survivor and {"event_id": survivor["event_id"], "at": tables.place(survivor)},
    }
    return Part("cleaning", (f"left out: {reason}", told), facts)


def _survivor(tables: Published, landed: Row) -> Row | None:
    """The row that stands for a purchase tracked twice, or for a further line of an order."""
    if landed["reason"] not in ("duplicate order", "order line"):
        return None
    is_order = landed["reason"] == "order line"
    return tables.row(
        f"{LANDED} where left_out.reason is null and events.source_id = ? and events.order_id = ?"
        + (
            " and events.record = 'order'"
            if is_order
            else " and events.record = 'event' and events.event_name = 'purchase'"
        ),
        landed["source_id"],
        landed["order_id"],
    )
