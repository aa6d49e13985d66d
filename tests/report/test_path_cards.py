"""What the report says of whole paths, of tracked orders, and of journeys that moved."""

from typing import Any

import pytest
import rows
from path_rows import conformance_rows, reconciliation_row, variant_rows

from cjm_analytics.language import Numbers, Voice
from cjm_analytics.report.journey_page import journey_cards, journey_tiles
from cjm_analytics.report.kpi_table import state
from cjm_analytics.report.path_cards import conformance_card, variants_card
from cjm_analytics.report.quality_page import quality_cards
from cjm_analytics.report.reconciliation_card import capture_lead, reconciliation_card

PHASES = {"awareness": "Bewustwording", "consideration": "Overweging", "purchase": "Aankoop"}


@pytest.fixture
def nl() -> Voice:
    return Voice(Numbers("nl", "Europe/Amsterdam", "EUR"), PHASES)


@pytest.fixture
def en() -> Voice:
    return Voice(Numbers("en", "Europe/Amsterdam", "EUR"), {key: key for key in PHASES})


def shown(card: Any) -> list[list[str]]:
    return [[cell.text for cell in row] for row in card.table.rows]


def test_the_most_frequent_path_is_the_headline(nl, en):
    variants = variant_rows({"awareness › consideration": 750, "(other)": 250}, 1000)
    assert variants_card(variants, nl).headline == (
        "De meeste reizen gaan zo: Bewustwording › Overweging (75,0%)"
    )
    assert "75.0%" in variants_card(variants, en).headline
    assert [row[0] for row in shown(variants_card(variants, nl))] == [
        "Bewustwording › Overweging",
        "alle andere wegen",
    ]


def test_few_journeys_are_not_shown(nl):
    variants = variant_rows({"awareness": 7}, 7)
    card = variants_card(variants, nl)
    assert card.headline == "Er zijn nog te weinig reizen"
    assert not any("7" in cell for row in shown(card) for cell in row)
    conformance = conformance_card(conformance_rows({"(all)": 7}), {}, nl)
    assert conformance.headline == "Er zijn nog te weinig reizen"
    assert not any("7" in cell for row in shown(conformance) for cell in row)


def test_a_persona_is_called_by_its_label(en):
    card = conformance_card(conformance_rows({"(all)": 90, "fast_jan": 80, "(none)": 10}), {}, en)
    assert [row[0] for row in shown(card)] == ["All journeys", "Fast jan", "No persona recognised"]


def test_a_low_capture_is_said_with_what_is_needed(nl, en):
    low = reconciliation_row(200, 120)
    assert reconciliation_card(low, [], nl).headline == (
        "De site mat maar 60,0% van 200 orders, minder dan de 80,0% die nodig is"
    )
    high = reconciliation_card(reconciliation_row(200, 190), [], en)
    assert high.headline == "The site tracked 95.0% of 200 orders"


def test_without_orders_no_rate_is_made_up(nl):
    card = reconciliation_card(reconciliation_row(0, 0), [], nl)
    assert card.headline == "Er zijn te weinig orders om met de site te vergelijken"
    assert not any("0,0%" in cell for row in shown(card) for cell in row)


def test_a_kpi_that_depends_on_tracking_carries_the_warning(nl):
    kpi = next(row for row in rows.kpi_rows(1000, 1000) if row["is_met"])
    assert "gemeten" not in state(kpi, nl).text
    warned = state({**kpi, "is_capture_low": True, "capture_rate": 0.61}, nl)
    assert warned.text.endswith("▼ maar 61,0% van de orders gemeten")
    assert warned.tone == "bad"


def test_dead_and_shadowed_rules_and_moved_journeys_are_told(nl):
    tables = rows.full_tables()
    idle = [rule for rule in tables["rules"] if not rule["n_events"]]
    assert idle
    tables["rules"].append({**idle[0], "rule_number": 99, "rule_name": "none", "is_dead": True})
    cards = {card.id: card for card in quality_cards(tables, tables["summary"][0], nl)}
    states = [row[-1] for row in shown(cards["rules"])]
    assert states.count("past nooit") == 1
    assert states.count("altijd te laat") == len(idle)
    moved = next(row for row in shown(cards["identity"]) if "andere persoon" in row[0])
    assert moved[1] == "34"
    assert "12.711" in moved[2]
    assert cards["identity"].notes[0].startswith("Sinds de vorige publicatie gingen 34 van 12.711")


def test_before_a_second_publication_nothing_is_said_of_moving(nl):
    tables = rows.full_tables() | {"moved": []}
    cards = {card.id: card for card in quality_cards(tables, tables["summary"][0], nl)}
    assert not cards["identity"].notes
    assert not any("andere persoon" in row[0] for row in shown(cards["identity"]))


def test_where_too_few_orders_were_tracked_the_conversion_carries_the_warning(nl, en):
    """The tile, the sentence under the title and the one step; the other steps do not."""
    low, enough = reconciliation_row(200, 120), reconciliation_row(200, 190)
    summary = rows.full_tables()["summary"][0]
    tile, other = (journey_tiles(summary, total, nl)[1] for total in (low, enough))
    assert tile.note == f"{other.note}; ▼ maar 60,0% van de orders gemeten"
    assert (tile.tone, other.tone) == ("bad", "")
    assert capture_lead(enough, nl) == ""
    assert capture_lead(low, en) == (
        "The site tracked only 60.0% of 200 orders: do not trust what joins visits with purchases,"
        " such as conversion and drop-off."
    )
    tables = rows.full_tables()
    tables["funnel"][1] |= {"is_capture_low": True, "capture_rate": 0.6}
    cards = {card.id: card for card in journey_cards(tables, {}, {}, 14.0, nl)}
    assert cards["conversion"].notes == (
        "Overweging → Aankoop: ▼ maar 60,0% van de orders gemeten,"
        " dus dit deel is niet te vertrouwen.",
    )
    assert not any("gemeten" in card.headline for card in cards.values())


def test_of_few_orders_no_share_is_told(nl):
    few = reconciliation_row(7, 3)
    assert few["is_capture_low"]
    assert capture_lead(few, nl) == ""
    assert journey_tiles(rows.full_tables()["summary"][0], few, nl)[1].tone == ""
