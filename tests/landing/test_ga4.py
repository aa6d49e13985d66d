"""The GA4 export, with null keys present and left out, and what it says of channel and order."""

import json
from pathlib import Path
from typing import Any

import pytest
from landed_shop import Shop

REAL = Path(__file__).parents[3] / "shared" / "data" / "ga4" / "ga4_export_rows.jsonl"
GA4 = {"id": "site", "kind": "ga4", "path": "exports/*.jsonl"}
TRAFFIC = {"source": "google", "medium": "organic", "name": "(organic)"}
NULLS: dict[str, Any] = {
    **{"user_id": None, "ecommerce": None, "items": [], "geo": None, "app_info": None},
    **{"collected_traffic_source": None, "session_traffic_source_last_click": None},
    **{"batch_event_index": None, "user_properties": []},
}
KINDS_OF_VALUE = ("string_value", "int_value", "float_value", "double_value")


def param(key: str, kind: str, value: object, with_nulls: bool = False) -> dict[str, Any]:
    nulls = dict.fromkeys(KINDS_OF_VALUE) if with_nulls else {}
    return {"key": key, "value": {**nulls, kind: value}}


def event(with_nulls: bool = False, **changes: Any) -> dict[str, Any]:
    """A page view; int64 are strings, as BigQuery writes them."""
    location = "https://shop.example/winter/gloves?utm_source=x#top"
    return {
        **(NULLS if with_nulls else {}),
        "event_date": "20260301",
        "event_timestamp": "1772359200000000",
        "event_name": "page_view",
        "event_params": [
            param("ga_session_id", "int_value", "1772359190", with_nulls),
            param("page_location", "string_value", location, with_nulls),
        ],
        "event_bundle_sequence_id": "12",
        "user_pseudo_id": "745846450.1644156613",
        "device": {"category": "mobile"},
        "traffic_source": TRAFFIC,
        **changes,
    }


def give_events(shop: Shop, *events: dict[str, Any]) -> None:
    shop.configure(GA4)
    shop.give("events.jsonl", "".join(json.dumps(item) + "\n" for item in events))
    assert shop.land().bad_files == ()


def test_both_ways_of_writing_nulls_land_the_same(shop: Shop) -> None:
    give_events(shop, event(), event(with_nulls=True))
    landed = shop.engine.rows("select * exclude (line) from landed.events order by line")
    assert landed[0] == landed[1]
    columns = "occurred_at, event_name, channel, device, page_path, visitor_id, customer_id"
    ((moment, *rest),) = set(shop.rows(columns))
    assert str(moment) == "2026-03-01 10:00:00"
    visitor = "745846450.1644156613"
    assert rest == ["page_view", "organic", "mobile", "/winter/gloves", visitor, None]


def test_real_rows_land(shop: Shop) -> None:
    if not REAL.exists():
        pytest.skip(f"{REAL.name} is not beside this checkout")
    shop.configure(GA4)
    shop.give("real.jsonl", REAL.read_bytes())
    assert shop.land().bad_files == ()
    columns = "event_name, channel, device, page_path, visitor_id, order_id, is_test"
    saml = "/ideas/2021/09/22/connecting-sitecore-identity-to-saml-part-1"
    assert shop.rows(columns) == [
        ("session_start", "organic", "mobile", saml, "745846450.1644156613", None, False),
        ("page_view", "direct", "desktop", "/payment.html", "1146540.1921992520", None, True),
    ]


def test_the_same_event_has_the_same_id_and_another_has_another(shop: Shop) -> None:
    others = [{"event_name": "scroll"}, {"event_timestamp": "1772359200000001"}]
    others += [{"user_pseudo_id": "1.2"}, {"user_pseudo_id": None}, {"batch_event_index": "2"}]
    give_events(shop, event(), event(), *(event(**other) for other in others))
    ids = shop.rows("event_id")
    assert ids[0] == ids[1]
    assert len(set(ids)) == 1 + len(others)


def test_purchase_names_its_order_and_value(shop: Shop) -> None:
    items = [{"item_id": "9", "item_name": "Glove", "item_category": "Gloves"}]
    ecommerce = {"transaction_id": "1001", "purchase_revenue": 59.95}
    params = [param("currency", "string_value", "eur")]
    sale = event(event_name="purchase", ecommerce=ecommerce, items=items, event_params=params)
    give_events(shop, sale)
    columns = "order_id, value, currency, product_category"
    assert shop.rows(columns) == [("1001", 59.95, "EUR", "Gloves")]


def test_not_set_is_missing(shop: Shop) -> None:
    empty = {"source": "(not set)", "medium": "(not set)", "name": "(not set)"}
    nothing = {"transaction_id": "(not set)"}
    give_events(shop, event(ecommerce=nothing, traffic_source=empty, user_id="(not set)"))
    assert shop.rows("order_id, channel, campaign, customer_id") == [(None, None, None, None)]


@pytest.mark.parametrize(
    ("kind", "value", "is_test"),
    [("int_value", "1", True), ("string_value", "true", True), ("int_value", "0", False)],
)
def test_debug_events_are_flagged(shop: Shop, kind: str, value: str, is_test: bool) -> None:
    give_events(shop, event(event_params=[param("debug_mode", kind, value)]))
    assert shop.rows("is_test") == [is_test]


def test_channel_of_the_session_goes_before_that_of_the_first_visit(shop: Shop) -> None:
    manual = {"source": "news", "medium": "email", "campaign_name": "March"}
    session = {"session_traffic_source_last_click": {"manual_campaign": manual}}
    collected = {"manual_source": "bing", "manual_medium": "cpc"}
    give_events(shop, event(**session), event(collected_traffic_source=collected), event())
    assert shop.rows("channel, campaign") == [("email", "March"), ("paid", None), ("organic", None)]


def test_denied_consent_leaves_no_visitor(shop: Shop) -> None:
    give_events(shop, event(user_pseudo_id=None))
    assert shop.rows("visitor_id, customer_id, email_id") == [(None, None, None)]


def test_events_that_cannot_be_read(shop: Shop) -> None:
    times = ["soon", None, "1772359200", "99999999999999999999"]
    unreadable = [event(event_timestamp=time) for time in times]
    give_events(shop, event(), *unreadable, event(event_name=None))
    missing = "event_timestamp is missing or no number of microseconds"
    assert shop.quarantine() == [
        (2, missing),
        (3, missing),
        (4, "event_timestamp is no moment in microseconds"),
        (5, missing),
        (6, "event_name is missing"),
    ]
    assert shop.counts() == [("exports/events.jsonl", 6, 1, 5, 0)]


def test_parquet_lands_the_same_as_jsonl(shop: Shop) -> None:
    give_events(shop, event(), event(event_name="scroll"))
    first = shop.engine.rows("select * exclude (file_id) from landed.events order by line")
    rows = shop.root / "exports" / "events.jsonl"
    shop.engine.rows(f"copy (from read_json('{rows}')) to '{rows}.parquet' (format parquet)")
    rows.unlink()
    rows.with_name("events.jsonl.parquet").rename(rows.with_name("events.parquet"))
    shop.configure({**GA4, "id": "other", "path": "exports/*.parquet"})
    assert shop.land().bad_files == ()
    second = shop.engine.rows("select * exclude (file_id) from landed.events order by line")
    renamed = str(first).replace("'site", "'other")
    assert str(second) == renamed
