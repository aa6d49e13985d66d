"""Orders against what was tracked of them, counted by hand from the sample's exports."""

from collections import Counter
from datetime import UTC
from pathlib import Path

import by_hand
import duckdb
import pytest
from building import AS_OF
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


@pytest.fixture(scope="module")
def ours() -> Capture:
    events, orders = by_hand.read(SAMPLE, AS_OF.replace(tzinfo=UTC))
    by_hand.identify(events, orders)
    return capture(events, orders)


def test_every_week_and_channel(tables: Path, ours: Capture) -> None:
    with duckdb.connect(str(tables), read_only=True) as connection:
        result = connection.execute("select * from kpis.order_capture")
        names = [description[0] for description in result.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    assert len(rows) > 40 * 7
    assert {(row["week_on"], row["channel"]) for row in rows} == set(ours)
    for row in rows:
        by_us = ours[row["week_on"], row["channel"]]
        cell = (row["week_on"], row["channel"])
        assert {key: row[name] for key, name in COUNTS.items()} == {
            key: by_us[key] for key in COUNTS
        }, cell
        assert not any(row[name] for name in NONE_HERE), cell
        for key, name in REVENUE.items():
            assert row[name] == pytest.approx(by_us[key], abs=0.005), cell
        share = by_us["tracked"] / by_us["orders"] if by_us["orders"] else None
        assert row["capture_rate"] == (None if share is None else pytest.approx(share)), cell


def test_the_count_by_hand_is_not_empty(ours: Capture) -> None:
    whole = ours[None, "(all)"]
    assert whole["orders"] == whole["tracked"] + whole["seen"] + whole["unseen"]
    assert {key for key in COUNTS if whole[key]} == set(COUNTS) - {"unseen", "unknown"}
    for key in COUNTS:
        weeks = Counter(
            {cell: n[key] for cell, n in ours.items() if cell[0] and cell[1] != "(all)"}
        )
        assert weeks.total() == whole[key]
