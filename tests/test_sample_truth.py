"""The run on the sample finds what was planted: people, journeys, phases, bottleneck and the card.

Tolerance for people, journeys and reach: none, for the generator plants nothing that the
definitions leave open. Rates after the card: one percentage point, for the truth follows up by
order and the test by journey.
"""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from building import AS_OF, built

from cjm_analytics.config import load
from cjm_analytics.report import RunInfo, site

ROOT = Path(__file__).parent.parent
TRUTH = ROOT / "data" / "sample" / "truth"
PHASES = ("awareness", "consideration", "purchase", "service", "loyalty")


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setenv("CJM_KEY", "for tests")
    with built(ROOT / "journey.yml", tmp_path_factory.mktemp("sample") / "w.duckdb") as engine:
        yield engine
    patch.undo()


def truth(name):
    return pq.read_table(TRUTH / f"{name}.parquet").to_pylist()


PLAN = json.loads((TRUTH / "plan.json").read_text())


def naive(moment):
    return moment.replace(tzinfo=None)


def test_every_planted_journey_is_found_and_no_other(engine):
    planted = Counter(
        (
            naive(row["started_at"]),
            naive(row["ended_at"]),
            row["furthest_phase"],
            row["is_converted"],
            row["n_orders"],
        )
        for row in truth("journeys")
    )
    found = Counter(
        engine.rows(
            "select started_at, ended_at, coalesce(phase_id, ''), is_converted, orders"
            " from journeys.journeys as journeys left join declared.phases as phases on"
            " journeys.furthest_phase_number = phases.phase_number"
        )
    )
    assert sum(found.values()) == PLAN["counts"]["journeys"]
    assert (found - planted, planted - found) == (Counter(), Counter())


def test_every_planted_person_is_found_across_devices(engine):
    owners = defaultdict(set)
    for visitor, person in engine.rows(
        "select distinct visitor_id, person_id from events.events where visitor_id is not null"
    ):
        owners[visitor].add(person)
    planted = truth("persons")
    shared = Counter(visitor for row in planted for visitor in row["visitor_ids"])
    persons = []
    for row in planted:
        own = [visitor for visitor in row["visitor_ids"] if shared[visitor] == 1]
        found = set().union(*(owners[visitor] for visitor in own))
        if own:
            assert len(found) == 1, row["person_id"]
            persons += found
    assert len(persons) == len(set(persons)), "two planted persons were taken for one"
    assert sum(count > 1 for count in shared.values()) == PLAN["counts"]["visitors_of_two_persons"]
    for visitor, count in shared.items():
        if count > 1:
            assert len(owners[visitor]) == count, visitor


def test_reach_and_bottleneck_are_the_planted_ones(engine):
    funnel = engine.records("select * from report.funnel order by phase_number")
    assert {row["phase_id"]: row["n_reached"] for row in funnel} == PLAN["found"]["reach"]
    worst = max(funnel[:-1], key=lambda row: row["drop_off"])
    following = PHASES[PHASES.index(worst["phase_id"]) + 1]
    assert f"{worst['phase_id']} to {following}" == PLAN["planted"]["bottleneck"]


def test_rows_are_counted_as_exported(engine):
    counts, rows = PLAN["counts"], PLAN["exported_rows"]
    left_out = dict(
        engine.rows("select source_id || ' ' || reason, count(*) from clean.left_out group by all")
    )
    assert left_out == {
        "site duplicate": counts["web_events_exported_twice"],
        "site future": counts["web_events_future"],
        "site test": counts["web_events_debug"],
        "shop test": counts["orders_test"],
        "reviews duplicate": counts["reviews_exported_twice"],
    }
    read = dict(
        engine.rows("select source_id, sum(n_read)::int from landed.files group by source_id")
    )
    assert read == {
        "site": rows["ga4"],
        "shop": rows["orders"],
        "reviews": rows["reviews"],
        "service": rows["tickets"],
    }
    orders = truth("orders")
    valid = [row for row in orders if not row["is_cancelled"] and not row["is_test"]]
    n_orders, revenue = engine.rows("select n_orders, revenue from report.summary")[0]
    assert n_orders == len(valid)
    assert revenue == pytest.approx(sum(row["value_eur"] for row in valid), abs=0.01)


