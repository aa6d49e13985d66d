"""A shop of whose orders the site saw half: the terminal and both pages say so."""

from dataclasses import replace
from pathlib import Path

import pytest
import small_shop
from cli_shop import Cjm

KPI = "\n  - {id: buyers, ratio: [{journeys: {event_name: order}}, {journeys: {}}]}\n"


@pytest.mark.parametrize("is_half", [True, False])
def test_half_of_the_orders_untracked(cjm: Cjm, tmp_path: Path, is_half: bool) -> None:
    rows = small_shop.exports(60)
    purchases = [visit for visit in rows.visits if visit["event"] == "purchase"]
    missing = purchases[::2] if is_half else []
    rows = replace(rows, visits=[visit for visit in rows.visits if visit not in missing])
    shop = small_shop.write(tmp_path, rows, journey=small_shop.JOURNEY.rstrip() + KPI)
    run = cjm("run", shop)
    assert run.code == 0
    share = (len(purchases) - len(missing)) / len(rows.orders)
    assert len(rows.orders) > 20
    said = f"the site tracked only {share:.1%} of them, less than kpi.min_capture (80.0%)"
    assert (said in run.out) == is_half
    pages = {
        name: (shop / "dashboards" / "site" / f"{name}.en.html").read_text(encoding="utf-8")
        for name in ("index", "quality")
    }
    told = f"The site tracked only {share:.1%} of {len(rows.orders)} orders"
    assert (told in pages["index"]) == is_half
    assert (f"{told}, less than the 80.0% needed" in pages["quality"]) == is_half
    warning = f"▼ only {share:.1%} of orders tracked"
    # beside the conversion, under the step into the purchase, and at the one KPI that joins both
    assert pages["index"].count(warning) == (3 if is_half else 0)
