"""Orders against what was tracked of them, counted by hand from the sample's exports."""

import shutil
from datetime import UTC
from pathlib import Path

import by_hand
import duckdb
import pytest
from building import AS_OF, built
from capture_by_hand import Capture, capture

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
COUNTS = {
    "orders": "n_orders",
    "tracked": "n_tracked",
    "seen": "n_seen",
    "unseen": "n_unseen",
    "cancelled": "n_cancelled",
    "unknown": "n_unknown",
    "duplicate": "n_duplicate",
}
NONE_HERE = ("n_test", "n_outside_tracking", "n_sold_elsewhere", "n_outside_orders", "n_of_nobody")
REVENUE = {
    "order_revenue": "order_revenue",
    "tracked_revenue": "tracked_revenue",
    "revenue_without_order": "tracked_revenue_without_order",
}


def counted(folder: Path) -> Capture:
    events, orders = by_hand.read(folder, AS_OF.replace(tzinfo=UTC))
    by_hand.identify(events, orders)
    return capture(events, orders)


def check(tables: Path, ours: Capture) -> None:
    """Every week and channel of the tables is as counted by hand, and no other is there."""
    with duckdb.connect(str(tables), read_only=True) as connection:
        result = connection.execute("select * from kpis.order_capture")
        names = [description[0] for description in result.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    assert len(rows) > 40 * 7
    assert {(row["week_on"], row["channel"]) for row in rows} == set(ours)
    for row in rows:
        cell = (row["week_on"], row["channel"])
        by_us = ours[cell]
        assert {key: row[name] for key, name in COUNTS.items()} == {
            key: by_us[key] for key in COUNTS
        }, cell
        assert not any(row[name] for name in NONE_HERE), cell
        for key, name in REVENUE.items():
            assert row[name] == pytest.approx(by_us[key], abs=0.005), cell
        share = by_us["tracked"] / by_us["orders"] if by_us["orders"] else None
        assert row["capture_rate"] == (None if share is None else pytest.approx(share)), cell
        assert row["is_capture_low"] == (share is not None and share < 0.8), cell


def test_every_week_and_channel(tables: Path) -> None:
    ours = counted(SAMPLE)
    whole = ours[None, "(all)"]
    assert {key for key in COUNTS if whole[key]} == set(COUNTS) - {"unseen", "unknown"}
    check(tables, ours)


def test_where_half_of_the_purchases_were_not_tracked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CJM_KEY", "for tests")
    folder = tmp_path / "data" / "sample"
    for name in ("orders", "reviews", "tickets"):
        shutil.copytree(SAMPLE / name, folder / name)
    (folder / "ga4").mkdir()
    for path in (SAMPLE / "ga4").glob("*.parquet"):
        order = "ecommerce.transaction_id"
        kept = (
            f"event_name <> 'purchase' or {order} is null or {order}[-1] in ('0','1','2','3','4')"
        )
        query = f"select * from read_parquet('{path}') where {kept}"
        duckdb.execute(f"copy ({query}) to '{folder / 'ga4' / path.name}' (format parquet)")
    shutil.copy(SAMPLE.parents[1] / "journey.yml", tmp_path)
    with built(tmp_path / "journey.yml", tmp_path / "w.duckdb"):
        pass
    ours = counted(folder)
    whole = ours[None, "(all)"]
    assert 0.4 < whole["tracked"] / whole["orders"] < 0.6
    assert whole["unseen"] > 1000
    check(tmp_path / "w.duckdb", ours)
