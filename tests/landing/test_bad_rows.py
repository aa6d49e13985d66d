"""Rows that cannot be read are in quarantine with line and reason; the rest of the file lands."""

from typing import Any

import pytest
from landed_shop import Shop, table

HEADER = "id,at,amount,note\n"


def row(number: object, note: str = "x") -> str:
    return f"{number},2024-05-01T10:00:00Z,1,{note}\n"


QUOTE = "has a quote that is not closed, or not doubled inside quotes"
BROKEN = {
    "too many columns": (row(1) + row(2, "y,z") + row(3), [(3, "has 5 columns, the header has 4")]),
    "too few columns": (row(1) + "2,2024\n" + row(3), [(3, "has 2 columns, the header has 4")]),
    "quote in the last column": (row(1) + row(2, '"y') + row(3), [(3, QUOTE)]),
    "quote in the first column": (row(1) + row('"2') + row(3), [(3, QUOTE)]),
    "quote, and quotes after it": (row(1) + row(2, '"y') + row(3, '"z"'), [(3, QUOTE)]),
    "quote inside quotes": (row(1) + row(2, '"17" screen"') + row(3), [(3, QUOTE)]),
    "two of them": (
        row(1) + row(2, '"y') + row(3) + "x\n" + row(5, '"y'),
        [(3, QUOTE), (5, "has 1 columns, the header has 4"), (6, QUOTE)],
    ),
    "after a very long note": (
        row(1, "y" * 200_000) + row(2, "y,z") + row(3),
        [(3, "has 5 columns, the header has 4")],
    ),
}


@pytest.mark.parametrize(("rows", "told"), BROKEN.values(), ids=BROKEN)
def test_broken_row_costs_that_row_alone(
    shop: Shop, rows: str, told: list[tuple[int, str]]
) -> None:
    shop.give("a.csv", HEADER + rows)
    assert shop.land().bad_files == ()
    assert shop.quarantine() == told
    assert shop.rows("order_id") == ["1", "3"]
    assert shop.counts() == [("exports/a.csv", 2 + len(told), 2, len(told), 0)]


def test_lines_inside_quotes_are_one_row(shop: Shop) -> None:
    shop.give("a.csv", HEADER + row(1, '"first\nsecond\r\n\nthird"') + row(2, "z,y") + row(3))
    shop.land()
    assert shop.rows("line, order_id") == [(2, "1"), (4, "3")]
    assert shop.quarantine() == [(3, "has 5 columns, the header has 4")]


def test_quote_that_is_never_closed_does_not_swallow_a_long_file(shop: Shop) -> None:
    shop.give("a.csv", HEADER + row("first", '"y') + "".join(map(row, range(5000))))
    shop.land()
    assert shop.counts() == [("exports/a.csv", 5001, 5000, 1, 0)]


SCALE = {"min": 1, "max": 5}
UNREADABLE: dict[str, tuple[str, str, str]] = {
    "time": ("soon,1,5", "occurred_at", "cannot be read: soon; expected ISO 8601"),
    "no time": (",1,5", "occurred_at", "the time (occurred_at) is missing"),
    "value": ("2024-05-01,free,5", "value", "the value is no number: free"),
    "rating below": ("2024-05-01,1,0", "rating", "the rating lies outside rating_scale: 0"),
    "rating above": ("2024-05-01,1,5.5", "rating", "the rating lies outside rating_scale: 5.5"),
    "rating in words": ("2024-05-01,1,good", "rating", "the rating is no number: good"),
}


