"""The phases: a preset's, one's own, and a preset's with more said."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from cjm_analytics.config import JourneyFile, Test, preset_names
from cjm_analytics.config.presets import read_preset

Read = Callable[[str], JourneyFile]
SOURCES = 'sources: [{id: site, kind: ga4, path: "*.parquet"}]\n'


def test_the_design_s_example_is_read(read: Read, full: str) -> None:
    journey = read(full)
    assert journey.project.languages == ("nl", "en")
    assert journey.journey.silence == timedelta(days=30)
    assert journey.journey.conversion == Test("event_name", "in", ("order", "purchase"))
    assert journey.sources[0].id_spaces.customer_id == "crm"
    till = journey.sources[2]
    assert till.columns["order_id"] == "Bonnummer"
    assert till.constants == {"country": "NL", "channel": "winkel"}
    assert (till.file_type, journey.sources[3].file_type) == ("csv", "jsonl")
    assert journey.personas[0].label.in_language("en") == "Forens Jan"
    review_rate, order_value, people = journey.kpis
    assert (review_rate.measure, order_value.measure, people.measure) == ("ratio", "mean", "count")
    assert [measure.unit for measure in review_rate.measures] == ["journeys", "journeys"]
    assert order_value.measures[0].of == "value"
    assert order_value.label.in_language("nl") == "order value"
    change = journey.changes[0]
    assert (change.date, change.decide_on) == (date(2026, 3, 2), date(2026, 6, 1))
    assert change.control == Test("country", "equals", "BE")


def test_a_preset_and_two_paths_are_a_working_project(read: Read) -> None:
    journey = read(
        "sources:\n"
        "  - {id: site, kind: ga4, path: exports/*.parquet}\n"
        "  - {id: shop, kind: shopify_orders, path: exports/*.csv}\n"
        "model: {preset: klantreis}\n"
    )
    assert journey.project.timezone == "Europe/Amsterdam"
    assert journey.journey.session_gap == timedelta(minutes=30)
    assert journey.kpi.maturity == timedelta(days=14)
    assert journey.identity.max_links == 20
    assert journey.model.phases == read_preset("klantreis").phases


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_brings_its_phases(read: Read, name: str) -> None:
    model = read(f"{SOURCES}model: {{preset: {name}}}\n").model
    assert model.conversion_phase in [phase.id for phase in model.phases]
    assert all(phase.rules for phase in model.phases)


def test_a_phase_under_a_preset_s_id_replaces_the_keys_it_gives(read: Read) -> None:
    model = read(
        SOURCES + "model:\n"
        "  preset: klantreis\n"
        "  phases:\n"
        "    - id: service\n"
        "      goal: {nl: Hulp}\n"
        "      rules: [{name: chat, event_name: chat_opened}]\n"
        "    - {id: awareness, label: Begin}\n"
    ).model
    preset = {phase.id: phase for phase in read_preset("klantreis").phases}
    phases = {phase.id: phase for phase in model.phases}
    assert list(phases) == list(preset)  # in the preset's order, whatever the file's
    service = phases["service"]
    assert (service.goal, service.label) == (service.goal, preset["service"].label)
    assert service.goal is not None
    assert service.goal.en is None
    assert service.goal.in_language("en") == "Hulp"
    assert [rule.name for rule in service.rules] == [
        "chat",
        *[rule.name for rule in preset["service"].rules],
    ]
    assert phases["awareness"].label.in_language("en") == "Begin"
    assert phases["awareness"].rules == preset["awareness"].rules
    assert phases["purchase"] == preset["purchase"]


def test_reading_does_not_change_the_preset(read: Read) -> None:
    before = read_preset("klantreis").phases
    read(SOURCES + "model: {preset: klantreis, phases: [{id: service, label: Anders}]}\n")
    assert read_preset("klantreis").phases == before


def test_phases_of_one_s_own(read: Read) -> None:
    model = read(
        SOURCES + "model:\n"
        "  conversion_phase: pay\n"
        "  phases:\n"
        "    - {id: look, rules: [{name: any page, event_name: page_view}]}\n"
        "    - {id: pay}\n"
    ).model
    assert [phase.id for phase in model.phases] == ["look", "pay"]
    assert model.phases[0].label.in_language("nl") == "look"
    assert model.conversion_phase == "pay"


def test_a_preset_s_conversion_phase_may_be_another(read: Read) -> None:
    model = read(SOURCES + "model: {preset: klantreis, conversion_phase: service}\n").model
    assert model.conversion_phase == "service"


def test_a_section_with_everything_commented_out_is_left_out(read: Read) -> None:
    journey = read(SOURCES + "model: {preset: aida}\nkpis:\n  # - {id: k}\nproject:\n")
    assert journey.kpis == ()
    assert journey.project.currency == "EUR"


def test_the_result_is_frozen(read: Read, full: str) -> None:
    journey = read(full)
    with pytest.raises(ValueError, match="frozen"):
        journey.project.name = "x"
    with pytest.raises(TypeError):
        journey.sources[2].columns["value"] = "x"  # type: ignore[index]
    assert isinstance(journey.model.phases, tuple)
