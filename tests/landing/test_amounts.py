"""Numbers as exports write them; what is no certain number is told, never guessed."""

from landed_shop import Shop, table

WITH_COMMA = {
    "1.234,50": 1234.5,
    "1.234.567,89": 1234567.89,
    "€ 12,00": 12.0,
    "12,00 €": 12.0,
    "EUR 12,00": 12.0,
    "€ -5,00": -5.0,
    "-€ 5,00": -5.0,
    "1.234": 1234.0,
    "1,234": 1.234,
    "12": 12.0,
    "1 234,50": 1234.5,
    "1\u00a0234,50": 1234.5,
    "": None,
    "nan": None,
}
WITH_POINT = {"1,234.50": 1234.5, "€12.00": 12.0, "12": 12.0, "1,234": 1234.0, "0.1": 0.1}
NO_NUMBER_WITH_COMMA = ["1,234.50", "12.5", "1.23.456", "1e5", "free", "12,00,00", "€", "-", "0x1F"]
NO_NUMBER_WITH_POINT = ["1.234,50", "12,5", "1e5", "inf", "9" * 400]


def give_amounts(shop: Shop, decimal: str, amounts: list[str]) -> None:
    shop.configure(table(format={"delimiter": ";", "decimal": decimal}))
    rows = [f"{number:03};2024-05-01;{amount}" for number, amount in enumerate(amounts)]
    shop.give("a.csv", "\n".join(["id;at;amount", *rows]))
    assert shop.land().bad_files == ()


def test_amounts_with_a_decimal_comma(shop: Shop) -> None:
    give_amounts(shop, ",", list(WITH_COMMA))
    assert dict(zip(WITH_COMMA, shop.rows("value"), strict=True)) == WITH_COMMA


def test_amounts_with_a_decimal_point(shop: Shop) -> None:
    give_amounts(shop, ".", list(WITH_POINT))
    assert dict(zip(WITH_POINT, shop.rows("value"), strict=True)) == WITH_POINT


def test_what_is_no_amount_with_a_decimal_comma(shop: Shop) -> None:
    give_amounts(shop, ",", ["1", *NO_NUMBER_WITH_COMMA])
    told = [f"the value is no number: {amount}" for amount in NO_NUMBER_WITH_COMMA]
    assert [reason for _, reason in shop.quarantine()] == told
    assert shop.rows("value") == [1.0]


def test_what_is_no_amount_with_a_decimal_point(shop: Shop) -> None:
    give_amounts(shop, ".", ["1", *NO_NUMBER_WITH_POINT])
    told = [f"the value is no number: {amount}"[:300] for amount in NO_NUMBER_WITH_POINT]
    assert [reason for _, reason in shop.quarantine()] == told


def test_numbers_of_jsonl_are_numbers_however_they_are_written(shop: Shop) -> None:
    shop.configure(table(path="exports/*.jsonl"))
    row = '{"id": "%s", "at": "2024-05-01", "amount": %s}\n'
    amounts = ["1e2", "100", '"100"', "100.0", "null"]
    shop.give("a.jsonl", "".join(row % pair for pair in enumerate(amounts)))
    shop.land()
    assert shop.rows("value") == [100.0, 100.0, 100.0, 100.0, None]


def test_value_is_quantity_times_unit_price(shop: Shop) -> None:
    columns = {"order_id": "id", "occurred_at": "at", "quantity": "n", "unit_price": "p"}
    shop.configure(table(columns=columns))
    shop.give("a.csv", "id,at,n,p\n1,2024-05-01,3,1.50\n2,2024-05-01,-1,2\n3,2024-05-01,,2\n")
    shop.land()
    assert shop.rows("value") == [4.5, -2.0, None]
