"""Ids in Parquet: pandas writes whole numbers as floats where one of them is missing."""

from io import BytesIO

import pandas as pd
from landed_shop import Shop, table


def test_whole_numbers_written_as_floats_are_the_same_ids_as_in_a_csv(shop: Shop) -> None:
    columns = {"order_id": "id", "occurred_at": "at", "customer_id": "who", "value": "amount"}
    shop.configure(table(path="exports/*.parquet", columns=columns))
    written = BytesIO()
    pd.DataFrame(
        {"id": [1.0, 2.0], "at": ["2024-05-01"] * 2, "who": [17.0, None], "amount": [1.5, 2.0]}
    ).to_parquet(written)
    shop.give("a.parquet", written.getvalue())
    shop.land()
    assert shop.rows("order_id") == ["1", "2"]
    assert shop.rows("customer_id") == ["17", None]
    assert shop.rows("value") == [1.5, 2.0]
