"""The journey page: five numbers, funnel, conversions, times, routes, KPIs."""

import itertools
from collections.abc import Mapping
from typing import Any

from cjm_analytics.charts import (
    conversions_figure,
    fold_flows,
    funnel_figure,
    kpis_figure,
    sankey_figure,
    times_figure,
)
from cjm_analytics.language import SMALL, Voice
from cjm_analytics.report.cards import Card, Tile, chart, legend
from cjm_analytics.report.kpi_table import kpi_table
from cjm_analytics.report.path_cards import conformance_card, variants_card
from cjm_analytics.report.reconciliation_card import capture_warning
from cjm_analytics.report.sentences import (
    conversion_headline,
    drop_off_headline,
    flows_headline,
    kpis_headline,
    times_headline,
)
from cjm_analytics.report.tables import Column, Columns, Row, Table, table

Tables = Mapping[str, list[dict[str, Any]]]


def journey_tiles(summary: Row, capture: Row, voice: Voice) -> list[Tile]:
    """The five numbers that a reader wants first. `capture`: report.reconciliation_total."""
    numbers = voice.numbers
    converted, closed = summary["n_converted"], summary["n_closed"]
    interval = numbers.interval(
        summary["conversion_low"], summary["conversion_high"], converted, closed
    )
    closed_of = voice.say("tile.converted_note", interval=interval, n=numbers.people(closed))
    warning = capture_warning(capture, voice) if interval else ""
    return [
        Tile(
            voice.say("tile.journeys"),
            numbers.people(summary["n_all"]),
            voice.say("tile.journeys_note", persons=numbers.people(summary["n_persons"])),
        ),
        Tile(
            voice.say("tile.converted"),
            numbers.share(summary["conversion_rate"], converted, closed),
            "; ".join(filter(None, (closed_of, warning))) if interval else "",
            tone="bad" if warning else "",
        ),
        Tile(
            voice.say("tile.revenue"),
            numbers.money(summary["revenue"], summary["currency"]),
            voice.say("tile.revenue_note", n=numbers.count(summary["n_orders"])),
        ),
        Tile(
            voice.say("tile.open"), numbers.people(summary["n_open"]), voice.say("tile.open_note")
        ),
        Tile(
            voice.say("tile.coverage"),
            numbers.percent(summary["rule_coverage"]),
            voice.say("tile.coverage_note", n=numbers.count(summary["n_events"])),
        ),
    ]


def journey_cards(
    tables: Tables,
    kpis: Mapping[str, Any],
    personas: Mapping[str, Any],
    maturity_days: float,
    voice: Voice,
) -> list[Card]:
    """The cards in reading order. `kpis`, `personas`: those of journey.yml by id."""
    funnel = sorted(tables["funnel"], key=lambda row: row["phase_number"])
    return [
        _funnel_card(funnel, voice),
        _conversion_card(funnel, maturity_days, voice),
        _times_card(funnel, voice),
        _flows_card(tables["flows"], voice),
        variants_card(tables["variants"], voice),
        conformance_card(tables["conformance"], personas, voice),
        _kpis_card(tables["kpis"], kpis, voice),
    ]


def _funnel_card(funnel: list[Row], voice: Voice) -> Card:
    headline = drop_off_headline(funnel, voice)
    make = Columns(voice)
    # the step rate needs the count of the row before
    rows = [
        {**row, "n_previous": before["n_reached"] if before else None}
        for row, before in zip(funnel, [None, *funnel], strict=False)
    ]
    columns: list[Column] = [
        make.text("phase", "col.phase", lambda row: voice.phase(row["phase_id"])),
        make.people("n_reached", "col.n_reached"),
        make.share("rate_of_first", "col.total_rate", "n_reached", "n_counted"),
        make.interval("rate_of_first", "n_reached", "n_counted"),
        make.share("rate_of_previous", "col.step_rate", "n_reached", "n_previous"),
        make.people("n_skipped", "col.n_skipped"),
        make.people("n_closed_reached", "col.n_closed_reached"),
        make.people("n_dropped", "col.n_dropped"),
        make.share("drop_off", "col.drop_off", "n_dropped", "n_closed_reached"),
        make.interval("drop_off", "n_dropped", "n_closed_reached"),
    ]
    return Card(
        id="funnel",
        question=voice.say("funnel.question"),
        headline=headline,
        chart=chart("funnel", headline, lambda narrow: funnel_figure(funnel, voice, narrow))
        if any((row["n_counted"] or 0) >= SMALL for row in funnel)
        else None,
        table=table("funnel", headline, columns, rows, voice),
        legend=legend(
            voice,
            ("reached", "funnel.reached"),
            ("lost hatched", "funnel.dropped"),
            ("open dotted", "funnel.open"),
        ),
        chart_notes=(voice.say("funnel.note"),),
    )


def _steps(funnel: list[Row], voice: Voice) -> list[Row]:
    """The rows that have a next phase, with what leads where."""
    return [
        {**row, "from_to": f"{voice.phase(row['phase_id'])} → {voice.phase(after['phase_id'])}"}
        for row, after in itertools.pairwise(funnel)
    ]


