"""Headlines, word for word, in Dutch and English."""

from typing import Any

import rows

from cjm_analytics.charts import fold_flows
from cjm_analytics.language import Voice
from cjm_analytics.report import sentences, sentences_quality

FULL, SMALL, EMPTY = rows.full_tables(), rows.small_tables(), rows.empty_tables()
ONE_PHASE = rows.funnel_rows([50], [0], [40])


def test_journey_headline(nl: Voice, en: Voice) -> None:
    def say(tables: rows.Tables, voice: Voice) -> str:
        return sentences.journey_headline(tables["summary"][0], tables["funnel"], voice)

    assert say(FULL, nl) == (
        "Van elke 100 klantreizen eindigen er 35 met een aankoop; "
        "de meeste klanten verliezen we na Overweging"
    )
    assert say(FULL, en) == (
        "Of every 100 journeys, 35 end with a purchase; we lose most customers after Consideration"
    )
    assert say(SMALL, nl) == "Er zijn nog te weinig klantreizen om conclusies te trekken"
    assert say(EMPTY, en) == "There are no journeys yet"


def test_journey_headline_before_any_outcome(nl: Voice) -> None:
    summary = FULL["summary"][0] | {"n_closed": 0, "n_converted": 0, "conversion_rate": None}
    assert sentences.journey_headline(summary, FULL["funnel"], nl) == (
        "Alle klantreizen lopen nog: een uitkomst is er nog niet"
    )
    summary = FULL["summary"][0] | {"n_counted": 0}
    assert sentences.journey_headline(summary, FULL["funnel"], nl) == (
        "Geen enkele klantreis heeft al een fase: geen regel past op de gebeurtenissen"
    )


def test_journey_lead(nl: Voice, en: Voice) -> None:
    assert sentences.journey_lead(FULL["summary"][0], nl) == (
        "12.846 reizen van 10.482 personen. 706 lopen nog en gelden niet als verloren; "
        "236 kregen geen enkele fase en zijn geteld maar niet meegerekend."
    )
    assert sentences.journey_lead(SMALL["summary"][0], en) == (
        "Counts of journeys and people under 10 are not shown."
    )


def test_drop_off_headline(nl: Voice, en: Voice) -> None:
    assert sentences.drop_off_headline(FULL["funnel"], nl) == (
        "De meeste klanten haken af tussen Overweging en Aankoop: 5.239 reizen, 54,3% uitval"
    )
    assert sentences.drop_off_headline(FULL["funnel"], en) == (
        "Most customers leave between Consideration and Purchase: 5,239 journeys, 54.3% drop-off"
    )
    assert sentences.drop_off_headline(SMALL["funnel"], nl) == (
        "Na geen enkele fase vertrokken 10 of meer klanten"
    )
    assert sentences.drop_off_headline(EMPTY["funnel"], en) == "No journeys in any phase yet"
    assert sentences.drop_off_headline([], en) == "No journeys in any phase yet"
    assert sentences.drop_off_headline(ONE_PHASE, nl) == (
        "Er is één fase: uitval bestaat pas tussen twee fasen"
    )


def test_drop_off_headline_where_nobody_left_or_all_are_open(en: Voice) -> None:
    nobody = rows.funnel_rows([40, 40], [0, 0], [30, 30])
    assert sentences.drop_off_headline(nobody, en) == (
        "No closed journey ended before the last phase without a purchase"
    )
    all_open = rows.funnel_rows([40, 20], [0, 0], [0, 0])
    assert sentences.drop_off_headline(all_open, en) == (
        "All journeys are still under way: drop-off cannot be measured yet"
    )


def test_a_tie_goes_to_the_earlier_phase(nl: Voice) -> None:
    tie = rows.funnel_rows([100, 70, 40], [30, 30], [100, 70, 40])
    assert "tussen Bewustwording en Overweging" in sentences.drop_off_headline(tie, nl)