FOLLOWED = """
    with touches as (
        select placed.person_id, placed.journey_number, placed.occurred_at, events.event_name
        from journeys.journey_events as placed
        inner join events.events as events on placed.event_id = events.event_id
        union all
        select person_id, journey_number, occurred_at, event_name from journeys.repeat_purchases
    )

    select
        journeys.country,
        converted_at >= timestamp '2026-03-01 23:00' as is_after,
        avg(case when exists (
            select 1 from touches
            where touches.person_id = journeys.person_id
            and touches.journey_number = journeys.journey_number
            and touches.event_name = ?
            and touches.occurred_at between converted_at and converted_at + interval 28 days
        ) then 1.0 else 0.0 end) as share,
        count(*) as n
    from journeys.journeys as journeys
    cross join clean.data_end
    where is_converted and converted_at + interval 28 days <= data_end_at
    group by all
"""


@pytest.mark.parametrize(
    ("rate", "event"), [("review_rate", "review"), ("repeat_rate", "repeat_purchase")]
)
def test_the_card_shows_in_the_netherlands_only(engine, rate, event):
    """Journeys by country and side of the card, followed up for 28 days from their order."""
    found = {
        f"{country} {'after' if is_after else 'before'}": (share, n)
        for country, is_after, share, n in engine.rows(FOLLOWED, [event])
    }
    for cell, (share, n) in found.items():
        assert n > 500, cell
        assert share == pytest.approx(PLAN["found"]["rates"][cell][rate], abs=0.01), cell
    assert found["NL after"][0] - found["NL before"][0] >= 0.12
    assert abs(found["BE after"][0] - found["BE before"][0]) < 0.04


def test_sums_close(engine):
    """n_all and n_counted of every table of the run agree."""
    kpis = ("phase_reach", "phase_conversion", "drop_off", "time_to_next", "kpis")
    report = ("summary", "funnel", "flows", "kpis")
    tables = [f"kpis.{name}" for name in kpis] + [f"report.{name}" for name in report]
    counted = {table: set(engine.rows(f"select n_all from {table}")) for table in tables}
    assert all(n_all == {(PLAN["counts"]["journeys"],)} for n_all in counted.values()), counted


def test_the_card_is_found_and_nothing_else_is_called_changed(engine):
    planted = PLAN["planted"]
    rows = {(row["phase_id"], row["kpi_id"]): row for row in engine.records("from report.changes")}
    card = rows.pop(("loyalty", "review_rate"))
    assert (card["verdict"], card["status"]) == ("improved", "final")
    assert card["ci_low"] < planted["review_effect"] < card["ci_high"]
    repeat = rows.pop(("loyalty", "repeat_rate"))
    assert repeat["ci_low"] < planted["repeat_effect"] < repeat["ci_high"]
    untouched = {phase: row for (phase, _), row in rows.items() if phase != "loyalty"}
    assert untouched.keys() == {"consideration", "purchase", "service"}
    for (phase, _), row in rows.items():
        assert phase == "loyalty" or row["verdict"] not in ("improved", "worse")


def test_the_page_of_the_card_says_so_and_never_why(engine, tmp_path):
    rows = {name: engine.records(f"from report.{name}") for name in site.TABLES}
    run = RunInfo("test", AS_OF, "hash", "0")
    site.build_site(load(ROOT / "journey.yml"), rows, run, tmp_path)
    (card,) = (row for row in rows["changes"] if row["place"] == 1)
    points = f"{100 * card['estimate']:.1f}"
    english = (tmp_path / "change-thank-you-card.en.html").read_text()
    dutch = (tmp_path / "change-thank-you-card.html").read_text()
    assert f"improved: {points} percentage points higher than the group without it" in english
    assert f"verbeterd: {points.replace('.', ',')} procentpunt hoger dan de groep zonder" in dutch
    for page in tmp_path.glob("*.html"):
        assert not re.search(r"\bcaus|veroorza", page.read_text(), re.IGNORECASE), page.name
        assert 'href="change-thank-you-card' in page.read_text(), page.name
