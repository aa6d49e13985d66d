"""All changes together: the line of each on the journey page, and their own page when many."""

from collections.abc import Callable, Sequence

from cjm_analytics.language import Voice
from cjm_analytics.report.cards import Card, Entry
from cjm_analytics.report.change import Change
from cjm_analytics.report.change_page import page_name
from cjm_analytics.report.page import Page
from cjm_analytics.report.sentences_change import change_sentence, changes_sentence
from cjm_analytics.report.tables import Cell, Column, Columns, Row, table

OVERVIEW = "changes"  # the page of all of them, where there are more than one
_MOST = 5  # on the journey page; all of them are on the page of changes
Href = Callable[[str], str]  # from the name of a page to its file


def latest_first(changes: Sequence[Change]) -> list[Change]:
    """The youngest change on top; of one day, in the order of journey.yml."""
    return sorted(changes, key=lambda change: change.date_on, reverse=True)


def changes_card(changes: Sequence[Change], href: Href, voice: Voice) -> Card:
    """What each change did, in one sentence; the latest few, and where the others are."""
    entries = [_entry(change, href, voice) for change in latest_first(changes)[:_MOST]]
    if len(changes) > _MOST:
        n = voice.numbers.count(len(changes))
        entries.append(Entry(text=voice.say("changes.all", n=n), href=href(OVERVIEW)))
    return Card(
        id="changes",
        question=voice.say("changes.question"),
        headline=changes_sentence(changes, voice)
        if len(changes) > 1
        else voice.say("changes.one", change=changes[0].label),
        entries=tuple(entries),
        notes=(voice.say("changes.caveat" if len(changes) > 1 else "change.caveat"),),
    )


def _entry(change: Change, href: Href, voice: Voice) -> Entry:
    outcome = change.main
    label = outcome.badge(voice) if change.is_still_asked else voice.say("verdict.none")
    return Entry(
        text=f"{change_sentence(change, outcome, voice)}.",
        href=href(page_name(change.id)),
        label=f"{label} · {voice.say('status.' + outcome.row['status']).lower()}",
        tone=outcome.tone,
        name=change.label,
        note=voice.numbers.calendar_day(change.date_on),
    )


def changes_page(changes: Sequence[Change], href: Href, voice: Voice) -> Page:
    """The page of all changes: a sentence each, and a table."""
    listed = latest_first(changes)
    headline = voice.say("changes.latest")
    rows: list[Row] = [{"change": change, **change.main.row} for change in listed]
    card = Card(
        id="all-changes",
        question=voice.say("changes.question"),
        headline=headline,
        entries=tuple(_entry(change, href, voice) for change in listed),
        table=table("changes", headline, _columns(voice), rows, voice),
    )
    return Page(
        name=OVERVIEW,
        section="changes",
        title=changes_sentence(changes, voice),
        lead=voice.say("changes.caveat"),
        cards=[card],
    )


def _columns(voice: Voice) -> list[Column]:
    make = Columns(voice)

    def day(row: Row) -> Cell:
        on = row["change"].date_on
        return Cell(voice.numbers.calendar_day(on), on.isoformat())

    def estimate(row: Row) -> Cell:
        if not row["change"].main.is_judged:
            return Cell("–", None)
        return Cell(row["change"].main.unit.difference(row["estimate"]), row["estimate"])

    def interval(row: Row) -> Cell:
        if not row["change"].main.is_judged:
            return Cell("–", (None, None))
        ends = row["ci_low"], row["ci_high"]
        return Cell(row["change"].main.unit.interval(*ends), ends)

    def verdict(row: Row) -> Cell:
        outcome = row["change"].main
        return Cell(outcome.badge(voice), row["verdict"], tone=outcome.tone)

    return [
        make.text("change", "col.change", lambda row: row["change"].label),
        Column("date_on", voice.say("fact.date"), day, is_number=False),
        make.text("kpi", "col.kpi", lambda row: row["change"].main.label),
        Column("estimate", voice.say("col.estimate"), estimate),
        Column("ci_low", voice.say("col.interval"), interval, csv_keys=("ci_low", "ci_high")),
        Column("verdict", voice.say("col.verdict"), verdict, is_number=False),
        make.text("status", "col.status", lambda row: voice.say(f"status.{row['status']}")),
        make.day("decide_at", "fact.decide_on"),
        make.text("change_id", "col.code", is_csv_only=True),
    ]
