"""What each asset took: measured one by one, in Dagster's metadata and in what `run` gives."""

import sys
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from cjm_pipelines.definitions import definitions_of
from cjm_pipelines.nightly import JOB
from cjm_pipelines.profile import Profile
from cjm_pipelines.runs import run

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.project import Project

MB = 1024 * 1024


@pytest.fixture
def engine(tmp_path: Path):
    engine = DuckDB(tmp_path / "warehouse.duckdb")
    yield engine
    engine.close()


def test_memory_of_duckdb_is_that_of_the_step_alone(engine: DuckDB):
    profile = Profile()
    with profile.step("sorts", engine):
        engine.rows("select max(h) from (select hash(range) as h from range(2000000) order by 1)")
        engine.create("main.sorted", "select hash(range) as h from range(2000000) order by h")
    engine.rows("drop table main.sorted")
    with profile.step("does nothing", engine):
        pass
    with profile.step("looks", engine):
        engine.rows("select count(*) from range(10) where range > 3")
    sorts, nothing, looks = profile.steps
    assert sorts.duckdb_mb > 2_000_000 * 8 / MB  # the numbers themselves
    assert nothing.duckdb_mb == 0
    assert looks.duckdb_mb < sorts.duckdb_mb


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process forget its peak")
def test_memory_of_the_process_is_that_of_the_step_alone(engine: DuckDB):
    profile = Profile()
    with profile.step("takes 300 MB", engine):
        taken = bytearray(300 * MB)
        del taken
    with profile.step("takes none", engine):
        pass
    most, least = (step.process_mb for step in profile.steps)
    assert most - least > 250


def test_time_is_measured_and_steps_are_heard_of_as_they_begin(engine: DuckDB):
    heard: list[str] = []
    profile = Profile(heard.append)
    with profile.step("counts", engine) as step:
        assert heard == ["counts"]
        engine.rows("select sum(hash(range)) from range(3000000)")
    assert step.cpu_seconds > 0
    assert step.seconds > 0
    assert step.metadata()["seconds"] == round(step.seconds, 3)


def test_what_fails_is_measured_too(engine: DuckDB):
    profile = Profile()
    with pytest.raises(duckdb.CatalogException), profile.step("fails", engine):
        engine.rows("select * from no_such_table")
    assert [(step.name, step.seconds > 0) for step in profile.steps] == [("fails", True)]


def test_a_run_tells_every_step_with_its_rows(shop: Project):
    shop.working.unlink()  # else yesterday's tables stand, and cost nothing
    steps = {step.name: step for step in run(shop).steps}
    engine = DuckDB(shop.working, read_only=True)
    try:
        for table in shop.tables:
            if table.sql:
                step = steps.pop(table.name)
                assert step.rows == engine.number(f"select count(*) from {table.name}")
                assert step.duckdb_mb > 0
                assert step.seconds > 0
    finally:
        engine.close()
    assert steps.keys() == {f"landing {source.id}" for source in shop.journey.sources} | {
        "reading journey.yml",
        "judging changes",
        "copying tables",
        "writing pages",
        "publishing",
    }


def test_dagster_has_it_on_every_asset_that_is_made(shop: Project):
    result = definitions_of(shop).resolve_job_def(JOB).execute_in_process()
    made = {event.asset_key: event for event in result.get_asset_materialization_events()}
    assert len(made) == len(list(definitions_of(shop).resolve_all_asset_specs())) - len(
        shop.journey.sources  # the export files themselves, which are made elsewhere
    )
    for key, event in made.items():
        metadata = event.step_materialization_data.materialization.metadata
        for name in ("seconds", "CPU seconds", "DuckDB MB", "process MB"):
            value = metadata[name]
            assert isinstance(value, dg.FloatMetadataValue), (key, name)
            assert value.value is not None
        assert metadata["process MB"].value > 0