def test_conversion_and_times_headlines(nl: Voice, en: Voice) -> None:
    assert sentences.conversion_headline(FULL["funnel"], nl) == (
        "De smalste doorgang is Overweging → Aankoop: 39,0%"
    )
    assert sentences.times_headline(FULL["funnel"], en) == (
        "Service → Loyalty takes longest: median 11.2 days"
    )
    assert sentences.conversion_headline(SMALL["funnel"], en) == "Too few mature journeys yet"
    assert sentences.times_headline(EMPTY["funnel"], nl) == "Nog te weinig overgangen gemeten"


def test_flows_headline(nl: Voice, en: Voice) -> None:
    moves = {
        (0, "(start)", "awareness"): 100,
        (1, "awareness", "consideration"): 60,
        (1, "awareness", "(lost)"): 40,
        (2, "consideration", "awareness"): 20,
        (2, "consideration", "(done)"): 40,
        (3, "awareness", "(lost)"): 20,
    }
    flows = fold_flows(rows.flow_rows(moves, 100, 100), list(rows.PHASES))
    assert sentences.flows_headline(flows, nl) == (
        "De drukste uitgang is Bewustwording: 60 reizen eindigen daar zonder aankoop; "
        "25,0% van de overgangen gaat terug"
    )
    assert sentences.flows_headline(flows, en) == (
        "The busiest exit is Awareness: 60 journeys end there without a purchase; "
        "25.0% of the moves go back"
    )
    none = fold_flows([], list(rows.PHASES))
    assert sentences.flows_headline(none, en) == "Too few journeys to show routes"


def test_kpis_headline(nl: Voice, en: Voice) -> None:
    assert sentences.kpis_headline(FULL["kpis"], nl) == "2 van de 4 KPI's met een doel halen het"
    assert sentences.kpis_headline(FULL["kpis"][1:2], en) == (
        "0 of the 1 KPIs with a target meet it"
    )
    assert sentences.kpis_headline(FULL["kpis"][:1], nl) == "De KPI met een doel haalt het"
    assert sentences.kpis_headline(SMALL["kpis"], nl) == (
        "Geen KPI heeft al een doel en genoeg gegevens"
    )
    assert sentences.kpis_headline([], en) == "No KPIs are set up yet"


def test_quality_headlines(nl: Voice, en: Voice) -> None:
    summary, sources = FULL["summary"][0], FULL["sources"]
    assert sentences_quality.quality_headline(summary, sources, nl) == (
        "96,2% van de gebeurtenissen valt in een fase; 1 bron loopt achter"
    )
    assert sentences_quality.quality_headline(summary, sources[:3], nl) == (
        "96,2% van de gebeurtenissen valt in een fase; 3 rijen staan in quarantaine"
    )
    assert sentences_quality.quality_headline(summary | {"n_quarantined": 0}, [], en) == (
        "96.2% of the events fall in a phase; all sources reach equally far"
    )
    old = summary | {"n_quarantined": 0, "age_days": 168.2}
    assert sentences_quality.quality_headline(old, [], nl) == (
        "96,2% van de gebeurtenissen valt in een fase; de nieuwste is 168,2 dagen oud"
    )
    assert sentences_quality.ledger_headline(summary, nl) == (
        "Van 186.933 gelande rijen werden er 181.204 een gebeurtenis; 5.729 zijn weggelaten"
    )
    assert sentences_quality.unassigned_headline(FULL["unassigned_events"], summary, nl) == (
        "6.813 gebeurtenissen zijn niet toegewezen; 60,2% daarvan heet ‘scroll’"
    )
    assert sentences_quality.sources_headline(sources, en) == "Source service is 10.4 days behind"
    assert sentences_quality.quarantine_headline({"n_quarantined": 1}, nl) == (
        "1 rij kon niet gelezen worden"
    )
    assert sentences_quality.identity_headline(summary, nl) == (
        "10.482 personen maakten 12.846 reizen"
    )


