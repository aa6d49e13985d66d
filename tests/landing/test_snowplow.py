"""Snowplow's atomic events: entities as JSON in columns, times in UTC with an offset or without."""

import csv
import io
import json
from typing import Any

import pytest
from landed_shop import Shop

SNOWPLOW = {"id": "site", "kind": "snowplow", "path": "exports/*.csv"}
ENTITY = "contexts_com_snowplowanalytics_snowplow_ecommerce_{}_1_0_0"
ACTION = "unstruct_event_com_snowplowanalytics_snowplow_ecommerce_snowplow_ecommerce_action_1_0_0"
MOBILE = "contexts_com_snowplowanalytics_snowplow_client_session_1_0_1"
PLAIN = {
    "event_id": "e1",
    "event": "unstruct",
    "event_name": "snowplow_ecommerce_action",
    "derived_tstamp": "2026-03-01 10:00:00.123000+00:00",
    "platform": "web",
    "domain_userid": "v1",
    "page_url": "https://shop.example/gloves?size=9#top",
    "geo_country": "NL",
}


def entity(**values: Any) -> str:
    return json.dumps([values])


def bought(**changes: Any) -> dict[str, str]:
    transaction = {"transaction_id": "T1", "revenue": "13.50", "currency": "eur", **changes}
    return {
        ACTION: json.dumps({"type": "transaction", "name": None}),
        ENTITY.format("transaction"): entity(**transaction),
    }


def give(shop: Shop, *rows: dict[str, str]) -> None:
    shop.configure(SNOWPLOW)
    names = dict.fromkeys(name for row in ({**PLAIN}, *rows) for name in row)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(names))
    writer.writeheader()
    writer.writerows({**PLAIN, **row} for row in rows)
    shop.give("events.csv", text.getvalue())
    assert shop.land().bad_files == ()


def test_a_purchase_with_its_order_and_value(shop: Shop) -> None:
    products = json.dumps([{"category": "Hats", "id": "1"}, {"category": "Balls", "id": "2"}])
    give(shop, {**bought(), ENTITY.format("product"): products})
    columns = "event_id, event_name, order_id, value, currency, product_category, page_path"
    assert shop.rows(columns) == [
        ("site:e1", "purchase", "T1", 13.5, "EUR", "Hats", "/gloves"),
    ]
    assert str(shop.rows("occurred_at")[0]) == "2026-03-01 10:00:00.123000"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({ACTION: '{"type": "product_view"}'}, "view_item"),
        ({ACTION: '{"type": "list_view"}'}, "view_item_list"),
        ({ACTION: '{"type": "list_click"}'}, "select_item"),
        ({ACTION: '{"type": "add_to_cart"}'}, "add_to_cart"),
        ({ACTION: '{"type": "promo_click"}'}, "select_promotion"),
        (
            {ACTION: '{"type": "checkout_step"}', ENTITY.format("checkout_step"): entity(step=1)},
            "begin_checkout",
        ),
        (
            {ACTION: '{"type": "checkout_step"}', ENTITY.format("checkout_step"): entity(step="2")},
            "checkout_step",
        ),
        ({ACTION: "", ENTITY.format("transaction"): entity(transaction_id="T1")}, "purchase"),
        ({ACTION: "", ENTITY.format("transaction"): "[]"}, "snowplow_ecommerce_action"),
        ({"event": "page_view", "event_name": "page_view"}, "page_view"),
        ({"event": "struct", "event_name": "event", "se_action": "play"}, "play"),
    ],
)
def test_actions_have_the_names_that_presets_know(shop: Shop, said: dict[str, str], name: str):
    give(shop, said)
    assert shop.rows("event_name") == [name]


def test_a_refund_is_worth_less_than_nothing(shop: Shop) -> None:
    refund = {"transaction_id": "T1", "refund_amount": 4, "currency": "EUR"}
    give(
        shop,
        {ACTION: '{"type": "refund"}', ENTITY.format("refund"): entity(**refund)},
        {"event_id": "e2", ACTION: '{"type": "refund"}'},
    )
    assert shop.rows("event_name, order_id, value") == [
        ("refund", "T1", -4.0),
        ("refund", None, None),
    ]


def test_times_are_utc_also_without_an_offset(shop: Shop) -> None:
    give(shop, {"derived_tstamp": "2026-07-01 10:00:00.5"}, {"event_id": "e2"})
    assert [str(moment) for moment in shop.rows("occurred_at")] == [
        "2026-07-01 10:00:00.500000",
        "2026-03-01 10:00:00.123000",
    ]


def test_who_it_was(shop: Shop) -> None:
    """The tracker's user goes before the shop's; in an app the device is the visitor."""
    user = {ENTITY.format("user"): entity(id="U1", email="Jan@Example.org", is_guest="true")}
    app = {"platform": "mob", "domain_userid": "", MOBILE: entity(userId="d1", eventIndex=7)}
    give(
        shop,
        {"event_id": "a", **user},
        {"event_id": "b", "user_id": "17", **user},
        {"event_id": "c", "user_id": "", **app},
        {"event_id": "d", "user_id": "(not set)", "domain_userid": "null"},
    )
    columns = "visitor_id, customer_id, email_id is not null, device, source_sequence"
    assert shop.rows(columns) == [
        ("v1", "U1", True, None, 0),
        ("v1", "17", True, None, 0),
        ("d1", None, False, "mobile", 7),
        (None, None, False, None, 0),
    ]
    assert len({email for email in shop.rows("email_id") if email}) == 1
    assert "example.org" not in shop.stored().lower()


@pytest.mark.parametrize(
    ("said", "channel"),
    [
        ({"mkt_medium": "cpc", "mkt_source": "google", "refr_medium": "search"}, "paid"),
        ({"mkt_medium": "email", "mkt_source": "news"}, "email"),
        ({"mkt_medium": "", "mkt_source": "", "refr_medium": "search"}, "organic"),
        ({"refr_medium": "social", "refr_urlhost": "l.instagram.com"}, "social"),
        ({"refr_medium": "unknown"}, "referral"),
        ({"refr_medium": "internal"}, None),
        ({"refr_medium": ""}, None),
    ],
)
def test_how_it_came(shop: Shop, said: dict[str, str], channel: str | None) -> None:
    give(shop, said)
    assert shop.rows("channel") == [channel]


def test_rows_that_cannot_be_read_are_set_aside(shop: Shop) -> None:
    user = ENTITY.format("user")
    give(
        shop,
        {},
        {"event_id": ""},
        {"event_id": "e3", "derived_tstamp": "yesterday"},
        {"event_id": "e4", "derived_tstamp": ""},
        {"event_id": "e5", **bought(revenue="13,50 or so")},
        {"event_id": "e6", user: '[{"email": "jan@example.org"'},
        {"event_id": "e7", "event_name": "null"},
    )
    assert [line for line, _ in shop.quarantine()] == [3, 4, 5, 6, 7, 8]
    assert [reason for _, reason in shop.quarantine()] == [
        "event_id is missing",
        "derived_tstamp is no time: yesterday",
        "derived_tstamp is missing",
        "the revenue is no number: 13,50 or so",
        "the action, the user, the transaction or the refund is no JSON",
        "event_name is missing",
    ]
    assert "example.org" not in shop.stored()
