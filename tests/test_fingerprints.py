"""A run builds what exports, rules and settings changed, and nothing else; and is as from new."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import small_shop
from building import AS_OF
from nights import edit, from_new, night
from published import differences

from cjm_analytics import tables as runner
from cjm_analytics.contracts import Column, Contract
from cjm_analytics.declared import Run
from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.fingerprints import Fingerprints
from cjm_analytics.project import Project

ROWS = small_shop.exports(persons=40)


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CJM_KEY", small_shop.KEY)


def stages(names: set[str]) -> set[str]:
    """Of what was built, but for what knows the time of the run and is built every night."""
    return {name.split(".")[0] for name in names - {"clean.future"}} - {"report"}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return small_shop.write(tmp_path / "shop", ROWS, files=3)


def test_a_night_in_which_nothing_came_builds_nothing_but_what_knows_the_time(shop):
    made, first = night(shop)
    assert len(made) > 60
    made, second = night(shop)
    assert stages(made) == set()
    assert differences(first, second) == []
    made, third = night(shop, days=1)
    assert stages(made) == set()
    assert "clean.future" in made
    assert differences(third, from_new(shop, days=1)) == []


EDITS: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    # what is edited, and the stages that it must not touch
    "a rule": (
        lambda shop: edit(shop, "starts_with: /gloves", "starts_with: /gloves/winter"),
        {"identity", "events"},
    ),
    "a rule's name alone": (
        lambda shop: edit(shop, "name: gloves", "name: mittens"),
        {"identity", "events", "kpis", "comparison"},
    ),
    "a KPI": (
        lambda shop: edit(shop, "event_name: review", "event_name: ticket"),
        {"identity", "events", "phases", "journeys"},
    ),
    "a target": (
        lambda shop: edit(shop, "target: 40", "target: 41"),
        {"identity", "events", "phases", "journeys"},
    ),
    "silence": (
        lambda shop: edit(shop, "kpis:", "journey: {silence: 9 days}\nkpis:"),
        {"identity", "phases"},
    ),
    "max_links": (lambda shop: edit(shop, "kpis:", "identity: {max_links: 1}\nkpis:"), set()),
    "a late file": (
        lambda shop: small_shop.write_csv(
            shop / "exports" / "orders-late.csv",
            [dict(ROWS.orders[0], Bon="late", Tijd="2026-01-02 09:00:00")],
            ";",
        ),
        set(),
    ),
    "a replaced file": (
        lambda shop: small_shop.write_csv(shop / "exports" / "orders-1.csv", ROWS.orders[:3], ";"),
        set(),
    ),
    "a file of copies": (
        lambda shop: small_shop.write_csv(
            shop / "exports" / "orders-copy.csv", ROWS.orders[:5], ";"
        ),
        {"phases", "journeys"},
    ),
}


@pytest.mark.parametrize("what", EDITS)
def test_after_an_edit_the_tables_are_as_from_new(shop, what):
    change, untouched = EDITS[what]
    night(shop)
    change(shop)
    made, after = night(shop)
    assert differences(after, from_new(shop)) == []
    assert not stages(made) & untouched
    assert stages(night(shop)[0]) == set()


def test_a_rule_that_takes_no_event_moves_nobody(shop, monkeypatch):
    """Though it counts the rules below it anew, and so changes what is told of every event."""
    night(shop)
    edit(shop, "rules:\n", "rules:\n        - {name: sent by post, event_name: by_post}\n")
    whole = []

    def noted(self, table, *fingerprints):
        whole.append(table.name)
        return build_whole(self, table, *fingerprints)

    build_whole = Fingerprints._build_whole
    with monkeypatch.context() as patch:
        patch.setattr(Fingerprints, "_build_whole", noted)
        _, after = night(shop)
    assert not [name for name in whole if name.startswith(("phases.", "kpis."))]
    assert "journeys.journey_events" not in whole
    assert differences(after, from_new(shop)) == []


def test_an_edit_that_is_taken_back_is_built_again(shop, monkeypatch):
    """Also when the run of the edit died in the middle: what stands is what the file says."""
    _, first = night(shop)
    edit(shop, "starts_with: /gloves", "starts_with: /blog")
    done = 0

    def dies(*arguments: object) -> int:
        nonlocal done
        done += 1
        if done > 4:
            raise KeyboardInterrupt
        return make(*arguments)

    make = runner.make
    with monkeypatch.context() as patch:
        patch.setattr("cjm_analytics.fingerprints.make", dies)
        with pytest.raises(KeyboardInterrupt):
            night(shop)
    edit(shop, "starts_with: /blog", "starts_with: /gloves")
    assert differences(night(shop)[1], first) == []


def test_where_a_contract_broke_nothing_is_trusted(shop, monkeypatch):
    """Nor what the same run goes on to build beside what broke."""
    night(shop)
    edit(shop, "kpis:", "journey: {session_gap: 9 minutes}\nkpis:")
    project = Project(shop / "journey.yml")
    tables = [table for table in runner.with_sql(project.tables) if table.stage < 6]
    broken = []

    def build_all(engine: DuckDB) -> set[str]:
        fingerprints = Fingerprints(engine, project.declared.functions, project.tables)
        built = set()
        for table in tables:
            try:
                if fingerprints.build(table)[1]:
                    built.add(table.name)
            except runner.AuditFailed:
                broken.append(table.name)
        return built

    def breaks(self: Fingerprints, table: runner.Table) -> bool:
        if table.name == "events.sessions":
            raise runner.AuditFailed("broken")
        return build_part(self, table)

    build_part = Fingerprints._build_part
    engine = project.open_engine()
    try:
        run = Run("test", AS_OF)
        project.declared.write(engine, project.stage("declared"), run)
        with monkeypatch.context() as patch:
            patch.setattr(Fingerprints, "_build_part", breaks)
            after = build_all(engine)
        assert broken == ["events.sessions"]
        assert "phases.event_phases" in after
        assert build_all(engine) == {table.name for table in tables}
        assert build_all(engine) == set()
    finally:
        engine.close()


BREAKS = {
    "is unique": "select a.event_id, a.n from raw.a as a cross join (values (1), (2)) as two",
    r"\(event_id\) is unique": "select 'one' as event_id, n from raw.a",
    "promised BIGINT": "select event_id, n + 0.5 as n from raw.a",
    "n is missing": "select event_id from raw.a",
    "promised nothing": "select event_id, n, n as another from raw.a",
    "is never missing": "select nullif(event_id, 'one') as event_id, n from raw.a",
}


def build_one(engine: DuckDB, shop: Path, query: str, key: tuple[str, ...] = ("event_id",)) -> None:
    """Build made.b from raw.a as a run of its own does."""
    text, integer = Column(type="text", about="an id"), Column(type="integer", about="a number")
    columns = {"event_id": text, "n": integer}
    contract = Contract(row="a row", key=key, by="event_id", columns=columns)
    table = runner.Table("made.b", 3, contract, query)
    given = runner.Table("raw.a", 0, contract, None)
    functions = Project(shop / "journey.yml").declared.functions
    Fingerprints(engine, functions, [given, table]).build(table)


@pytest.fixture
def engine() -> Iterator[DuckDB]:
    engine = DuckDB(Path(":memory:"))
    engine.create(
        "raw.a", "select * from (values ('one', 1::bigint), ('two', 2)) as a(event_id, n)"
    )
    yield engine
    engine.close()


@pytest.mark.parametrize(("told", "sql"), BREAKS.items(), ids=BREAKS)
def test_what_breaks_a_contract_is_refused(shop, engine, told, sql):
    """Also of a table that stands and of which only the rows that differ are written."""
    build_one(engine, shop, "select event_id, n from raw.a")
    with pytest.raises(runner.AuditFailed, match=told):
        build_one(engine, shop, sql)
    assert engine.rows("select * from made.b order by all") == [("one", 1), ("two", 2)]


def test_rows_that_stand_are_held_against_an_edited_contract(shop, engine):
    query = "select 'one' as event_id, n from raw.a"
    build_one(engine, shop, query, key=("event_id", "n"))
    with pytest.raises(runner.AuditFailed, match=r"\(event_id\) is unique"):
        build_one(engine, shop, query)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("('e1', 'v'), ('e2', 'v')", "('e1', 'c'), ('e2', 'c')"),
        ("('e1', 'v'), ('e2', 'c')", "('e1', 'c'), ('e2', 'v')"),
        ("('e1', 'v'), ('e1', 'v')", "('e2', 'v'), ('e2', 'v')"),
        ("('a', 'b')", "('b', 'a')"),
        ("('a', null)", "(null, 'a')"),
    ],
)
def test_other_rows_have_another_fingerprint(tmp_path, one, other):
    """Also where the same value is exchanged for the same other in two rows."""
    engine = DuckDB(tmp_path / "w.duckdb")
    try:
        found = set()
        for rows in (one, other):
            engine.create("kept.rows", f"select * from (values {rows}) as given (a, b)")
            found.add(Fingerprints(engine, None, [])._rows_now("kept.rows"))
    finally:
        engine.close()
    assert len(found) == 2


def test_another_version_of_the_library_builds_everything(shop, monkeypatch):
    made, first = night(shop)
    monkeypatch.setattr("cjm_analytics.fingerprints.version", lambda name: "2.0")
    again, second = night(shop)
    assert again == made
    assert differences(first, second) == []
