"""What must add up does: a row lost anywhere on its way to the report shows in report.sums."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import small_shop
from building import built

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.project import Project
from cjm_analytics.tables import AuditFailed, build, with_sql

PARTS = ("report.journey_counts", "report.row_sums", "report.journey_sums")
A_ROW = "rowid = (select max(rowid) from {table}{where})"

# What breaks each claim, where everything else was built before.
BREAKS = {
    "rows read = landed + quarantined + ignored": ("landed.quarantine", ""),
    "rows landed = events + left out": ("events.events", ""),
    "rows landed of the headline = of its sources": ("report.sources", ""),
    "rows quarantined of the headline = of its sources": (
        "report.sources",
        " where n_quarantined > 0",
    ),
    "events = events held against the rules": ("phases.event_phases", ""),
    "events that a rule matches = events of the rules": ("report.rules", " where n_events > 0"),
    "events = in a journey + of nobody + before any journey": ("journeys.journeys", ""),
    "events that can open a journey = those in journeys": (
        "journeys.journey_events",
        " where is_by_customer and not is_bound",
    ),
    "events in journeys = events of the journeys": ("journeys.repeat_purchases", ""),
    "events in journeys with a phase = events of visits": ("journeys.visits", ""),
    "journeys of the run = journeys of every table": ("journeys.journeys", ""),
    "journeys with a phase = counted by every table": (
        "journeys.journeys",
        " where is_assigned",
    ),
    "journeys of the run = journeys of the persons": ("journeys.persons", ""),
    "journeys that came as far = journeys that reach it": ("report.funnel", ""),
    "journeys that reach a phase = entries to it": "update report.funnel set n_entries = 0",
    "journeys that reach a phase = skipped + visited it": "update report.funnel set n_skipped = 99",
    "closed journeys = those that end in some phase": ("report.funnel", " where n_dropped > 0"),
    "lost journeys = those lost in some phase": ("report.funnel", " where n_lost > 0"),
    "journeys by ending = last transitions to it": (
        "journeys.transitions",
        " where target = '(done)'",
    ),
    "transitions into a phase = out of it": ("journeys.transitions", " where source <> '(start)'"),
    "transitions into a phase = visits": ("journeys.visits", ""),
    "journeys with a phase = starts of the flows": ("report.flows", " where step = 0"),
    "journeys with a phase = ends of the flows": ("report.flows", " where target = '(lost)'"),
    "orders of the headline = converting events in journeys": (
        "journeys.journey_events",
        " where is_conversion",
    ),
    "orders and revenue of the headline = of the journeys": (
        "journeys.journeys",
        " where orders > 0",
    ),
    "things a KPI counts = used + too young + without value": ("kpis.kpi_entries", ""),
    "journeys of the last publication = journeys with a fate": (
        "insert into declared.last_published values ('somewhere', 'somebody')"
    ),
}

# Tables of which a lost row goes unnoticed by all that is built from them, but for report.sums.
LOSSES = {
    "landed.events": "",
    "events.events": "",
    "phases.event_phases": "",
    "journeys.conversions": "",
    "journeys.journey_events": " where not is_bound",
    "journeys.journeys": "",
    "journeys.persons": "",
    "journeys.visits": "",
    "journeys.entries": " where phase_number > 1",
    "journeys.transitions": "",
}


@pytest.fixture(autouse=True, scope="module")
def pinned() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CJM_KEY", small_shop.KEY)
        yield


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small shop, built; three of its rows cannot be read."""
    rows = small_shop.exports(persons=40)
    rows.orders.append(rows.orders[0] | {"Bon": "B-bad", "Tijd": "yesterday"})
    rows.visits.extend(rows.visits[0] | {"time": when} for when in ("", "32-13-2026"))
    folder = small_shop.write(tmp_path_factory.mktemp("sums") / "shop", rows)
    project = Project(folder / "journey.yml")
    with built(project.path, project.working):
        pass
    return project


