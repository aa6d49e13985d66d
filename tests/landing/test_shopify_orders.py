"""Shopify's orders export: lines of one order, notes over several lines, a tail that drifts."""

from landed_shop import Shop

SHOPIFY = {"id": "shop", "kind": "shopify_orders", "path": "exports/*.csv"}
HEADER = (
    "Name,Email,Financial Status,Paid at,Currency,Total,Created at,Lineitem name,Notes,"
    "Cancelled at,Payment Method,Shipping Country,Id,Source\n"
)
FIRST = (
    "#1001,an@example.com,paid,2026-05-01 09:59:30 +0200,EUR,104.90,2026-05-01 09:59:00 +0200,"
    'Glove,"Leave it\nat no. 5,\n""the shed""",,iDEAL,NL,6204120055328,web\n'
)
SECOND_LINE = "#1001,an@example.com,,,,,,Cap,,,,,,\n"
SECOND_LINE_DATED = "#1001,an@example.com,,,,,2026-05-01 09:59:00 +0200,Cap,,,,,,\n"


def give_orders(shop: Shop, rows: str, name: str = "orders.csv") -> None:
    shop.configure(SHOPIFY)
    shop.give(name, HEADER + rows)
    assert shop.land().bad_files == ()


def test_an_order_is_its_first_line(shop: Shop) -> None:
    give_orders(shop, FIRST + SECOND_LINE + SECOND_LINE_DATED)
    assert shop.counts() == [("exports/orders.csv", 3, 1, 0, 2)]
    columns = "event_id, order_id, value, currency, country_name, touchpoint, is_cancelled"
    order = "6204120055328"
    assert shop.rows(columns) == [(f"shop:{order}", order, 104.9, "EUR", "NL", "web", False)]
    assert [str(at) for at in shop.rows("occurred_at")] == ["2026-05-01 07:59:00"]


def test_note_over_several_lines_is_not_kept(shop: Shop) -> None:
    give_orders(shop, FIRST + FIRST.replace("#1001", "#1002").replace("055328", "055329"))
    assert shop.rows("line") == [2, 3]
    assert "shed" not in shop.stored()


def test_missing_tail_leaves_the_name_as_the_order(shop: Shop) -> None:
    shop.configure(SHOPIFY)
    header = "Name,Email,Financial Status,Currency,Total,Created at\n"
    row = "#1001,an@example.com,paid,EUR,104.90,2026-05-01 09:59:00 +0200\n"
    shop.give("old.csv", header + row)
    assert shop.land().bad_files == ()
    assert shop.rows("order_id, country_name, is_test") == [("#1001", None, False)]


def test_later_state_of_an_order_has_the_same_id_and_a_later_change(shop: Shop) -> None:
    give_orders(shop, FIRST)
    cancelled = FIRST.replace('shed""",', 'shed""",2026-05-03 10:00:00 +0200')
    give_orders(shop, cancelled, "later.csv")
    states = shop.engine.rows(
        "select event_id, is_cancelled, updated_at::varchar from landed.events order by updated_at"
    )
    assert states == [
        ("shop:6204120055328", False, "2026-05-01 07:59:30"),
        ("shop:6204120055328", True, "2026-05-03 08:00:00"),
    ]


def test_test_orders_and_voided_orders_are_flagged(shop: Shop) -> None:
    voided = FIRST.replace("paid,", "voided,", 1).replace("#1001", "#2")
    give_orders(shop, FIRST.replace("iDEAL", "bogus") + voided)
    assert shop.rows("is_test, is_cancelled") == [(True, False), (False, True)]


def test_orders_that_cannot_be_read(shop: Shop) -> None:
    wrong_time = FIRST.replace("2026-05-01 09:59:00 +0200", "01-05-2026 09:59")
    wrong_total = FIRST.replace("104.90", "104-90")
    no_time = FIRST.replace("2026-05-01 09:59:00 +0200", "")
    nameless = FIRST.replace("#1001", "").replace("6204120055328", "")
    give_orders(shop, FIRST + wrong_time + wrong_total + no_time + nameless)
    assert shop.quarantine() == [
        (3, "Created at is no time: 01-05-2026 09:59 (expected 2026-05-01 09:59:00 +0200)"),
        (4, "Total is no number: 104-90"),
        (5, "Created at is missing"),
        (6, "Id and Name are missing"),
    ]
    assert shop.counts() == [("exports/orders.csv", 5, 1, 4, 0)]
