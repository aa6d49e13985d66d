"""Ids and texts stay the text they were; spellings of nothing are missing."""

import pytest
from landed_shop import Shop, table

TEXTS = {"order_id": "id", "occurred_at": "at", "customer_id": "customer", "visitor_id": "visitor"}
IDS = ["007", "1e5", "745846450.1644156613", "12345678901234567890", "0.10", "TRUE", "2024-01-01"]
NOTHING = ["", " ", "NULL", "null", "nan", "NaN", "None", "(not set)", "(none)", "undefined", "N/A"]


def test_ids_stay_text(shop: Shop) -> None:
    shop.configure(table(columns=TEXTS))
    rows = [f"{text},2024-05-01,{text},{text}" for text in IDS]
    shop.give("a.csv", "\n".join(["id,at,customer,visitor", *rows]))
    shop.land()
    expected = [(text, text, text, f"till:{text}") for text in IDS]
    assert shop.rows("order_id, customer_id, visitor_id, event_id") == expected


def test_long_ids_of_jsonl_keep_every_digit(shop: Shop) -> None:
    shop.configure(table(path="exports/*.jsonl", columns=TEXTS))
    row = '{"id": %s, "at": "2024-05-01", "customer": "0%s", "visitor": null}\n'
    shop.give("a.jsonl", row % (12345678901234567, 7) + row % (12345678901234568, 8))
    shop.land()
    ids = [("12345678901234567", "07", None), ("12345678901234568", "08", None)]
    assert shop.rows("order_id, customer_id, visitor_id") == ids


def test_spellings_of_nothing_are_missing(shop: Shop) -> None:
    shop.configure(table(columns=TEXTS))
    rows = [f"{number},2024-05-01,{text},{text}" for number, text in enumerate(NOTHING)]
    shop.give("a.csv", "\n".join(["id,at,customer,visitor", *rows]))
    shop.land()
    assert set(shop.rows("customer_id, visitor_id")) == {(None, None)}
    assert len(shop.rows()) == len(NOTHING)


@pytest.mark.parametrize(
    "text",
    [
        "<b>Mooi</b> &amp; <script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "'; drop table landed.events; --",
        "{{ 7 * 7 }} {% raw %} ${x} %s {0}",
        "😀 naïef \u202e",
    ],
)
def test_text_of_a_customer_is_kept_and_never_executed(shop: Shop, text: str) -> None:
    shop.configure(table(columns={"order_id": "id", "occurred_at": "at", "text": "note"}))
    doubled = text.replace('"', '""')
    shop.give("a.csv", f'id,at,note\n1,2024-05-01,"{doubled}"\n')
    assert shop.land().bad_files == ()
    assert shop.rows("text") == [text]


def test_ids_of_a_space_carry_its_name(shop: Shop) -> None:
    spaces = {"customer_id": "crm", "order_id": "shop"}
    shop.configure(table(columns=TEXTS, id_spaces=spaces))
    shop.give("a.csv", "id,at,customer,visitor\n1,2024-05-01,9,v\n")
    shop.land()
    assert shop.rows("order_id, customer_id, visitor_id") == [("shop:1", "crm:9", "v")]
