"""The journey and the run that the reports under test are of."""

from datetime import UTC, datetime
from pathlib import Path

from cjm_analytics.config import JourneyFile, load
from cjm_analytics.report import RunInfo

JOURNEY = """
project: {{name: "{name}", timezone: Europe/Amsterdam, currency: EUR, languages: [{languages}]}}
sources:
  - {{id: site, kind: ga4, path: exports/*.parquet}}
model: {{preset: klantreis}}
kpis:
  - id: review_rate
    label: {{nl: Schrijft een review, en: Writes a review}}
    phase: loyalty
    ratio: [{{journeys: {{event_name: review}}}}, {{journeys: {{event_name: order}}}}]
    target: 0.12
    direction: up
  - id: order_value
    label: {{nl: Gemiddelde orderwaarde, en: Mean order value}}
    phase: purchase
    mean: {{events: {{event_name: order}}, of: value}}
    target: 50
    direction: up
{changes}"""
CHANGES = """
changes:
  - id: thank-you-card
    label: {nl: Bedankkaartje, en: Thank-you card}
    date: 2026-03-02
    affects: {phases: [loyalty]}
    expect: {kpi: review_rate, direction: up, min_effect_pp: 2}
    control: {country: BE}
    washout: 7 days
    maturity: 28 days
    decide_on: 2026-06-01
"""
RUN = RunInfo(
    run_id="2026-06-08T0415-7c1e",
    as_of=datetime(2026, 6, 8, 2, 15, tzinfo=UTC),
    definition_hash="3f9c1a7be042",
    version="0.1.0",
)


def open_journey(
    folder: Path,
    name: str = "De Warme Hand",
    languages: str = "nl, en",
    changes: str = CHANGES,
) -> JourneyFile:
    path = folder / "journey.yml"
    path.write_text(
        JOURNEY.format(name=name, languages=languages, changes=changes), encoding="utf-8"
    )
    return load(path)
