"""Moments and numbers of Parquet stay what they are; what is none of them is read as text."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from landed_shop import Shop, table

COLUMNS = {"order_id": "id", "occurred_at": "at", "value": "amount"}
NOON = datetime(2024, 5, 1, 12, 0)


def give(shop: Shop, at: list[Any], amount: list[Any], **more: list[Any]) -> None:
    written = BytesIO()
    ids = [str(number) for number in range(1, len(at) + 1)]
    pq.write_table(pa.table({"id": ids, "at": at, "amount": amount, **more}), written)
    shop.configure(table(path="exports/*.parquet", columns=COLUMNS))
    shop.give("a.parquet", written.getvalue())
    assert shop.land().bad_files == ()


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        (NOON, datetime(2024, 5, 1, 10, 0)),  # Amsterdam, in summer
        (NOON.replace(tzinfo=UTC), NOON),
        (date(2024, 5, 1), datetime(2024, 4, 30, 22, 0)),
        ("2024-05-01 12:00:00", datetime(2024, 5, 1, 10, 0)),
        ("2024-05-01 12:00:00.000", datetime(2024, 5, 1, 10, 0)),
        ("2024-05-01T12:00:00Z", NOON),
    ],
)
def test_times(shop: Shop, at: Any, moment: datetime) -> None:
    give(shop, [at], [1])
    assert shop.rows("occurred_at") == [moment]


@pytest.mark.parametrize("amount", [0.00001, 1e15, 2.5, 3, "€ 2,500.10"])
def test_amounts(shop: Shop, amount: Any) -> None:
    give(shop, [NOON], [amount])
    expected = 2500.1 if isinstance(amount, str) else float(amount)
    assert shop.rows("value") == [expected]


def test_what_is_no_number(shop: Shop) -> None:
    give(shop, [NOON] * 4, [1.5, float("nan"), float("inf"), None])
    assert shop.rows("line, value") == [(1, 1.5), (2, None), (4, None)]
    assert shop.quarantine() == [(3, "the value is no number: inf")]


def test_export_that_has_a_column_with_the_name_of_the_counter(shop: Shop) -> None:
    give(shop, [NOON] * 2, [1, 2], file_row_number=[7, 7])
    assert shop.rows("line, value") == [(1, 1.0), (2, 2.0)]
