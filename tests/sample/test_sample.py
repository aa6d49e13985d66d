"""The sample is what its README says: made again alike, big enough, and true."""

import csv
import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import by_hand
import pyarrow.parquet as pq
import pytest

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
EXPORTS = ("ga4", "orders", "reviews", "tickets", "truth")


def generate(out: Path, *options: str, hash_seed: str = "0") -> None:
    command = [sys.executable, str(SAMPLE / "generate.py"), "--out", str(out), *options]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": hash_seed}, capture_output=True)


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for name in EXPORTS for path in sorted((folder / name).glob("*"))]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLE / "truth" / "plan.json").read_text())
    return found


@pytest.fixture(scope="module")
def journeys() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(SAMPLE / "truth" / "journeys.parquet").to_pylist()
    return rows


@pytest.fixture(scope="module")
def made_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    generate(folder)
    return folder


def order_lines() -> list[dict[str, str]]:
    """The first line of every order."""
    rows: list[dict[str, str]] = []
    for path in sorted((SAMPLE / "orders").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows.extend(row for row in csv.DictReader(file) if row["Id"])
    return rows


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    small = ("--weeks", "3", "--journeys", "300", "--seed", "7")
    generate(tmp_path / "one", *small, hash_seed="1")
    generate(tmp_path / "two", *small, hash_seed="2")
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert one.keys() == two.keys()
    assert len(one) >= 8
    assert [name for name in one if one[name] != two[name]] == []


def test_other_seed_other_shop(tmp_path: Path) -> None:
    small = ("--weeks", "2", "--journeys", "100")
    generate(tmp_path / "one", *small, "--seed", "1")
    generate(tmp_path / "two", *small, "--seed", "2")
    assert contents(tmp_path / "one") != contents(tmp_path / "two")


def test_committed_files_are_what_the_generator_makes(made_again: Path) -> None:
    """Rows, not bytes: another pyarrow may pack the same rows differently."""
    here, there = contents(SAMPLE), contents(made_again)
    assert here.keys() == there.keys()
    for name in here:
        if name.endswith(".parquet"):
            assert pq.read_table(SAMPLE / name).equals(pq.read_table(made_again / name)), name
        else:
            assert here[name] == there[name], name


def test_small_enough() -> None:
    sizes = {name: len(content) for name, content in contents(SAMPLE).items()}
    assert sum(sizes.values()) <= 10_000_000
    assert max(sizes.values()) < 1_200_000


def test_big_enough(journeys: list[dict[str, Any]]) -> None:
    assert len(journeys) >= 12_000
    weeks: Counter[tuple[int, str]] = Counter()
    for row in order_lines():
        if not row["Cancelled at"] and row["Tags"] != "test":
            created = datetime.strptime(row["Created at"], "%Y-%m-%d %H:%M:%S %z")
            week = (created.date() - datetime(2025, 9, 1).date()).days // 7
            weeks[week, row["Billing Country"]] += 1
    assert set(weeks) == {(week, country) for week in range(40) for country in ("NL", "BE")}
    assert min(weeks.values()) >= 45


def test_files_and_truth_count_alike(plan: dict[str, Any], journeys: list[dict[str, Any]]) -> None:
    counts, exported = plan["counts"], plan["exported_rows"]
    assert len(journeys) == counts["journeys"]
    assert pq.read_table(SAMPLE / "truth" / "persons.parquet").num_rows == counts["persons"]
    orders = pq.read_table(SAMPLE / "truth" / "orders.parquet").to_pylist()
    lines = order_lines()
    assert [row["Id"] for row in lines] == [row["order_id"] for row in orders]
    assert sum(bool(row["Cancelled at"]) for row in lines) == counts["orders_cancelled"]
    n_web = sum(pq.read_metadata(p).num_rows for p in sorted((SAMPLE / "ga4").glob("*.parquet")))
    assert n_web == exported["ga4"] == counts["web_events"] + counts["web_events_exported_twice"]
    answers = [json.loads(p.read_text()) for p in sorted((SAMPLE / "reviews").glob("*.json"))]
    reviews = [review for answer in answers for review in answer["reviews"]]
    assert len(reviews) == exported["reviews"]
    assert sum(not r["referenceCode"] for r in reviews) == counts["reviews_of_no_order"]
    n_distinct = len({r["reviewId"] for r in reviews})
    assert len(reviews) - n_distinct == counts["reviews_exported_twice"]


def test_the_card_works_in_the_netherlands_only(plan: dict[str, Any]) -> None:
    rates = plan["found"]["rates"]
    for kpi in ("review_rate", "repeat_rate"):
        dutch = rates["NL after"][kpi] - rates["NL before"][kpi]
        belgian = rates["BE after"][kpi] - rates["BE before"][kpi]
        assert dutch >= 0.12
        assert abs(belgian) <= 0.02
    assert plan["planted"]["review_effect"] >= 0.12
    assert plan["planted"]["repeat_effect"] >= 0.12


def test_the_bottleneck_is_the_worst_step(plan: dict[str, Any]) -> None:
    steps = dict(plan["found"]["steps"])
    worst = steps.pop(plan["planted"]["bottleneck"])
    assert worst <= min(steps.values()) - 0.15
    shipping = plan["found"]["shipping_step"]
    assert shipping["mobile"] <= shipping["desktop"] - 0.15


def test_people_who_bite_are_there(plan: dict[str, Any]) -> None:
    persons = pq.read_table(SAMPLE / "truth" / "persons.parquet").to_pylist()
    buyers = [row for row in persons if row["emails"]]
    assert 0.2 <= sum(len(row["visitor_ids"]) > 1 for row in buyers) / len(buyers) <= 0.3
    assert plan["counts"]["visitors_of_two_persons"] >= 10
    visitors = {visitor for row in persons for visitor in row["visitor_ids"]}
    assert sum("0" + visitor in visitors for visitor in visitors) >= 5
    assert sum(len(row["emails"]) > 1 for row in persons) >= 10


def test_the_definitions_by_hand_find_the_truth(journeys: list[dict[str, Any]]) -> None:
    """Every journey, from the exports alone: start, end, events, visits, furthest phase, orders."""
    events, orders = by_hand.read(SAMPLE, as_of=datetime(2026, 6, 8, tzinfo=UTC))
    by_hand.identify(events, orders)
    found = Counter(by_hand.outline(j, orders) for j in by_hand.journeys(events, orders))
    truth: Counter[tuple[object, ...]] = Counter(
        (
            row["started_at"],
            row["ended_at"],
            row["n_events"],
            row["phases"],
            row["furthest_phase"],
            row["n_orders"],
        )
        for row in journeys
    )
    assert list((found - truth).elements())[:5] == []
    assert list((truth - found).elements())[:5] == []


def test_the_definitions_by_hand_find_the_people() -> None:
    events, orders = by_hand.read(SAMPLE, as_of=datetime(2026, 6, 8, tzinfo=UTC))
    by_hand.identify(events, orders)
    seen: dict[str, set[str]] = {}
    for event in events:
        if event.person:
            seen.setdefault(event.person, set()).update(filter(None, [event.visitor]))
    persons = pq.read_table(SAMPLE / "truth" / "persons.parquet").to_pylist()
    assert Counter(frozenset(found) for found in seen.values()) == Counter(
        frozenset(row["visitor_ids"]) for row in persons
    )
