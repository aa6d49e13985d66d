"""Rows of sql/9_report about whole paths and tracked orders, for the reports under test."""

from datetime import date
from math import sqrt
from typing import Any

Row = dict[str, Any]


def wilson(k: int, n: int) -> tuple[float | None, float | None, float | None]:
    """Rate, low and high of the 95 % Wilson interval; all None when n is 0."""
    if not n:
        return None, None, None
    z, p = 1.959963984540054, k / n
    centre, spread = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return p, (centre - spread) / (1 + z * z / n), (centre + spread) / (1 + z * z / n)


def variant_rows(paths: dict[str, int], n_counted: int) -> list[Row]:
    """report.variants from journeys by path, the most frequent first."""
    rows = []
    for place, (path, n) in enumerate(paths.items(), start=1):
        n_closed = n - n // 10
        n_converted = n_closed // 3
        rate, low, high = wilson(n_converted, n_closed)
        rows.append(
            {
                "place": place,
                "path": path,
                "n_variants": 1,
                "n_journeys": n,
                "share": n / n_counted,
                "n_open": n // 10,
                "n_closed": n_closed,
                "n_converted": n_converted,
                "conversion_rate": rate,
                "conversion_low": low,
                "conversion_high": high,
                "value": 20.5 * n,
                "n_valued": n_closed,
                "mean_value": 20.5,
                "n_all": n_counted,
                "n_counted": n_counted,
            }
        )
    return rows


def conformance_rows(journeys: dict[str, int]) -> list[Row]:
    """report.conformance from journeys by persona."""
    rows = []
    for place, (persona, n) in enumerate(journeys.items()):
        row: Row = {"place": place, "persona_id": persona, "n_counted": n}
        counts = {"skipping": n // 5, "going_back": n // 8, "looping": n // 9}
        for name, k in (counts | {"conforming": n - n // 5 - n // 8}).items():
            share, low, high = wilson(k, n)
            row |= {f"n_{name}": k, f"{name}_share": share}
            row |= {f"{name}_low": low, f"{name}_high": high}
        rows.append(row)
    return rows


def reconciliation_row(
    n_orders: int, n_tracked: int, week_on: date | None = None, channel: str = "(all)"
) -> Row:
    """A row of report.reconciliation; of report.reconciliation_total as well."""
    rate, low, high = wilson(n_tracked, n_orders)
    return {
        "week_on": week_on, "channel": channel, "min_capture": 0.8, "n_orders": n_orders,
        "n_tracked": n_tracked, "capture_rate": rate, "capture_low": low, "capture_high": high,
        "is_capture_low": rate is not None and rate < 0.8, "n_unseen": n_orders - n_tracked,
        "n_of_nobody": n_orders // 20, "n_without_order": n_orders // 30,
        "order_revenue": 51.3 * n_orders, "tracked_revenue": 50.9 * n_tracked,
    }  # fmt: skip