@pytest.fixture
def engine(whole: Project, tmp_path: Path) -> Iterator[DuckDB]:
    """A copy of it, to break."""
    engine = DuckDB(Path(shutil.copy(whole.working, tmp_path / "broken.duckdb")))
    yield engine
    engine.close()


def lose_a_row(engine: DuckDB, table: str, where: str) -> None:
    before = engine.number(f"select count(*) from {table}")
    engine.rows(f"delete from {table} where {A_ROW.format(table=table, where=where)}")
    assert engine.number(f"select count(*) from {table}") == before - 1


def rebuild(project: Project, engine: DuckDB, names: set[str]) -> None:
    """Build some tables again as they come, none of them held against its contract."""
    for table in with_sql(project.tables):
        if table.name in names:
            query = table.compiled(project.declared.functions)
            engine.create(table.name, query)


def that_follow(project: Project, table: str) -> set[str]:
    """What is built from a table, straight or by others; report.sums apart."""
    follow: set[str] = set()
    for other in with_sql(project.tables):
        if follow.union([table]).intersection(other.reads) and other.name != "report.sums":
            follow.add(other.name)
    return follow


def differing(engine: DuckDB) -> list[str]:
    """The claims of which the two sides differ."""
    parts = "select * from report.row_sums union all select * from report.journey_sums"
    return [claim for claim, *_ in engine.rows(f"from ({parts}) where n_left <> n_right")]


def refused(project: Project, engine: DuckDB) -> str:
    sums = next(table for table in project.tables if table.name == "report.sums")
    with pytest.raises(AuditFailed, match=r"^report\.sums: ") as refusal:
        build(engine, sums, project.declared.functions)
    return str(refusal.value)


def test_every_sum_of_a_whole_run_closes_and_counts_something(whole: Project, engine: DuckDB):
    sums = engine.records("select * from report.sums")
    assert {row["claim"] for row in sums} == BREAKS.keys()
    assert [row for row in sums if row["n_left"] != row["n_right"]] == []
    # A sum of nothing would close whatever was lost.
    empty = {row["claim"] for row in sums} - {row["claim"] for row in sums if row["n_left"]}
    assert empty == {"journeys of the last publication = journeys with a fate"}
    revenue = engine.rows("select sum(value) from journeys.conversions")[0][0]
    assert [row["value_left"] for row in sums if row["value_left"]] == [pytest.approx(revenue)]


@pytest.mark.parametrize("claim", BREAKS)
def test_each_sum_is_refused_when_it_does_not_close(whole: Project, engine: DuckDB, claim: str):
    how = BREAKS[claim]
    if isinstance(how, tuple):
        lose_a_row(engine, *how)
    else:
        engine.rows(how)
    rebuild(whole, engine, set(PARTS))
    reason = refused(whole, engine)
    assert claim in differing(engine) or f"first {claim}" in reason
    assert " = " in reason.partition("first ")[2]  # it says which, and both sides


@pytest.mark.parametrize("table", LOSSES)
def test_a_row_lost_on_the_way_is_found_at_the_end(whole: Project, engine: DuckDB, table: str):
    """All that is built from the table is built again, so that its neighbours agree with it."""
    rebuild(whole, engine, stale := that_follow(whole, table))
    assert differing(engine) == []  # building again is not what opens a sum
    lose_a_row(engine, table, LOSSES[table])
    rebuild(whole, engine, stale)
    assert differing(engine) != []
    refused(whole, engine)


def test_revenue_of_another_order_of_adding_is_the_same(whole: Project, engine: DuckDB):
    engine.rows("update report.summary set revenue = revenue + 1e-7")
    sums = next(table for table in whole.tables if table.name == "report.sums")
    assert build(engine, sums, whole.declared.functions) > 0
    engine.rows("update report.summary set revenue = revenue + 0.01")
    assert "both values are equal" in refused(whole, engine)
