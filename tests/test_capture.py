"""Which KPIs an untracked order falsifies: those that hold visits against purchases, no others."""

from pathlib import Path

import pytest
import yaml

from cjm_analytics import config
from cjm_analytics.capture import depends_on_capture

SOURCES = """
sources:
  - {id: site, kind: ga4, path: site/*}
  - {id: shop, kind: shopify_orders, path: shop/*}
  - id: desk
    kind: table
    record: contact
    path: desk/*.csv
    columns: {event_id: id, occurred_at: at}
    constants: {event_name: complaint}
model: {preset: klantreis}
"""
ORDERS, ALL = "{journeys: {event_name: order}}", "{journeys: {}}"


def depends(measure: str) -> bool:
    content = yaml.safe_load(SOURCES) | {
        "kpis": [{"id": "asked", **yaml.safe_load(f"{{{measure}}}")}]
    }
    journey = config.parse(yaml.safe_dump(content), Path("journey.yml"))
    return depends_on_capture(journey.kpis[0], journey)


@pytest.mark.parametrize(
    "measure",
    [
        # buyers among those who visited: the untracked order is a buyer without the visit
        f"ratio: [{ORDERS}, {ALL}]",
        f"ratio: [{ORDERS}, {{journeys: {{event_name: view_item}}}}]",
        f"ratio: [{{journeys: {{event_name: purchase}}}}, {ORDERS}]",
        f"ratio: [{ORDERS}, {{journeys: {{page_path: {{starts_with: /shop}}}}}}]",
        # what was bought by channel or device: only the visit tells
        "count: {journeys: {event_name: order, main_channel: paid}}",
        "sum: {events: {event_name: order, channel: email}, of: value}",
        "mean: {events: {event_name: order, device: mobile}, of: value}",
        # per journey, buyer or not
        "mean: {journeys: {}, of: orders}",
        # any name may be meant
        f"ratio: [{{journeys: {{event_name: {{matches: '^view'}}}}}}, {ORDERS}]",
    ],
)
def test_it_joins_visits_with_orders(measure: str) -> None:
    assert depends(measure)


@pytest.mark.parametrize(
    "measure",
    [
        # orders alone, whatever was seen of them
        "mean: {events: {event_name: order}, of: value}",
        "count: {events: {event_name: order}}",
        "count: {events: {event_name: {in: [order, purchase]}}}",
        "sum: {events: {event_name: order, country: NL}, of: value}",
        # what follows an order, told by other sources
        f"ratio: [{{journeys: {{event_name: review}}}}, {ORDERS}]",
        f"ratio: [{{journeys: {{event_name: complaint}}}}, {ORDERS}]",
        f"ratio: [{{journeys: {{event_name: repeat_purchase}}}}, {ORDERS}]",
        # visits alone
        "count: {events: {event_name: view_item}}",
        "ratio: [{journeys: {event_name: add_to_cart}}, {journeys: {event_name: view_item}}]",
        # neither
        "count: {events: {event_name: complaint}}",
        "mean: {events: {event_name: review}, of: rating}",
    ],
)
def test_it_does_not(measure: str) -> None:
    assert not depends(measure)
