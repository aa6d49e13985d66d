"""Why an event, a person or an order is what it is, as the last run has it: `cjm explain`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cjm_analytics.questions.explain_events import (
    explain_derived,
    explain_event,
    explain_line,
)
from cjm_analytics.questions.explain_orders import explain_order
from cjm_analytics.questions.explain_people import explain_person, explain_visitor
from cjm_analytics.questions.explanations import (
    Explanation,
    NothingPublished,
    Part,
    Published,
    Row,
)

__all__ = ["Explained", "Explanation", "NotFound", "NothingPublished", "Part", "explain"]

_MOST_NEAR = 5
_ALIKE = 0.9  # of Jaro and Winkler's similarity, where 1 is the same


class NotFound(LookupError):
    """The published tables know no such id; the message names those that are near."""


@dataclass(frozen=True)
class Explained:
    """What an id stands for, most often one thing, and the run that it is told of.

    `definition`: the text of journey.yml as that run read it.
    """

    run_id: str
    definition: str
    definition_hash: str
    explanations: tuple[Explanation, ...]

    def plain(self) -> Row:
        """For JSON."""
        return {
            "run_id": self.run_id,
            "definition_hash": self.definition_hash,
            "explanations": [one.plain() for one in self.explanations],
        }


def explain(published: Path, wanted: str) -> Explained:
    """What is known of an id in warehouse/published.duckdb.

    `wanted`: an event's, order's, person's or visitor's id, an identifier as `customer:17`, or a
    row as `exports/orders.csv:12`. Raises NothingPublished, or NotFound with what is near.
    """
    tables = Published(published)
    try:
        found = tuple(_explanations(tables, wanted))
        if not found:
            raise NotFound(_not_found(tables, wanted))
        run = tables.run
        return Explained(run["run_id"], run["definition"], run["definition_hash"], found)
    finally:
        tables.close()


def _explanations(tables: Published, wanted: str) -> Iterator[Explanation]:
    known = tables.row(
        "select bool_or(event_id = $1) as is_event, bool_or(order_id = $1) as is_order,"
        " bool_or(visitor_id = $1) as is_visitor from landed.events",
        wanted,
    )
    assert known
    if known["is_event"]:
        yield explain_event(tables, wanted)
    elif derived := tables.row("from journeys.repeat_purchases where event_id = ?", wanted):
        yield explain_derived(tables, derived)
    if known["is_order"]:
        yield explain_order(tables, wanted)
    if tables.row("select 1 from events.events where person_id = ? limit 1", wanted):
        yield explain_person(tables, wanted)
    elif row := tables.row("from identity.components where identifier = ?", wanted):
        yield explain_person(tables, row["person_id"])
    if known["is_visitor"]:
        yield explain_visitor(tables, wanted)
    yield from _at_line(tables, wanted)


def _at_line(tables: Published, wanted: str) -> Iterator[Explanation]:
    """A row by its file and line: landed, in quarantine, or neither."""
    asked = re.fullmatch(r"(.+):([0-9]{1,18})", wanted)
    if not asked:
        return
    path, line = asked.group(1).removeprefix("./"), int(asked.group(2))
    files = tables.rows("from landed.files where path = ? order by source_id", path)
    file_ids = [file["file_id"] for file in files]
    if landed := explain_line(tables, file_ids, line):
        yield landed
    elif unread := tables.row(
        "from landed.quarantine where list_contains(?, file_id) and line = ?", file_ids, line
    ):
        told = [f"in quarantine: {unread['reason']}"]
        if unread["content"]:
            told.append(f"it says: {unread['content']}")
        yield Explanation(
            "row", wanted, (Part("cleaning", tuple(told), {"is_kept": False, **unread}),)
        )
    elif files:
        file = files[0]
        told = [
            f"no row of {path} was landed from line {line}; of its {file['n_read']:,} rows"
            f" {file['n_ignored']:,} are no record, as its source or kind says"
        ]
        yield Explanation("row", wanted, (Part("cleaning", tuple(told), {"is_kept": False}),))


def _not_found(tables: Published, wanted: str) -> str:
    if "@" in wanted:
        return "e-mail addresses are kept as keyed hashes only; give the order's or event's id"
    near = tables.rows(
        """
        with known as (
            select distinct event_id as id, 'event' as kind from landed.events
            union all
            select order_id, 'order' from clean.orders
            union all
            select identifier, 'person' from identity.components
            union all
            select distinct visitor_id, 'visitor' from landed.events where visitor_id is not null
        )

        select id, kind
        from known
        where contains(lower(id), lower($1)) or jaro_winkler_similarity(id, $1) > $2
        order by contains(lower(id), lower($1)) desc, jaro_winkler_similarity(id, $1) desc, id, kind
        limit $3
        """,
        wanted,
        _ALIKE,
        _MOST_NEAR,
    )
    said = f"no event, order, person or visitor '{wanted}' in the last run"
    if not near:
        return f"{said}; ids are as in the published tables, as site:… for an event of source site"
    return f"{said}; near are: " + ", ".join(f"{row['kind']} {row['id']}" for row in near)
