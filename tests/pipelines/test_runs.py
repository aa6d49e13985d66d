"""One run: what it publishes, what it leaves, and how it ends when something is wrong."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import dagster as dg
import published
import pytest
import small_shop
from cjm_pipelines import runs
from cjm_pipelines.runs import run

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.project import Project

CJM = (sys.executable, "-c", "from cjm_cli.main import main; main()")
HOLDER = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def working_tables(project: Project) -> published.Tables:
    engine = DuckDB(project.working, read_only=True)
    try:
        return published.rows_of(project, engine, [table.name for table in project.tables])
    finally:
        engine.close()


def published_files(project: Project) -> dict[str, str]:
    paths = [project.published, *(path for path in project.site.rglob("*") if path.is_file())]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def add_order(project: Project) -> None:
    """A file more, so that a run has something to change."""
    row = {"Bon": "B999", "Tijd": "2026-03-01 12:00:00", "Bedrag": "10,00"}
    row |= {"Klant": "new@example.org", "Nummer": "C999"}
    small_shop.write_csv(project.root / "exports" / "orders-9.csv", [row], ";")


def test_a_run_publishes_tables_and_site(shop: Project):
    tables = published.tables_of(shop)
    assert len(tables["clean.orders"]) == len(small_shop.exports().orders)
    assert tables["report.summary"][0]["n_orders"] == len(small_shop.exports().orders)
    assert (shop.site / "index.html").exists()
    assert sorted(path.name for path in shop.site.parent.iterdir()) == ["site"]
    assert sorted(path.name for path in shop.published.parent.iterdir()) == [
        "published.duckdb",
        "working.duckdb",
    ]


@pytest.mark.parametrize("table", ["clean.orders", "journeys.visits"])
def test_a_failed_audit_leaves_the_old_table_and_stops_what_follows(
    shop: Project, break_contract, table: str
):
    before, files = working_tables(shop), published_files(shop)
    add_order(shop)
    break_contract(shop, table)
    steps: list[str] = []
    outcome = run(shop, steps.append)

    ((step, reason),) = outcome.failures
    assert step == table.replace(".", "__")
    assert reason.startswith(f"{table}: impossible: broken by ")
    after = working_tables(shop)
    assert after["landed.events"] != before["landed.events"]  # landing came before, and stays
    follows = _that_follow(shop, table)
    assert {name: after[name] for name in (table, *follows)} == {
        name: before[name] for name in (table, *follows)
    }
    assert follows.isdisjoint(steps)
    assert {"copying tables", "writing pages"}.isdisjoint(steps)
    assert published_files(shop) == files


def _that_follow(project: Project, table: str) -> set[str]:
    follows: set[str] = set()
    for other in project.tables:  # in the order in which they are built
        if follows.union([table]).intersection(other.reads):
            follows.add(other.name)
    return follows


def test_a_bad_file_stops_only_itself(shop: Project):
    files, landed = published_files(shop), len(working_tables(shop)["landed.events"])
    (shop.root / "exports" / "tickets-1.jsonl").write_bytes(b"")
    add_order(shop)
    ((step, reason),) = run(shop).failures
    assert step == "landed__service"
    assert reason.startswith("exports/tickets-1.jsonl is empty")
    assert len(working_tables(shop)["landed.events"]) == landed + 1  # the order did land
    assert published_files(shop) == files


def test_an_unexpected_error_is_named_and_the_next_run_publishes(shop: Project, monkeypatch):
    def fails(*_: object) -> int:
        raise KeyError("what nobody thought of")

    add_order(shop)
    with monkeypatch.context() as patch:
        patch.setattr("cjm_analytics.fingerprints.make", fails)
        reasons = {reason for _, reason in run(shop).failures}
    assert reasons == {"KeyError: 'what nobody thought of'"}

    steps: list[str] = []
    outcome = run(shop, steps.append)
    assert outcome.failures == ()
    tables = [table.name for table in shop.tables if table.sql]
    landings = [f"landing {source.id}" for source in shop.journey.sources]
    begun = ["reading journey.yml", "judging changes"]
    ended = ["copying tables", "writing pages", "publishing"]
    assert sorted(steps) == sorted([*tables, *landings, *begun, *ended])
    assert len(published.tables_of(shop)["clean.orders"]) == len(small_shop.exports().orders) + 1
    assert outcome.run_id in (shop.site / "index.html").read_text(encoding="utf-8")


def test_a_second_run_says_who_has_the_warehouse(shop: Project, tmp_path: Path):
    files = published_files(shop)
    command = [sys.executable, "-c", HOLDER, str(shop.working)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        second = subprocess.run([*CJM, "run", str(shop.root)], capture_output=True, text=True)
    assert second.returncode == 1
    said = f"working.duckdb is in use by process {holder.pid}; wait for it or stop it"
    assert said in second.stderr
    assert "Traceback" not in second.stderr
    assert second.stdout == ""
    assert published_files(shop) == files


def test_a_run_leaves_nothing_outside_the_project(tmp_path: Path):
    """Neither in the home folder (where telemetry would write), nor where temporary files go."""
    shop = small_shop.write(tmp_path / "shop", small_shop.exports(persons=5))
    elsewhere = tmp_path / "elsewhere"
    outside = {name: tmp_path / name for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME")}
    for folder in (elsewhere, *outside.values()):
        folder.mkdir()
    environment = os.environ | {name: str(folder) for name, folder in outside.items()}
    command = [*CJM, "run", str(shop)]
    done = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    left = [path for folder in (elsewhere, *outside.values()) for path in folder.rglob("*")]
    assert left == []
    assert sorted(path.name for path in shop.iterdir()) == [
        *("dashboards", "exports", "journey.yml", "warehouse")
    ]


def test_dagster_home_keeps_the_run_and_no_telemetry(shop: Project, tmp_path: Path, monkeypatch):
    home, user = tmp_path / "dagster", tmp_path / "user"
    user.mkdir()
    monkeypatch.setenv("DAGSTER_HOME", str(home))  # made when it is not there
    monkeypatch.setenv("HOME", str(user))
    outcome = run(shop)
    assert outcome.failures == ()
    with dg.DagsterInstance.get() as instance:
        kept = instance.get_run_by_id(outcome.run_id)
        assert kept
        assert kept.status == dg.DagsterRunStatus.SUCCESS
        for name, rows in working_tables(shop).items():
            event = instance.get_latest_materialization_event(dg.AssetKey(name.split(".")))
            if event and event.asset_materialization:
                count = event.asset_materialization.metadata["dagster/row_count"].value
                assert count == len(rows), name
            else:
                assert name.split(".")[0] in ("landed", "declared")
    assert list(user.iterdir()) == []
    assert not [path for path in home.rglob("*") if path.name in (".telemetry", "event.log")]


def test_without_a_home_no_event_is_written_or_looked_up(monkeypatch):
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    asked: list[str] = []

    @dg.asset
    def upstream() -> None: ...

    @dg.asset(deps=[upstream])
    def downstream() -> None: ...

    with runs._instance() as instance:
        events = instance.event_log_storage
        monkeypatch.setattr(events, "_connect", lambda *_: asked.append("connected"))
        assert dg.materialize([upstream, downstream], instance=instance).success
    assert asked == []


def test_dagster_finds_nothing_wrong_with_the_definitions(ran: Path, tmp_path: Path):
    shutil.copytree(ran, tmp_path / "shop")
    command = [sys.executable, "-m", "dagster", "definitions", "validate"]
    environment = os.environ | {"CJM_JOURNEY": str(tmp_path / "shop" / "journey.yml")}
    done = subprocess.run(
        [*command, "-m", "cjm_pipelines.definitions"],
        env=environment | {"HOME": str(tmp_path), "DAGSTER_DISABLE_TELEMETRY": "yes"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "All code locations passed validation" in done.stdout + done.stderr


def test_too_little_memory_is_told_as_that(shop: Project, monkeypatch):
    """In landing and in a query alike; the last publication stands."""
    files = published_files(shop)
    add_order(shop)
    with monkeypatch.context() as patch:
        patch.setenv("CJM_MEMORY_LIMIT", "3MB")
        failures = run(shop).failures
    assert failures
    assert {reason for _, reason in failures} == {
        "DuckDB ran out of memory; set CJM_MEMORY_LIMIT higher, or leave it out for most of what"
        " the machine has"
    }
    assert published_files(shop) == files