@pytest.mark.parametrize(("cells", "_", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_reason_says_which_column_what_it_held_and_what_is_due(
    shop: Shop, cells: str, _: str, told: str
) -> None:
    columns = {"occurred_at": "at", "value": "amount", "rating": "mark"}
    shop.configure(table(record="review", columns=columns, rating_scale=SCALE))
    shop.give("a.csv", f"at,amount,mark\n2024-05-01,1,5\n{cells}\n2024-05-01,1,1\n")
    shop.land()
    ((line, reason),) = shop.quarantine()
    assert line == 3
    assert told in reason
    assert shop.rows("rating") == [1.0, -1.0]


@pytest.mark.parametrize(
    ("mapped", "raw", "told"),
    [
        ({"quantity": "n", "unit_price": "p"}, "2 pieces,1", "the quantity is no number: 2 pieces"),
        ({"quantity": "n", "unit_price": "p"}, "2,1 each", "the unit_price is no number: 1 each"),
        ({"initiated_by": "n", "text": "p"}, "me,x", "neither customer nor organisation: me"),
        ({"updated_at": "n", "text": "p"}, "soon,x", "(updated_at) cannot be read: soon"),
    ],
)
def test_reason_of_other_columns(shop: Shop, mapped: dict[str, Any], raw: str, told: str) -> None:
    shop.configure(table(columns={"order_id": "id", "occurred_at": "at", **mapped}))
    shop.give("a.csv", f"id,at,n,p\n1,2024-05-01,,\n2,2024-05-01,{raw}\n")
    shop.land()
    ((line, reason),) = shop.quarantine()
    assert line == 3
    assert told in reason


def test_order_without_an_id(shop: Shop) -> None:
    shop.give("a.csv", HEADER + row(1) + row("") + row("NULL"))
    shop.land()
    assert shop.quarantine() == [(3, "the order_id is missing"), (4, "the order_id is missing")]


@pytest.mark.parametrize("mark", ["1", "2", "3", "4", "5"])
def test_rating_is_scaled_from_worst_to_best(shop: Shop, mark: str) -> None:
    columns = {"occurred_at": "at", "rating": "mark"}
    shop.configure(table(record="review", columns=columns, rating_scale=SCALE))
    shop.give("a.csv", f"at,mark\n2024-05-01,{mark}\n")
    shop.land()
    assert shop.rows("rating") == [(int(mark) - 3) / 2]


def test_broken_lines_of_jsonl(shop: Shop) -> None:
    shop.configure(table(path="exports/*.jsonl"))
    good = '{"id": "%s", "at": "2024-05-01T10:00:00Z", "amount": 1}\n'
    lines = ["{id: 2}\n", "3\n", "[4]\n", '{"id": "\\ud800"}\n', '{"id": "6", "at": "soon"}\n']
    shop.give("a.jsonl", good % 1 + "".join(lines) + good % 7)
    assert shop.land().bad_files == ()
    assert shop.quarantine() == [
        (2, "is no JSON: Expecting property name enclosed in double quotes at character 2"),
        (3, "is no JSON object"),
        (4, "is no JSON object"),
        (5, "is no JSON"),
        (6, "the time (occurred_at) cannot be read: soon; expected ISO 8601"),
    ]
    assert shop.rows("line, order_id") == [(1, "1"), (7, "7")]
    assert shop.counts() == [("exports/a.jsonl", 7, 2, 5, 0)]


def test_ignored_rows_are_counted_and_no_fault_of_theirs_is_told(shop: Shop) -> None:
    shop.configure(table(ignore={"note": {"in": ["POST", "BANK"]}}))
    shop.give("a.csv", HEADER + row(1) + row(2, "POST") + "3,soon,free,BANK\n" + "4,soon,1,x\n")
    shop.land()
    assert shop.counts() == [("exports/a.csv", 4, 1, 1, 2)]
    assert [line for line, _ in shop.quarantine()] == [5]


def test_reason_and_content_stay_short(shop: Shop) -> None:
    shop.give("a.csv", HEADER + row(1) + "2,2024-05-01," + "many " * 50_000 + ",x\n")
    shop.land()
    kept = shop.engine.rows("select length(reason), length(content) from landed.quarantine")
    assert kept == [(300, 2000)]


def test_quarantine_names_the_file(shop: Shop) -> None:
    shop.give("good.csv", HEADER + row(1))
    shop.give("some bad.csv", HEADER + row(2) + row(3, "y,z"))
    shop.land()
    named = "select path, line from landed.quarantine inner join landed.files using (file_id)"
    assert shop.engine.rows(named) == [("exports/some bad.csv", 3)]
