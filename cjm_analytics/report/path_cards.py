"""The cards of the journey page about whole paths: which are taken most, how orderly they are."""

from collections.abc import Mapping
from typing import Any

from cjm_analytics.language import SMALL, Voice
from cjm_analytics.report.cards import Card
from cjm_analytics.report.labels import persona_in_words
from cjm_analytics.report.sentences_paths import conformance_headline, variants_headline
from cjm_analytics.report.tables import Cell, Column, Columns, Row, table

_BETWEEN = " › "  # as sql/6_kpis/variants.sql joins phases


def path_in_words(path: str, voice: Voice) -> str:
    """A path in the phases' names; what is no phase, as (other), in the reader's words."""
    known = voice.phases
    if path == "(other)":
        return voice.say("variants.other")
    return _BETWEEN.join(
        voice.phase(step) if step in known else step for step in path.split(_BETWEEN)
    )


def variants_card(variants: list[Row], voice: Voice) -> Card:
    """report.variants: the paths that most journeys take."""
    rows = sorted(variants, key=lambda row: row["place"])
    headline = variants_headline(rows, voice)
    make = Columns(voice)
    columns = [
        make.text("path", "col.path", lambda row: path_in_words(row["path"], voice)),
        make.people("n_journeys", "col.n_journeys"),
        make.share("share", "col.journey_share", "n_journeys", "n_counted"),
        make.people("n_open", "col.n_open"),
        make.share("conversion_rate", "col.converted", "n_converted", "n_closed"),
        make.interval("conversion", "n_converted", "n_closed"),
        Column("mean_value", voice.say("col.mean_value"), lambda row: _mean_value(row, voice)),
    ]
    return Card(
        id="variants",
        question=voice.say("variants.question"),
        headline=headline,
        table=table("variants", headline, columns, rows, voice),
        notes=(voice.say("variants.note"),) if rows else (),
    )


def _mean_value(row: Row, voice: Voice) -> Cell:
    if row["mean_value"] is None or (row["n_valued"] or 0) < SMALL:
        return Cell("–", None, tone="quiet")
    return Cell(voice.numbers.money(row["mean_value"]), row["mean_value"])


def conformance_card(conformance: list[Row], personas: Mapping[str, Any], voice: Voice) -> Card:
    """report.conformance: how many journeys skip a phase, go back, or loop, by persona."""
    rows = sorted(conformance, key=lambda row: row["place"])
    headline = conformance_headline(rows, voice)
    make = Columns(voice)

    def who(row: Row) -> str:
        return persona_in_words(row["persona_id"], personas, voice)

    columns = [make.text("persona", "col.persona", who), make.people("n_counted", "col.n_journeys")]
    for name in ("skipping", "going_back", "looping", "conforming"):
        columns += [
            make.share(f"{name}_share", f"col.{name}", f"n_{name}", "n_counted"),
            make.interval(name, f"n_{name}", "n_counted"),
        ]
    return Card(
        id="conformance",
        question=voice.say("conformance.question"),
        headline=headline,
        table=table("conformance", headline, columns, rows, voice),
        notes=(voice.say("conformance.note"),) if rows else (),
    )
