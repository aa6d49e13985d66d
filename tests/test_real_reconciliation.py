"""A real export of tracked purchases against an order book made of them, counted by hand.

The export lies in ../shared/data; where that is absent the test skips. The order book is ours: no
shop published both. It has most of the tracked orders, some never tracked, and what bites.
"""

import csv
import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from test_real_exports import DATA, published_by, rows_of

EXPORT = DATA / "snowplow_ecommerce" / "snowplow_ecommerce_events.csv"
TRANSACTION = "contexts_com_snowplowanalytics_snowplow_ecommerce_transaction_1_0_0"
USER = "contexts_com_snowplowanalytics_snowplow_ecommerce_user_1_0_0"
POSTAGE = 4.95  # what the order book has on top of what was tracked

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"no real exports in {DATA.name}/")

Order = dict[str, str]


def moment(said: str) -> datetime:
    found = datetime.fromisoformat(said)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def first(said: str) -> dict[str, Any]:
    return (json.loads(said or "[]") or [{}])[0]


def tracked_in(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Every purchase as it was sent, the earliest first."""
    sent = [
        {**first(row[TRANSACTION]), "at": moment(row["derived_tstamp"])}
        for row in rows
        if row[TRANSACTION] not in ("", "[]")
    ]
    return sorted(sent, key=lambda purchase: purchase["at"])


def order_book(rows: list[dict[str, str]]) -> list[Order]:
    """Four of five tracked orders, the first called off, the second a test; then untracked ones."""
    book: list[Order] = []
    names = dict.fromkeys(purchase["transaction_id"] for purchase in tracked_in(rows))
    sent = {purchase["transaction_id"]: purchase for purchase in reversed(tracked_in(rows))}
    for place, name in enumerate(names):
        if place % 5 != 4:
            purchase = sent[name]
            total = float(purchase["revenue"]) + POSTAGE
            book.append(order(name, purchase["at"], total, purchase["currency"]))
    book[0]["state"], book[1]["state"] = "cancelled", "test"
    moments = [moment(row["derived_tstamp"]) for row in rows]
    seen = [moment(row["derived_tstamp"]) for row in rows if first(row[USER]).get("id") == "U12345"]
    later = min(seen) + timedelta(minutes=1)
    book.append(order("untracked-1", later, 30.0, "EUR", "U12345"))
    book.append(order("untracked-2", later, 31.0, "EUR", "somebody else"))
    book.append(order("untracked-3", later, 32.0, "USD"))
    book.append(order("too-early", min(moments) - timedelta(seconds=1), 33.0, "EUR"))
    return book


def order(name: str, at: datetime, total: float, currency: str, customer: str = "") -> Order:
    placed = at.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
    said = {"number": name, "placed": placed, "total": f"{total:.2f}", "currency": currency}
    return {**said, "customer": customer, "state": ""}


def week_of(at: datetime) -> date:
    day = at.astimezone(ZoneInfo("Europe/Athens")).date()
    return day - timedelta(days=day.weekday())


def counted(rows: list[dict[str, str]], book: list[Order]) -> dict[date | None, Counter[str]]:
    """What the reconciliation should say, by week and (None) over all."""
    found: dict[date | None, Counter[str]] = {}

    def count(at: datetime, **said: float) -> None:
        for week in (week_of(at), None):
            found.setdefault(week, Counter()).update(said)

    sent = tracked_in(rows)
    by_name: dict[str, list[dict[str, Any]]] = {}
    for purchase in sent:
        by_name.setdefault(purchase["transaction_id"], []).append(purchase)
    in_book = {one["number"]: one for one in book}
    for one in book:
        at = moment(one["placed"])
        value = float(one["total"]) if one["currency"] == "EUR" else 0
        if one["state"]:
            continue
        if one["number"] in by_name:
            purchase = by_name[one["number"]][0]
            worth = float(purchase["revenue"]) if purchase["currency"] == "EUR" else 0
            count(at, n_orders=1, n_tracked=1, order_revenue=value, tracked_revenue=worth)
        elif one["number"] == "too-early":
            count(at, n_outside_tracking=1)
        else:
            standing = "n_seen" if one["customer"] == "U12345" else "n_unseen"
            count(at, n_orders=1, **{standing: 1}, order_revenue=value)
    sold = [moment(one["placed"]) for one in book if one["state"] != "test"]
    for name, copies in by_name.items():
        for copy in copies[1:]:
            count(copy["at"], n_without_order=1, n_duplicate=1)
        at, state = copies[0]["at"], in_book.get(name, {"state": "unknown"})["state"]
        worth = float(copies[0]["revenue"]) if copies[0]["currency"] == "EUR" else 0
        if state == "test":
            count(at, n_without_order=1, n_test=1)
        elif state == "unknown" and not min(sold) <= at <= max(sold):
            count(at, n_outside_orders=1)
        elif state:
            said = {"n_without_order": 1, f"n_{state}": 1}
            count(at, **said, tracked_revenue_without_order=worth)
    return found


def test_snowplow_against_an_order_book(tmp_path: Path) -> None:
    rows = rows_of(EXPORT)
    book = order_book(rows)
    (tmp_path / "book").mkdir()
    with (tmp_path / "book" / "orders.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(book[0]))
        writer.writeheader()
        writer.writerows(book)
    files = [EXPORT, tmp_path / "book" / "orders.csv"]
    published = published_by(tmp_path, "snowplow_orders", files)
    ours = counted(rows, book)
    whole = ours[None]
    assert (whole["n_orders"], whole["n_tracked"]) == (24, 21)
    found = published.records("select * from report.reconciliation where channel = '(all)'")
    found += published.records("select null as week_on, * from report.reconciliation_total")
    assert {row["week_on"] for row in found} == set(ours)
    names = {name for week in ours.values() for name in week}
    for row in found:
        for name in names:
            assert row[name] == pytest.approx(ours[row["week_on"]][name]), (row["week_on"], name)
    assert found[-1]["capture_rate"] == pytest.approx(21 / 24)
    assert not found[-1]["is_capture_low"]
    kpis = published.rows("select kpi_id, capture_rate from kpis.kpis order by kpi_id")
    assert kpis == [("buyers", pytest.approx(21 / 24)), ("order_value", None)]
    published.close()
