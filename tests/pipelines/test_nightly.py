"""When the pipeline runs by itself, and who hears of it when it fails."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
import small_shop
from cjm_pipelines.nightly import new_files_sensor
from cjm_pipelines.runs import run
from dagster._utils.schedules import schedule_execution_time_iterator

from cjm_analytics import fingerprints
from cjm_analytics.project import Project

REPO = Path(__file__).parents[2]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CLOCK_CHANGES = [
    *(date(2026, 3, 29), date(2026, 10, 25)),
    *(date(2027, 3, 28), date(2027, 10, 31)),
]


# -- the schedule


def test_it_runs_at_a_quarter_past_four_in_amsterdam(definitions: dg.Definitions):
    schedule = definitions.resolve_schedule_def("every_night")
    assert schedule.cron_schedule == "15 4 * * *"
    assert schedule.execution_timezone == "Europe/Amsterdam"
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    assert schedule.job_name == "nightly"


@pytest.mark.parametrize("changes", CLOCK_CHANGES, ids=str)
def test_it_runs_once_on_a_day_when_the_clock_changes(definitions: dg.Definitions, changes: date):
    schedule = definitions.resolve_schedule_def("every_night")
    first = changes - timedelta(days=1)
    midnight = datetime(first.year, first.month, first.day, tzinfo=AMSTERDAM)
    ticks = schedule_execution_time_iterator(
        midnight.timestamp(), schedule.cron_schedule, schedule.execution_timezone
    )
    local = [next(ticks).astimezone(AMSTERDAM) for _ in range(3)]
    assert [moment.date() for moment in local] == [first + timedelta(days=n) for n in range(3)]
    assert [(moment.hour, moment.minute) for moment in local] == [(4, 15)] * 3


# -- the sensor


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    return small_shop.write(tmp_path / "shop", small_shop.exports(persons=3)) / "exports"


@pytest.fixture
def look(exports: Path, definitions: dg.Definitions) -> Iterator[Any]:
    """One look of the sensor, from where the last left off."""
    sensor = new_files_sensor(Project(exports.parent / "journey.yml"))
    cursor: list[str | None] = [None]
    with dg.DagsterInstance.ephemeral() as instance:

        def once() -> list[dg.RunRequest]:
            context = dg.build_sensor_context(instance, cursor[0])
            seen = sensor(context)
            cursor[0] = context.cursor
            return list(seen.run_requests or ()) if isinstance(seen, dg.SensorResult) else []

        yield once


def test_new_files_are_waited_for_then_run_then_known(look):
    assert look() == []  # first sight: they may still be growing
    requests = look()
    assert len(requests) == 1
    assert look() == []
    assert look() == []


def test_a_file_that_grows_is_waited_for(look, exports: Path):
    assert (look(), len(look())) == ([], 1)
    growing = exports / "orders-0.csv"
    for _ in range(3):
        with growing.open("a") as file:
            file.write("B9;2026-02-01 12:00:00;10,00;x@example.org;C9\n")
        assert look() == []
    assert len(look()) == 1


@pytest.mark.parametrize("what", ["comes", "goes", "is touched"])
def test_a_file_that_comes_goes_or_changes_is_seen(look, exports: Path, what: str):
    (first,) = [*look(), *look()]
    path = exports / "reviews-0.csv"
    if what == "comes":
        shutil.copy(path, exports / "reviews-9.csv")
    elif what == "goes":
        path.unlink()
    else:
        os.utime(path, (1, 1))
    assert look() == []
    (second,) = look()
    assert first.run_key is second.run_key is None  # a delivery that is undone runs again
    assert look() == []


def test_the_sensor_starts_the_nightly_job(definitions: dg.Definitions):
    assert definitions.resolve_sensor_def("new_export_files").job_name == "nightly"


# -- the failure hook


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, str]]]:
    """What is posted to CJM_WEBHOOK."""
    posted: list[dict[str, str]] = []

    class Listens(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listens) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        monkeypatch.setenv("CJM_WEBHOOK", f"http://127.0.0.1:{server.server_port}/")
        yield posted
        server.shutdown()
        thread.join()


def test_a_failed_audit_is_posted(shop: Project, webhook, break_contract):
    break_contract(shop, "journeys.visits")
    outcome = run(shop)
    assert [set(message) for message in webhook] == [
        {"project", "run_id", "step", "reason", "text"}
    ]
    (message,) = webhook
    assert message["project"] == "Small Shop"
    assert message["run_id"] == outcome.run_id
    assert message["step"] == "journeys__visits"
    assert message["reason"].startswith("journeys.visits: impossible: broken by ")
    assert message["text"] == f"Small Shop: journeys__visits failed: {message['reason']}"


def test_an_unexpected_error_is_posted_by_name_alone(shop: Project, webhook, monkeypatch):
    """Its text may quote a row; it stays in the log on this machine."""

    def fails(*_: object) -> int:
        raise ValueError("no such customer: klant1@example.org, B1-0")

    monkeypatch.setattr(fingerprints, "make", fails)
    assert run(shop).failures
    assert {message["reason"] for message in webhook} == {"ValueError"}
    assert "klant1" not in json.dumps(webhook)


def test_a_bad_row_is_not_quoted_to_the_webhook(tmp_path: Path, webhook):
    folder = small_shop.write(tmp_path / "shop", small_shop.exports(persons=3))
    (folder / "exports" / "orders-0.csv").write_text(
        "Bon;Tijd;Bedrag;Klant;Nummer\nB1;2026-02-01 10:00:00;klant1@example.org;k@example.org;C1\n"
    )
    outcome = run(Project(folder / "journey.yml"))
    assert [step for step, _ in outcome.failures] == ["landed__shop"]
    assert [message["step"] for message in webhook] == ["landed__shop"]
    assert "orders-0.csv" in webhook[0]["reason"]
    assert "example.org" not in json.dumps(webhook)


def test_a_webhook_that_is_away_does_not_change_how_the_run_ends(
    shop: Project, break_contract, monkeypatch
):
    monkeypatch.setenv("CJM_WEBHOOK", "http://127.0.0.1:9/")
    break_contract(shop, "clean.orders")
    assert [step for step, _ in run(shop).failures] == ["clean__orders"]


def test_without_a_webhook_nothing_is_posted(shop: Project, webhook, break_contract, monkeypatch):
    monkeypatch.delenv("CJM_WEBHOOK")
    break_contract(shop, "clean.orders")
    assert [step for step, _ in run(shop).failures] == ["clean__orders"]
    assert webhook == []


# -- Dagster's own pages


def test_make_dev_sends_nothing(tmp_path: Path):
    shutil.copy(REPO / "pipelines" / "dagster.yaml", tmp_path)
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        assert not instance.telemetry_enabled
        assert not instance.nux_enabled
    recipe = (REPO / "Makefile").read_text().split("\ndev:")[1].split("\n\n")[0]
    assert "dagster dev" in recipe
    assert "cp pipelines/dagster.yaml .dagster/" in recipe
    assert "DAGSTER_HOME=$(CURDIR)/.dagster" in recipe
    assert "DAGSTER_DISABLE_TELEMETRY=" in recipe