def test_rules_that_match_nothing_and_rules_that_come_too_late(nl: Voice, en: Voice) -> None:
    def rule(n_events: int, is_dead: bool = False) -> dict[str, Any]:
        return {"n_events": n_events, "is_dead": is_dead}

    used, late, dead = rule(5), rule(0), rule(0, is_dead=True)
    for rules, dutch, english in (
        ([used, used], "Alle 2 regels worden gebruikt", "All 2 rules are in use"),
        (
            [used, late],
            "1 van de 2 regels komt altijd te laat",
            "1 of 2 rules always comes too late",
        ),
        (
            [used, dead, dead],
            "2 van de 3 regels passen op geen enkele gebeurtenis",
            "2 of 3 rules match no event",
        ),
        (
            [used, dead, late, late],
            "1 van de 4 regels past op geen enkele gebeurtenis; 2 komen altijd te laat",
            "1 of 4 rules matches no event; 2 always come too late",
        ),
    ):
        assert sentences_quality.coverage_headline(rules, nl) == dutch
        assert sentences_quality.coverage_headline(rules, en) == english


def test_what_became_of_the_last_publications_journeys(nl: Voice, en: Voice) -> None:
    def say(voice: Voice, **fates: int) -> str:
        moved = [rows.moved(fate.replace("_", " "), n) for fate, n in fates.items()]
        return sentences_quality.moved_sentence(moved, voice)

    assert say(nl) == ""
    assert say(nl, gone=40) == "", "no journey is left to compare"
    assert say(nl, same_person=12_711) == (
        "Sinds de vorige publicatie bleven alle 12.711 reizen bij dezelfde persoon."
    )
    assert say(en, same_person=12_711, gone=12) == (
        "Since the last publication all 12,711 journeys stayed with the same person;"
        " of another 12 the first event is no longer there."
    )
    assert say(nl, same_person=90, visitor_became_known=10) == (
        "Sinds de vorige publicatie gingen 10 van 100 reizen naar een andere persoon,"
        " doordat een bezoeker zich bekendmaakte."
    )
    assert say(en, same_person=50, visitor_became_known=12, another_person=38) == (
        "Since the last publication 50 of 100 journeys went to another person,"
        " 38 by other evidence and 12 as a visitor became known."
    )
    few = say(nl, same_person=66, visitor_became_known=25, identifiers_joined=9)
    assert few == (
        "Sinds de vorige publicatie gingen 34 van 100 reizen naar een andere persoon,"
        " doordat een bezoeker zich bekendmaakte of doordat kenmerken van één persoon bleken te"
        " zijn."
    ), "with 25 beside 34, the 9 could be worked out"
    assert "< 10 van 100" in say(nl, same_person=97, no_longer_known=3)


def test_there_is_always_a_sentence(nl: Voice, en: Voice) -> None:
    for tables in (FULL, SMALL, EMPTY):
        summary: dict[str, Any] = tables["summary"][0]
        for voice in (nl, en):
            flows = fold_flows(tables["flows"], list(rows.PHASES))
            said = [
                sentences.journey_headline(summary, tables["funnel"], voice),
                sentences.journey_lead(summary, voice),
                sentences.drop_off_headline(tables["funnel"], voice),
                sentences.conversion_headline(tables["funnel"], voice),
                sentences.times_headline(tables["funnel"], voice),
                sentences.flows_headline(flows, voice),
                sentences.kpis_headline(tables["kpis"], voice),
                sentences_quality.quality_headline(summary, tables["sources"], voice),
                sentences_quality.ledger_headline(summary, voice),
                sentences_quality.coverage_headline(tables["rules"], voice),
                sentences_quality.unassigned_headline(tables["unassigned_events"], summary, voice),
                sentences_quality.sources_headline(tables["sources"], voice),
                sentences_quality.left_out_headline(tables["left_out"], voice),
                sentences_quality.quarantine_headline(summary, voice),
                sentences_quality.identity_headline(summary, voice),
            ]
            assert all(len(text) > 10 for text in said), said
            assert not any("None" in text or "nan" in text for text in said), said
