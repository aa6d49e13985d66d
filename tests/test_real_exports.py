"""Real exports give a site, and its counts are those taken straight from the files.

The files lie in ../shared/data, beside the project; where that is absent the tests skip.
"""

import csv
import json
import os
import shutil
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cjm_analytics.engines.duckdb import DuckDB
from cjm_analytics.project import Project

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("CJM_REAL_EXPORTS", ROOT.parent / "shared" / "data"))
SILENCE, COOLDOWN = timedelta(days=30), timedelta(days=1)

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"no real exports in {DATA.name}/")


def published_by(root: Path, name: str, files: list[Path]) -> DuckDB:
    """Runs the project tests/real/<name>.yml on its files; gives the published tables."""
    from cjm_pipelines.runs import run

    (root / "exports").mkdir()
    for file in files:
        (root / "exports" / file.name).symlink_to(file)
    shutil.copy(Path(__file__).parent / "real" / f"{name}.yml", root / "journey.yml")
    project = Project(root / "journey.yml")
    assert run(project).failures == ()
    assert (root / "dashboards" / "site" / "index.html").stat().st_size > 10_000
    return DuckDB(project.published, read_only=True)


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    opened = []

    def run_on(name: str, files: list[Path]) -> DuckDB:
        opened.append(published_by(tmp_path_factory.mktemp(name), name, files))
        return opened[-1]

    yield run_on
    for engine in opened:
        engine.close()


def rows_of(*paths: Path) -> list[dict[str, str]]:
    found = []
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found += list(csv.DictReader(file))
    return found


def journeys_by_hand(events: list[tuple[str, datetime, bool, bool]]) -> Counter[str]:
    """How many journeys each person has, from (person, moment, is orienting, is conversion)."""
    counts: Counter[str] = Counter()
    by_person = defaultdict(list)
    for person, moment, orients, converts in events:
        by_person[person].append((moment, orients, converts))
    for person, touches in by_person.items():
        previous = converted = None
        has_come_back = False
        for moment, orients, converts in sorted(touches):
            comes_back = (
                orients
                and converted is not None
                and moment >= converted + COOLDOWN
                and not has_come_back
            )
            if previous is None or moment > previous + SILENCE or comes_back:
                counts[person] += 1
            has_come_back = has_come_back or comes_back
            previous = moment
            if converts:
                converted, has_come_back = moment, False
    return counts


def test_online_retail(ran):
    files = sorted((DATA / "online_retail" / "by-day").glob("*.csv"))
    published = ran("online_retail", files)
    no_product = {"POST", "DOT", "M", "BANK CHARGES", "AMAZONFEE", "C2", "D", "S", "CRUK", "B"}
    lines = rows_of(*files)
    kept = [line for line in lines if line["StockCode"] not in no_product]
    invoices: dict[str, list[dict[str, str]]] = defaultdict(list)
    for line in kept:
        invoices[line["InvoiceNo"]].append(line)
    of_customers = {
        number: rows for number, rows in invoices.items() if any(row["CustomerID"] for row in rows)
    }
    bought = {number: rows for number, rows in of_customers.items() if not number.startswith("C")}
    revenue = sum(
        int(row["Quantity"]) * float(row["UnitPrice"]) for rows in bought.values() for row in rows
    )
    events = [
        (
            rows[0]["CustomerID"],
            min(datetime.fromisoformat(row["InvoiceDate"]) for row in rows),
            True,
            number in bought,
        )
        for number, rows in of_customers.items()
    ]
    by_hand = journeys_by_hand(events)

    source = published.records("select * from report.sources")[0]
    assert source["n_files"] == len(files) == 305
    assert source["n_landed"] == len(kept)
    assert source["n_ignored"] == len(lines) - len(kept)
    assert source["n_quarantined"] == 0
    summary = published.records("select * from report.summary")[0]
    assert summary["n_events"] == len(invoices)
    assert summary["n_unidentified"] == len(invoices) - len(of_customers)
    assert summary["n_orders"] == len(bought)
    assert summary["revenue"] == pytest.approx(revenue, abs=0.005)
    assert summary["n_persons"] == len(by_hand)
    assert summary["n_all"] == by_hand.total()


def test_receipt(ran):
    """Half the times are at +01:00 and half at +02:00."""
    path = DATA / "receipt" / "receipt.csv"
    published = ran("receipt", [path])
    rows = rows_of(path)
    offsets = Counter(row["time:timestamp"][-6:] for row in rows)
    assert set(offsets) == {"+01:00", "+02:00"}
    moments = [
        datetime.fromisoformat(row["time:timestamp"]).astimezone(UTC).replace(tzinfo=None)
        for row in rows
    ]
    decided = [row for row in rows if row["concept:name"].startswith("T10")]
    by_hand = journeys_by_hand(
        [
            (
                row["case:concept:name"],
                moment,
                not row["concept:name"].startswith("T2"),
                row["concept:name"].startswith("T10"),
            )
            for row, moment in zip(rows, moments, strict=True)
        ]
    )
    summary = published.records("select * from report.summary")[0]
    assert summary["n_landed"] == summary["n_events"] == len(rows) == 8577
    assert summary["n_persons"] == len(by_hand) == 1434
    assert summary["n_all"] == by_hand.total()
    assert summary["n_orders"] == len(decided)
    assert summary["data_start_at"] == min(moments)
    assert summary["data_end_at"] == max(moments)
    channels = dict(published.rows("select channel, count(*) from events.events group by channel"))
    assert channels == Counter(row["case:channel"].lower() for row in rows)


def test_shopify_seeds(ran):
    path = DATA / "shopify" / "shopify_order_data.csv"
    published = ran("shopify", [path])
    rows = rows_of(path)
    orders = {row["id"]: row for row in rows}
    converting = [
        row for row in orders.values() if not row["cancelled_at"] and row["test"] != "TRUE"
    ]
    summary = published.records("select * from report.summary")[0]
    assert summary["n_landed"] == len(rows)
    assert summary["n_orders"] == len(converting)
    revenue = sum(float(row["total_price"]) for row in converting if row["currency"] == "GBP")
    assert summary["revenue"] == pytest.approx(revenue)
    assert "021cb20b5c78751fc7ddc091b6b69b3e" not in str(published.rows("from events.events"))


def test_ga4_both_ways_of_writing_nulls(ran):
    path = DATA / "ga4" / "ga4_export_rows.jsonl"
    published = ran("ga4", [path])
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    summary = published.records("select * from report.summary")[0]
    assert summary["n_landed"] == len(rows) == 2
    # The second row was made with debug_mode on: it is left out, counted, with its reason.
    assert published.rows("select reason, n_rows from report.left_out") == [("test", 1)]
    event = published.records("select * from events.events")[0]
    assert event["visitor_id"] == rows[0]["user_pseudo_id"] == "745846450.1644156613"
    assert event["occurred_at"] == datetime.fromtimestamp(
        int(rows[0]["event_timestamp"]) / 1e6, UTC
    ).replace(tzinfo=None)
    assert (event["device"], event["country"], event["channel"]) == ("mobile", "IN", "organic")
    assert event["page_path"] == ("/ideas/2021/09/22/connecting-sitecore-identity-to-saml-part-1")
