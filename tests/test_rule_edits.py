"""After rules are edited, the tables are as from nothing, and few of them are made again."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
import small_shop
import yaml
from nights import edit, from_new, night
from published import differences

from cjm_analytics.fingerprints import Fingerprints
from cjm_analytics.tables import Table

ROWS = small_shop.exports(persons=25)
PHASES = ("awareness", "consideration", "purchase", "service", "loyalty")
CONDITIONS = (
    {"page_path": {"starts_with": "/gloves"}},
    {"page_path": "/reviews"},
    {"page_path": {"matches": "^/(blog|$)"}},
    {"page_path": {"is_missing": True}},
    {"channel": {"in": ["paid", "mail"]}},
    {"customer_id": {"is_missing": False}, "event_name": "page_view"},
    {"event_name": {"in": ["purchase", "ticket"]}},
    {"not": {"channel": "organic"}},
    {"event_name": "repeat_purchase"},
    {"rating": {"at_least": 0.5}},
    {"event_name": "order"},
)


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CJM_KEY", small_shop.KEY)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each table was made whole, and how often in part."""
    counted: Counter[str] = Counter()
    whole, part = Fingerprints._build_whole, Fingerprints._build_part

    def build_whole(self: Fingerprints, table: Table, *fingerprints: object) -> bool:
        counted[f"{table.name} whole"] += 1
        return whole(self, table, *fingerprints)

    def build_part(self: Fingerprints, table: Table) -> bool:
        counted[f"{table.name} in part"] += 1
        return part(self, table)

    monkeypatch.setattr(Fingerprints, "_build_whole", build_whole)
    monkeypatch.setattr(Fingerprints, "_build_part", build_part)
    return counted


def write_rules(shop: Path, rules: list[tuple[str, int]]) -> None:
    """Give each phase its rules: the numbers of their conditions, before those of the preset."""
    path = shop / "journey.yml"
    journey = yaml.safe_load(path.read_text(encoding="utf-8"))
    journey["model"]["phases"] = [
        {
            "id": phase,
            "rules": [
                {"name": f"rule {number}", **CONDITIONS[number]}
                for number in dict.fromkeys(number for given, number in rules if given == phase)
            ],
        }
        for phase in PHASES
    ]
    path.write_text(yaml.safe_dump(journey, sort_keys=False), encoding="utf-8")


def another_edit(dice: Random, rules: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """A rule comes, goes, moves to another phase or place, or asks something else."""
    place = dice.randrange(len(rules) + 1)
    after = rules[:place] + rules[place + 1 :]
    new = (dice.choice(PHASES), dice.randrange(len(CONDITIONS)))
    match dice.randrange(4):
        case 0:
            return [*rules[:place], new, *rules[place:]]
        case 1:
            return after
        case 2 if place < len(rules):
            return [*after, (new[0], rules[place][1])]
        case _ if place < len(rules):
            return [*rules[:place], (rules[place][0], new[1]), *rules[place + 1 :]]
    return rules


def test_edit_after_edit_is_as_from_nothing(tmp_path: Path, made):
    dice = Random("rules")
    shop = small_shop.write(tmp_path / "shop", ROWS, files=2)
    rules = [(dice.choice(PHASES), dice.randrange(len(CONDITIONS))) for _ in range(4)]
    for step in range(6):
        write_rules(shop, rules)
        if step == 3:  # a file comes in the same night
            late = dict(ROWS.orders[0], Bon="late", Tijd="2026-01-02 09:00:00")
            small_shop.write_csv(shop / "exports" / "orders-late.csv", [late], ";")
        _, after = night(shop)
        assert differences(after, from_new(shop)) == [], rules
        rules = another_edit(dice, rules)
    assert made["phases.event_phases in part"] > 1


def test_what_reads_no_phase_stands_and_a_name_makes_no_event_again(tmp_path: Path, made):
    shop = small_shop.write(tmp_path / "shop", ROWS)
    night(shop)
    made.clear()
    edit(shop, "starts_with: /gloves", "starts_with: /gloves/winter")
    built, _ = night(shop)
    assert made["phases.event_phases in part"] == 1
    assert {"journeys.journey_events", "journeys.traits", "journeys.visits"} <= built
    stands = {
        "journeys.conversions",
        "journeys.persons",
        "kpis.kpi_entries",
        "map.journey_personas",
    }
    assert not built & stands
    edit(shop, "name: gloves", "name: mittens")
    built, after = night(shop)
    assert made["phases.event_phases whole"] == 0
    assert "journeys.journey_events" not in built
    assert differences(after, from_new(shop)) == []


@pytest.mark.parametrize(
    ("method", "died_at"),
    [("build", "journeys.journey_events"), ("_exchange", "phases.event_phases")],
    ids=["after the events were judged", "while they were written"],
)
def test_an_edit_that_died_is_made_good(tmp_path: Path, monkeypatch, method: str, died_at: str):
    """Of a rule that came first, so that all others have other numbers."""
    shop = small_shop.write(tmp_path / "shop", ROWS)
    night(shop)
    edit(shop, "rules:\n", "rules:\n        - {name: reads, page_path: {starts_with: /blog}}\n")
    real = getattr(Fingerprints, method)

    def dies(self: Fingerprints, table: Table) -> object:
        if table.name == died_at:
            raise KeyboardInterrupt
        return real(self, table)

    with monkeypatch.context() as patch:
        patch.setattr(Fingerprints, method, dies)
        with pytest.raises(KeyboardInterrupt):
            night(shop)
    edit(shop, "page_path: {starts_with: /blog}", "page_path: /reviews")
    assert differences(night(shop)[1], from_new(shop)) == []
