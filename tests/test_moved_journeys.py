"""A journey keeps its person from night to night, or the evidence changed and it is counted."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import small_shop
from building import build_tables
from small_shop import Exports, Row

from cjm_analytics import publication
from cjm_analytics.declared import Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.project import Project

SAME, KNOWN, JOINED, ANOTHER, NOBODY, GONE = (
    "same person",
    "visitor became known",
    "identifiers joined",
    "another person",
    "no longer known",
    "gone",
)


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CJM_KEY", small_shop.KEY)


@dataclass(frozen=True)
class Night:
    """What a night published: the headline's counts, and journeys by what became of them."""

    compared: int
    moved: int
    fates: dict[str, tuple[int, int]]  # journeys and persons


def night(project: Project, is_killed: bool = False) -> Night:
    """Land, build and publish the tables as a run does, or end just before publication."""
    engine = project.open_engine()
    try:
        landing = project.landing(engine)
        for source in project.journey.sources:
            assert landing.land(source).bad_files == ()
        run = Run("test", datetime.fromisoformat(small_shop.AS_OF))
        project.declared.write(engine, project.stage("declared"), run)
        publication.remember(project, engine)
        build_tables(project, engine, run)
        publication.draft_warehouse(project, engine)
        if not is_killed:
            project.published.with_name("published.duckdb.draft").replace(project.published)
        summary = engine.records("select * from report.summary")[0]
        moved = engine.rows("select fate, n_journeys, n_persons from report.moved")
    finally:
        engine.close()
    return Night(
        summary["n_journeys_compared"],
        summary["n_journeys_moved"],
        {fate: (n_journeys, n_persons) for fate, n_journeys, n_persons in moved},
    )


def visit(cookie: str, day: str, login: str = "", **more: str) -> Row:
    row = {"time": f"2026-{day} 10:00:00", "event": "page_view", "cookie": cookie, "page": "/"}
    return row | {"channel": "organic", "login": login, "order": ""} | more


def order(number: str, day: str, customer: str, email: str = "") -> Row:
    bought = {"Bon": number, "Tijd": f"2026-{day} 10:05:00", "Bedrag": "10,00"}
    return bought | {"Klant": email, "Nummer": customer}


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    """Two anonymous visitors, of whom one came back after the silence, and two customers."""
    rows = Exports(
        visits=[
            visit("anon", "01-02"),
            visit("anon", "02-20"),
            visit("other", "01-03"),
            visit("phone", "01-04", login="C5"),
            visit("phone", "02-24", login="C5"),
            visit("desk", "01-05", login="C7"),
        ],
        orders=[order("B1", "01-06", "C7", "seven@example.org")],
        tickets=[{"ticket": "T1", "at": "2026-01-07", "order": "B1", "from": "", "subject": "?"}],
        reviews=[{"at": "2026-01-08", "order": "B1", "stars": "5", "text": "Warm"}],
    )
    return Project(small_shop.write(tmp_path / "shop", rows) / "journey.yml")


def deliver(project: Project, name: str, *rows: Row) -> None:
    delimiter = ";" if name.startswith("orders") else ","
    small_shop.write_csv(project.root / "exports" / f"{name}.csv", rows, delimiter)


def test_the_first_night_has_nothing_to_compare_with(shop: Project):
    assert night(shop) == Night(0, 0, {})


def test_more_of_the_same_people_moves_nothing(shop: Project):
    """New visits, devices, orders and reviews of who was known, and people nobody had seen."""
    night(shop)
    assert night(shop) == Night(6, 0, {SAME: (6, 4)})
    deliver(
        shop,
        "visits-1",
        visit("anon", "03-20"),
        visit("tablet", "03-20", login="C5"),
        visit("desk", "03-21", login="C7", event="purchase", order="B2"),
        visit("new", "03-21"),
        visit("newer", "03-21", login="C1"),
    )
    deliver(
        shop,
        "orders-1",
        order("B2", "03-21", "C7", "seven@example.org"),
        order("B3", "03-22", "C1", "one@example.org"),
    )
    deliver(shop, "reviews-1", {"at": "2026-03-25", "order": "B2", "stars": "4", "text": "Fine"})
    assert night(shop) == Night(6, 0, {SAME: (6, 4)})
    assert night(shop).moved == 0


def test_a_login_moves_the_visitors_journeys_and_no_others(shop: Project):
    night(shop)
    deliver(shop, "visits-1", visit("anon", "03-20", login="C8"))
    assert night(shop) == Night(6, 2, {SAME: (4, 3), KNOWN: (2, 1)})
    assert night(shop) == Night(6, 0, {SAME: (6, 4)})


@pytest.mark.parametrize(
    ("identifier", "fates"),
    [("C1", {SAME: (4, 3), JOINED: (2, 1)}), ("C9", {SAME: (6, 4)})],
    ids=["a lesser identifier", "a greater identifier"],
)
def test_an_identifier_that_joins_moves_all_or_nothing(shop: Project, identifier, fates):
    """Customer C5 buys, and the order says another number: both are one person from now on."""
    night(shop)
    deliver(shop, "visits-1", visit("phone", "03-20", "C5", event="purchase", order="B4"))
    deliver(shop, "orders-1", order("B4", "03-20", identifier))
    found = night(shop)
    assert found.fates == fates
    assert found.moved == sum(fates.get(JOINED, (0,))[:1])


