"""Why an event, person, order, row or rule is what it is in the last run: `cjm explain`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cjm_analytics.questions.explain_events import explain_derived, explain_event
from cjm_analytics.questions.explain_files import asked_row, explain_file_rows, files_asked
from cjm_analytics.questions.explain_orders import explain_order
from cjm_analytics.questions.explain_people import explain_person, explain_visitor
from cjm_analytics.questions.explain_rules import explain_rules
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

    `wanted`: an event's, order's, person's or visitor's id, an identifier as `customer:17`, a row
    as `exports/orders.csv:12`, or a rule's name. Raises NothingPublished, or NotFound with what
    is near.
    """
    try:
        wanted.encode()
    except UnicodeEncodeError:
        raise NotFound(f"no id is '{wanted}': that is no UTF-8 text") from None
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
    if asked := asked_row(wanted):
        yield from explain_file_rows(tables, asked)
    yield from explain_rules(tables, wanted)


def _not_found(tables: Published, wanted: str) -> str:
    if not wanted.strip():
        return "an id is never empty; give that of an event, order, person, visitor or row"
    if "@" in wanted:
        return "e-mail addresses are kept as keyed hashes only; give the order's or event's id"
    asked = asked_row(wanted)
    if asked and (files := files_asked(tables, asked)):
        has = ", ".join(dict.fromkeys(f"{file['path']} has {file['n_read']:,}" for file in files))
        return f"there is no row {asked.line}: {has}, a header apart, which is row 1"
    said = f"no event, order, person, visitor, row or rule '{wanted}' in the last run"
    near = _near(tables, wanted, asked.path if asked else wanted)
    if not near:
        return f"{said}; ids are as in the published tables, as site:… for an event of source site"
    hint = "; name a row of a file as FILE:12" if near[0].startswith("file ") and not asked else ""
    return f"{said}; near are: {', '.join(near)}{hint}"


def _near(tables: Published, wanted: str, path: str) -> list[str]:
    """The ids most like the one that was asked for, each with its kind, files by their name."""
    found = tables.rows(
        """
        with known as (
            select distinct event_id as id, 'event' as kind from landed.events
            union all
            select order_id, 'order' from clean.orders
            union all
            select identifier, 'person' from identity.components
            union all
            select distinct visitor_id, 'visitor' from landed.events where visitor_id is not null
            union all
            select rule_name, 'rule' from declared.rules
            union all
            select distinct path, 'file' from landed.files
        ),

        compared as (
            select
                id,
                kind,
                lower(case when kind = 'file' then parse_filename(id) else id end) as name,
                lower(case when kind = 'file' then parse_filename($2) else $1 end) as asked
            from known
        )

        select kind || ' ' || id as near
        from compared
        where asked <> '' and (contains(name, asked) or jaro_winkler_similarity(name, asked) > $3)
        order by contains(name, asked) desc, jaro_winkler_similarity(name, asked) desc, near
        limit $4
        """,
        wanted,
        path,
        _ALIKE,
        _MOST_NEAR,
    )
    return [row["near"] for row in found]
