"""The data-quality page: where every row went, what the rules cover, how fresh the sources are."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cjm_analytics.charts import ledger_figure, sources_figure, unassigned_figure
from cjm_analytics.charts.quality import ledger, reason
from cjm_analytics.charts.sources import freshness
from cjm_analytics.language import Voice
from cjm_analytics.report.cards import Card, Tile, chart
from cjm_analytics.report.reconciliation_card import reconciliation_card
from cjm_analytics.report.sentences_quality import (
    coverage_headline,
    identity_headline,
    ledger_headline,
    left_out_headline,
    moved_sentence,
    quarantine_headline,
    sources_headline,
    unassigned_headline,
)
from cjm_analytics.report.tables import Cell, Column, Columns, Row, table

Tables = Mapping[str, list[dict[str, Any]]]


def quality_tiles(summary: Row, sources: list[Row], voice: Voice) -> list[Tile]:
    """Five numbers: landed, events, left out, quarantined, of nobody."""
    count = voice.numbers.count
    quarantined = summary["n_quarantined"] or 0
    return [
        Tile(
            voice.say("tile.landed"),
            count(summary["n_landed"]),
            voice.say("tile.landed_note", n=count(len(sources))),
        ),
        Tile(
            voice.say("tile.events"),
            count(summary["n_events"]),
            voice.say("tile.events_note", n=count(summary["n_derived"])),
        ),
        Tile(
            voice.say("tile.left_out"),
            count(summary["n_left_out"]),
            voice.say("tile.left_out_note"),
        ),
        Tile(
            voice.say("tile.quarantined"),
            count(quarantined),
            voice.say("tile.quarantined_note"),
            tone="bad" if quarantined else "",
        ),
        Tile(
            voice.say("tile.unidentified"),
            count(summary["n_unidentified"]),
            voice.say("tile.unidentified_note"),
        ),
    ]


def quality_cards(tables: Tables, summary: Row, voice: Voice) -> list[Card]:
    """The cards in reading order."""
    return [
        _ledger_card(summary, tables["left_out"], voice),
        _coverage_card(tables["rules"], voice),
        _unassigned_card(tables["unassigned_events"], summary, voice),
        _sources_card(tables["sources"], summary, voice),
        reconciliation_card(tables["reconciliation_total"][0], tables["reconciliation"], voice),
        _left_out_card(tables["left_out"], voice),
        _identity_card(summary, tables["moved"], voice),
        _quarantine_card(tables["quarantine"], summary, voice),
    ]


def _ledger_card(summary: Row, left_out: list[Row], voice: Voice) -> Card:
    headline = ledger_headline(summary, voice)
    make = Columns(voice)
    rows = [{"where": label, "n_rows": n} for label, n in ledger(summary, left_out, voice)]
    columns = [make.text("where", "col.where"), make.count("n_rows", "col.n_rows")]
    return Card(
        id="ledger",
        question=voice.say("ledger.question"),
        headline=headline,
        chart=chart(
            "ledger", headline, lambda narrow: ledger_figure(summary, left_out, voice, narrow)
        ),
        table=table("ledger", headline, columns, rows, voice),
        chart_notes=(voice.say("ledger.note"),),
    )


def _coverage_card(rules: list[Row], voice: Voice) -> Card:
    headline = coverage_headline(rules, voice)
    make = Columns(voice)
    rows = sorted(rules, key=lambda row: (row["phase_number"], row["rule_number"]))
    columns = [
        make.text("phase", "col.phase", lambda row: voice.phase(row["phase_id"])),
        make.count("rule_number", "col.rule_number"),
        make.text("rule_name", "col.rule"),
        make.count("n_events", "col.n_events"),
        make.fraction("share", "col.event_share"),
        make.count("n_shadowed", "col.n_shadowed"),
        make.text("state", "col.rule_state", lambda row: _rule_state(row, voice)),
    ]
    return Card(
        id="rules",
        question=voice.say("coverage.question"),
        headline=headline,
        table=table("rules", headline, columns, rows, voice),
        notes=(voice.say("coverage.note"),) if rules else (),
        table_is_open=True,
    )


def _rule_state(row: Row, voice: Voice) -> str:
    """Why a rule has no events: none matches it, or rules above it take them all."""
    if row["is_dead"]:
        return voice.say("rule.dead")
    return "" if row["n_events"] else voice.say("rule.shadowed")


def _unassigned_card(events: list[Row], summary: Row, voice: Voice) -> Card:
    headline = unassigned_headline(events, summary, voice)
    make = Columns(voice)
    rows = sorted(events, key=lambda row: (-row["n_events"], str(row["event_name"])))
    columns = [
        make.text("event_name", "col.event_name"),
        make.count("n_events", "col.n_events"),
        make.people("n_persons", "col.n_persons"),
        make.fraction("share", "col.event_share"),
    ]
    return Card(
        id="unassigned",
        question=voice.say("unassigned.question"),
        headline=headline,
        chart=chart(
            "unassigned", headline, lambda narrow: unassigned_figure(events, voice, narrow)
        ),
        table=table("unassigned_events", headline, columns, rows, voice),
        notes=(voice.say("unassigned.note"),) if events else (),
    )


def _sources_card(sources: list[Row], summary: Row, voice: Voice) -> Card:
    sources = sorted(sources, key=lambda row: row["source_id"])
    headline = sources_headline(sources, voice)
    make = Columns(voice)

    def fresh(row: Row) -> Cell:
        tone = "bad" if row["is_late"] else "good" if row["last_event_at"] else "quiet"
        return Cell(freshness(row, voice), row["lag_days"], tone=tone)

    columns = [
        make.text("source_id", "col.source"),
        make.text("kind", "col.kind"),
        Column("lag_days", voice.say("col.freshness"), fresh, is_number=False),
        make.day("first_event_at", "col.first_event"),
        make.day("last_event_at", "col.last_event"),
        make.count("n_files", "col.n_files"),
        make.count("n_vanished", "col.n_vanished"),
        make.count("n_landed", "col.n_landed"),
        make.count("n_ignored", "col.n_ignored"),
        make.count("n_quarantined", "col.n_quarantined"),
        make.count("n_left_out", "col.n_left_out"),
        make.count("n_events", "col.n_events"),
        make.text("drift", "col.drift", lambda row: str(row.get("drift") or "–")),
    ]
    data_end = summary["data_end_at"]
    return Card(
        id="sources",
        question=voice.say("sources.question"),
        headline=headline,
        chart=chart(
            "sources", headline, lambda narrow: sources_figure(sources, data_end, voice, narrow)
        ),
        table=table("sources", headline, columns, sources, voice),
        chart_notes=(voice.say("sources.note"),),
    )


def _left_out_card(left_out: list[Row], voice: Voice) -> Card:
    headline = left_out_headline(left_out, voice)
    rows = sorted(left_out, key=lambda row: (row["source_id"], -row["n_rows"], row["reason"]))
    make = Columns(voice)
    columns = [
        make.text("source_id", "col.source"),
        make.text("reason", "col.reason", lambda row: reason(row["reason"], voice)),
        make.count("n_rows", "col.n_rows"),
    ]
    return Card(
        id="left-out",
        question=voice.say("left_out.question"),
        headline=headline,
        table=table("left_out", headline, columns, rows, voice),
        table_is_open=True,
        is_half=True,
    )


def _identity_card(summary: Row, moved: list[Row], voice: Voice) -> Card:
    headline = identity_headline(summary, voice)
    since = moved_sentence(moved, voice)
    shown = [
        ("persons", "n_persons"),
        ("journeys", "n_all"),
        ("unassigned", "n_unassigned"),
        ("unidentified", "n_unidentified"),
        ("before", "n_before_any_journey"),
        ("derived", "n_derived"),
        ("other_currency", "n_other_currency"),
        *([("moved", "n_journeys_moved")] if since else []),
    ]
    rows = [
        {"what": voice.say(f"identity.{key}"), "n": summary[column], "key": key}
        for key, column in shown
    ]
    make = Columns(voice)
    of_people, of_events = make.people("n", "col.count"), make.count("n", "col.count")

    def number(row: Row) -> Cell:
        is_about_people = row["key"] in ("persons", "journeys", "unassigned", "moved")
        cell = (of_people if is_about_people else of_events).cell(row)
        return replace(cell, tone="strong")

    def about(row: Row) -> str:
        if row["key"] == "moved":
            n = voice.numbers.people(summary["n_journeys_compared"])
            return voice.say("identity.moved_note", n=n)
        return "" if row["key"] == "journeys" else voice.say(f"identity.{row['key']}_note")

    columns = [
        make.text("what", "col.what"),
        Column("n", voice.say("col.count"), number),
        make.text("about", "col.about", about),
    ]
    return Card(
        id="identity",
        question=voice.say("identity.question"),
        headline=headline,
        table=table("identity", headline, columns, rows, voice),
        notes=(since,) if since else (),
        table_is_open=True,
        is_half=True,
    )


def _quarantine_card(quarantine: list[Row], summary: Row, voice: Voice) -> Card:
    headline = quarantine_headline(summary, voice)
    rows = sorted(quarantine, key=lambda row: (row["source_id"], row["path"], row["line"] or 0))
    make = Columns(voice)
    columns = [
        make.text("source_id", "col.source"),
        make.text("reason", "col.reason"),
        make.text("path", "col.file"),
        make.count("line", "col.line"),
    ]
    return Card(
        id="quarantine",
        question=voice.say("quarantine.question"),
        headline=headline,
        table=table("quarantine", headline, columns, rows, voice),
        notes=(voice.say("quarantine.note"),) if quarantine else (),
        table_is_open=True,
    )