def test_two_customers_who_prove_one_move_the_journeys_of_one(shop: Project):
    """C5 and C7 were both there: the person goes by the lesser, so those of C7 have moved."""
    night(shop)
    deliver(shop, "visits-1", visit("phone", "03-20", "C5", event="purchase", order="B4"))
    deliver(shop, "orders-1", order("B4", "03-20", "C7"))
    assert night(shop).fates == {SAME: (5, 3), JOINED: (1, 1)}


def test_a_late_file_can_give_a_journey_to_another(shop: Project):
    """The tablet's first login was C5's; a file that comes late says C9 had it before."""
    deliver(shop, "visits-1", visit("tablet", "01-10"), visit("tablet", "01-12", login="C6"))
    night(shop)
    deliver(shop, "visits-2", visit("tablet", "01-11", login="C9"))
    assert night(shop).fates == {SAME: (6, 4), ANOTHER: (1, 1)}


def test_a_login_that_is_taken_back_makes_a_visitor_again(shop: Project):
    deliver(shop, "visits-1", visit("tablet", "01-10"), visit("tablet", "01-12", login="C6"))
    night(shop)
    deliver(shop, "visits-1", visit("tablet", "01-10"), visit("tablet", "01-12"))
    assert night(shop).fates == {SAME: (6, 4), NOBODY: (1, 1)}


def test_an_event_that_is_gone_is_not_compared(shop: Project):
    deliver(shop, "visits-1", visit("tablet", "01-10"), visit("laptop", "01-12"))
    night(shop)
    deliver(shop, "visits-1", visit("laptop", "01-12"))
    assert night(shop) == Night(7, 0, {SAME: (7, 5), GONE: (1, 1)})


def test_an_earlier_event_that_comes_late_moves_nothing(shop: Project):
    """The journey begins earlier now; its old beginning is still the same person's."""
    night(shop)
    deliver(shop, "visits-1", visit("other", "01-01"))
    assert night(shop) == Night(6, 0, {SAME: (6, 4)})


def test_a_run_that_did_not_publish_is_not_compared_with(shop: Project):
    night(shop)
    deliver(shop, "visits-1", visit("anon", "03-20", login="C8"))
    killed = night(shop, is_killed=True)
    assert killed.moved == 2
    assert night(shop) == killed


def publish(path: Path, journeys: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema journeys")
        connection.execute(f"create table journeys.journeys as {journeys}")


@pytest.mark.parametrize(
    "stands_there",
    [
        lambda path: path.write_text("no database"),
        lambda path: path.write_bytes(b""),
        lambda path: path.mkdir(),
        lambda path: duckdb.connect(str(path)).close(),
        lambda path: publish(path, "select 'customer:C5' as person_id"),
    ],
    ids=["no database", "empty", "a folder", "no tables", "other columns"],
)
def test_what_cannot_be_compared_with_stops_no_run(shop: Project, stands_there: Any):
    shop.published.parent.mkdir()
    stands_there(shop.published)
    engine = shop.open_engine()
    try:
        for _ in range(2):  # it leaves nothing attached and no transaction open
            shop.declared.write(engine, shop.stage("declared"), Run("test", datetime(2026, 4, 1)))
            assert publication.remember(shop, engine)["declared.last_published"] == 0
            assert engine.number("select count(*) from declared.last_published") == 0
    finally:
        engine.close()


def test_a_publication_of_an_earlier_version_is_replaced(shop: Project):
    shop.published.parent.mkdir()
    publish(shop.published, "select 'customer:C5' as person_id, 1 as journey_number")
    assert night(shop) == Night(0, 0, {})
    assert night(shop) == Night(6, 0, {SAME: (6, 4)})


def _people(project: Project, query: str) -> dict[str, str | None]:
    engine = DuckDB(project.published, read_only=True)
    try:
        return dict(engine.rows(query))
    finally:
        engine.close()


def test_counts_are_those_of_two_publications_side_by_side(tmp_path: Path):
    """By hand: every first event of the one looked up in the other."""
    rows = small_shop.exports(persons=60)
    files = 4
    folder = small_shop.write(tmp_path / "shop", rows, files)
    later = [sorted((folder / "exports").glob(f"*-{number}.*")) for number in range(1, files)]
    kept = {path: path.read_bytes() for paths in later for path in paths}
    for path in kept:
        path.unlink()
    project = Project(folder / "journey.yml")
    night(project)
    total: Counter[str] = Counter()
    for paths in later:
        then = _people(project, "select opening_event_id, person_id from journeys.journeys")
        for path in paths:
            path.write_bytes(kept[path])
        found = night(project)
        now = _people(project, "select event_id, person_id from events.events")
        moved = {event for event in then if now[event] != then[event]}
        assert found.compared == len(then)
        assert found.moved == len(moved)
        known = {event for event in moved if str(then[event]).startswith("visitor:")}
        assert found.fates.get(KNOWN, (0, 0)) == (len(known), len({then[e] for e in known}))
        total.update({fate: n for fate, (n, _) in found.fates.items()})
    assert total[SAME] > total[KNOWN] > 0