def _conversion_card(funnel: list[Row], maturity_days: float, voice: Voice) -> Card:
    headline = conversion_headline(funnel, voice)
    make = Columns(voice)
    columns = [
        make.text("from_to", "col.from_to"),
        make.people("n_mature", "col.n_mature"),
        make.people("n_moved_on", "col.n_moved_on"),
        make.share("conversion_rate", "col.conversion", "n_moved_on", "n_mature"),
        make.interval("conversion", "n_moved_on", "n_mature"),
        make.people("n_immature", "col.n_immature"),
    ]
    days = voice.numbers.days(maturity_days)
    immature = voice.numbers.people(sum(row["n_immature"] or 0 for row in funnel[:-1]))
    steps = _steps(funnel, voice)
    return Card(
        id="conversion",
        question=voice.say("conversion.question", days=days),
        headline=headline,
        chart=chart(
            "conversion", headline, lambda narrow: conversions_figure(funnel, voice, narrow)
        ),
        table=table("conversion", headline, columns, steps, voice),
        legend=legend(voice, ("dot", "conversion.legend")),
        chart_notes=(voice.say("conversion.note", days=days, immature=immature),),
        notes=tuple(_untracked(row, voice) for row in steps if row["is_capture_low"]),
        is_half=True,
    )


def _untracked(step: Row, voice: Voice) -> str:
    """Of a step into the conversion phase: that too few orders were tracked for it."""
    share = voice.numbers.percent(step["capture_rate"])
    return voice.say("conversion.capture", step=step["from_to"], share=share)


def _times_card(funnel: list[Row], voice: Voice) -> Card:
    headline = times_headline(funnel, voice)
    make = Columns(voice)
    columns = [
        make.text("from_to", "col.from_to"),
        make.people("n_with_next", "col.n_with_next"),
        make.days("median_days", "col.median", "n_with_next"),
        make.days("p90_days", "col.p90", "n_with_next"),
        make.days("km_median_days", "col.km_median", "n_with_next"),
    ]
    return Card(
        id="times",
        question=voice.say("times.question"),
        headline=headline,
        chart=chart("times", headline, lambda narrow: times_figure(funnel, voice, narrow)),
        table=table("times", headline, columns, _steps(funnel, voice), voice),
        legend=legend(
            voice, ("dot", "times.median"), ("tick", "times.p90"), ("diamond", "times.km")
        ),
        chart_notes=(voice.say("times.note"),),
        is_half=True,
    )


def _flows_card(rows: list[Row], voice: Voice) -> Card:
    flows = fold_flows(rows, list(voice.phases))
    headline = flows_headline(flows, voice)
    notes = [voice.say("flows.note")]
    if flows.n_total and flows.n_folded + flows.n_hidden:
        share = voice.numbers.percent((flows.n_folded + flows.n_hidden) / flows.n_total)
        notes.append(voice.say("flows.folded", share=share))
    return Card(
        id="flows",
        question=voice.say("flows.question"),
        headline=headline,
        chart=chart("flows", headline, lambda narrow: sankey_figure(flows, voice), scrolls=True),
        table=_flows_table(flows.links, flows.n_counted, headline, voice),
        legend=legend(
            voice,
            ("flow-on", "flows.forward"),
            ("flow-back", "flows.back"),
            ("flow-done", "flows.done"),
            ("flow-open", "flows.open"),
            ("flow-lost", "flows.lost"),
            ("flow-other", "flows.other"),
        ),
        chart_notes=tuple(notes),
    )


def _flows_table(links: Any, n_counted: int, headline: str, voice: Voice) -> Table:
    make = Columns(voice)
    rows = [
        {
            "visit": source[0],
            "source": voice.phase(source[1]),
            "target": voice.phase(target[1]),
            "n": n,
            "share": n / n_counted if n_counted else None,
            "n_counted": n_counted,
        }
        for source, target, n in links
    ]
    columns = [
        make.count("visit", "col.visit"),
        make.text("source", "col.from"),
        make.text("target", "col.to"),
        make.people("n", "col.n_journeys"),
        make.share("share", "col.share", "n", "n_counted"),
    ]
    return table("flows", headline, columns, rows, voice)


def _kpis_card(rows: list[Row], kpis: Mapping[str, Any], voice: Voice) -> Card:
    headline = kpis_headline(rows, voice)
    built = kpi_table(rows, kpis, headline, voice)
    return Card(
        id="kpis",
        question=voice.say("kpis.question"),
        headline=headline,
        chart=chart(
            "kpis", headline, lambda narrow: kpis_figure(built.rows, built.labels, voice, narrow)
        ),
        table=built.table,
        legend=legend(
            voice,
            ("up", "legend.met"),
            ("down", "legend.missed"),
            ("dot", "legend.none"),
            ("target", "kpi.target"),
        ),
        chart_notes=(voice.say("kpis.note"),) if rows else (),
        table_is_open=True,
    )
