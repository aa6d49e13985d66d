"""The whole site: its pages in each language, styles and scripts, one shared plotly.min.js."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cjm_analytics.folders import DASHBOARDS
from cjm_analytics.language import Voice
from cjm_analytics.report.change import Change, changes_of
from cjm_analytics.report.change_page import change_page
from cjm_analytics.report.changes_page import OVERVIEW, Href, changes_card, changes_page
from cjm_analytics.report.journey_page import journey_cards, journey_tiles
from cjm_analytics.report.labels import voice_of
from cjm_analytics.report.page import Page
from cjm_analytics.report.quality_page import quality_cards, quality_tiles
from cjm_analytics.report.reconciliation_card import capture_lead
from cjm_analytics.report.run import RunInfo
from cjm_analytics.report.sentences import journey_headline, journey_lead
from cjm_analytics.report.sentences_quality import quality_headline

if TYPE_CHECKING:
    from cjm_analytics.config import JourneyFile

TABLES = (
    "summary",
    "funnel",
    "flows",
    "kpis",
    "rules",
    "unassigned_events",
    "sources",
    "left_out",
    "quarantine",
    "variants",
    "conformance",
    "reconciliation",
    "reconciliation_total",
    "moved",
    "changes",
    "change_weeks",
    "change_placebos",
    "change_mix",
)
Tables = Mapping[str, list[dict[str, Any]]]


def build_site(
    journey: "JourneyFile",
    tables: Tables,
    run: RunInfo,
    folder: Path,
) -> None:
    """Write the site of one run into `folder`, which is made if need be.

    tables: the rows of every table of sql/9_report, by name (see TABLES); "summary" has one row.
    The same arguments give the same bytes. Raises KeyError for a missing table, ValueError for an
    empty summary.
    """
    missing = [name for name in TABLES if name not in tables]
    if missing:
        raise KeyError(f"the report needs the tables {', '.join(missing)} as well")
    if len(tables["summary"]) != 1:
        raise ValueError(f"report.summary has {len(tables['summary'])} rows; it must have one")
    folder.mkdir(parents=True, exist_ok=True)
    _copy_assets(folder / "assets")
    templates = _templates().get_template("page.html")
    for language in journey.project.languages:
        voice = voice_of(journey, language)
        pages = _pages(journey, tables, voice)
        for page in pages:
            html = templates.render(_context(page, pages, journey, tables, run, voice))
            (folder / file_name(page.name, language, journey)).write_text(html, encoding="utf-8")


def file_name(page: str, language: str, journey: "JourneyFile") -> str:
    """`index.html` in the project's first language, `index.en.html` in another."""
    first = journey.project.languages[0]
    return f"{page}.html" if language == first else f"{page}.{language}.html"


def _copy_assets(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for asset in sorted((DASHBOARDS / "assets").iterdir()):
        shutil.copyfile(asset, folder / asset.name)
    with as_file(files("plotly") / "package_data" / "plotly.min.js") as plotly:
        shutil.copyfile(plotly, folder / "plotly.min.js")


def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(DASHBOARDS / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _pages(journey: "JourneyFile", tables: Tables, voice: Voice) -> list[Page]:
    """The pages in one language: journey, quality, and of changes where there are any."""
    changes = changes_of(tables, journey, voice)

    def href(page: str) -> str:
        return file_name(page, voice.language, journey)

    pages = [
        _journey_page(journey, tables, changes, href, voice),
        _quality_page(tables, voice),
        *(change_page(change, tables, journey, voice) for change in changes),
    ]
    if len(changes) > 1:
        pages.append(changes_page(changes, href, voice))
        back = voice.say("change.back", n=voice.numbers.count(len(changes)))
        pages = [
            replace(page, back=(back, href(OVERVIEW))) if page.change_id else page for page in pages
        ]
    return pages


def _journey_page(
    journey: "JourneyFile",
    tables: Tables,
    changes: list[Change],
    href: Href,
    voice: Voice,
) -> Page:
    summary = tables["summary"][0]
    funnel = sorted(tables["funnel"], key=lambda row: row["phase_number"])
    capture = tables["reconciliation_total"][0]
    kpis = {kpi.id: kpi for kpi in journey.kpis}
    personas = {persona.id: persona for persona in journey.personas}
    maturity = journey.kpi.maturity.total_seconds() / 86_400
    cards = journey_cards(tables, kpis, personas, maturity, voice)
    if changes:
        cards.append(changes_card(changes, href, voice))
    return Page(
        name="index",
        section="journey",
        title=journey_headline(summary, funnel, voice),
        lead=" ".join(filter(None, (journey_lead(summary, voice), capture_lead(capture, voice)))),
        tiles=journey_tiles(summary, capture, voice),
        cards=cards,
    )


def _quality_page(tables: Tables, voice: Voice) -> Page:
    summary = tables["summary"][0]
    return Page(
        name="quality",
        section="quality",
        title=quality_headline(summary, tables["sources"], voice),
        tiles=quality_tiles(summary, tables["sources"], voice),
        cards=quality_cards(tables, summary, voice),
    )


def _context(
    page: Page,
    pages: list[Page],
    journey: "JourneyFile",
    tables: Tables,
    run: RunInfo,
    voice: Voice,
) -> dict[str, Any]:
    """Everything a template needs, written out: templates compute nothing."""
    tabs = {one.tab: one.name for one in reversed(pages)}  # the first page under each
    if any(one.name == OVERVIEW for one in pages):
        tabs["changes"] = OVERVIEW
    return {
        "say": voice.say,
        "language": voice.language,
        "project": journey.project.name,
        "page": page,
        "meta": _meta(tables["summary"][0], run, voice),
        "as_of": voice.numbers.moment(run.as_of),
        "silence": voice.numbers.days(journey.journey.silence.total_seconds() / 86_400),
        "tabs": [
            (tab, file_name(tabs[tab], voice.language, journey))
            for tab in ("journey", "changes", "quality")
            if tab in tabs
        ],
        "languages": [
            (language, file_name(page.name, language, journey))
            for language in journey.project.languages
        ],
        "version": run.version,
    }


def _meta(summary: Mapping[str, Any], run: RunInfo, voice: Voice) -> list[tuple[str, str]]:
    """What every page says of its run: label and text."""
    numbers = voice.numbers
    coverage = numbers.no_data
    if summary["rule_coverage"] is not None:
        share = numbers.percent(summary["rule_coverage"])
        coverage = voice.say("meta.coverage_of", share=share)
    return [
        (
            voice.say("meta.period"),
            numbers.period(summary["data_start_at"], summary["data_end_at"]),
        ),
        (voice.say("meta.until"), numbers.moment(summary["data_end_at"])),
        (voice.say("meta.coverage"), coverage),
        (voice.say("meta.run"), run.run_id),
        (voice.say("meta.definition"), run.definition_hash),
    ]
