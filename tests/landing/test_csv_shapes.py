"""The ways in which a CSV may be written that make no difference to what lands."""

import gzip

import pytest
from landed_shop import Shop, table

HEADER, FIRST, SECOND = "id,at,amount\n", "1,2024-05-01,1\n", "2,2024-05-01,2\n"
PLAIN = HEADER + FIRST + SECOND
SHAPES = {
    "plain": PLAIN.encode(),
    "CRLF": PLAIN.replace("\n", "\r\n").encode(),
    "CR": PLAIN.replace("\n", "\r").encode(),
    "CRLF, then LF": (HEADER.replace("\n", "\r\n") + FIRST + SECOND).encode(),
    "LF, then CRLF": (HEADER + FIRST.replace("\n", "\r\n") + SECOND).encode(),
    "no end of line": PLAIN.strip().encode(),
    "BOM": b"\xef\xbb\xbf" + PLAIN.encode(),
    "BOM and quotes": b"\xef\xbb\xbf" + b'"id","at","amount"\n' + (FIRST + SECOND).encode(),
    "empty lines": (HEADER + "\n" + FIRST + "\n\n" + SECOND + "\n").encode(),
    "gzip without the name": gzip.compress(PLAIN.encode()),
    "columns in another order": b"amount,id,at\n1,1,2024-05-01\n2,2,2024-05-01\n",
    "more columns": b'x,id,at,y,amount\n,1,2024-05-01,"a,\nb",1\n,2,2024-05-01,,2\n',
    "columns without a name": b"id,at,amount,,\n1,2024-05-01,1,,\n2,2024-05-01,2,,\n",
    "a name in two cases": b"id,ID,at,amount\n1,x,2024-05-01,1\n2,y,2024-05-01,2\n",
    "a line end in the header": b'"a\nb",id,at,amount\n,1,2024-05-01,1\n,2,2024-05-01,2\n',
    "spaces around names": b" id , at,amount \n1,2024-05-01,1\n2,2024-05-01,2\n",
}


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_shape_makes_no_difference(shop: Shop, content: bytes) -> None:
    shop.give("a.csv", content)
    assert shop.land().bad_files == ()
    assert shop.rows("line, order_id, value") == [(2, "1", 1.0), (3, "2", 2.0)]
    (seen,) = shop.inspect()
    assert (seen.rows, seen.bad_rows) == (2, 0)


def test_of_columns_with_one_name_the_others_carry_their_number(shop: Shop) -> None:
    shop.configure(table(columns={"order_id": "id", "customer_id": "id (2)", "occurred_at": "at"}))
    shop.give("a.csv", "id,id,at\n1,9,2024-05-01\n")
    shop.land()
    assert shop.rows("order_id, customer_id") == [("1", "9")]


def test_second_header_of_joined_files_is_a_bad_row(shop: Shop) -> None:
    shop.give("a.csv", gzip.compress((HEADER + FIRST).encode()) * 2)
    shop.land()
    told = "the time (occurred_at) cannot be read: at; expected ISO 8601"
    assert shop.quarantine() == [(3, told)]
    assert shop.counts() == [("exports/a.csv", 3, 2, 1, 0)]


def test_latin_1_is_read_where_the_mapping_says_so(shop: Shop) -> None:
    columns = {"order_id": "id", "occurred_at": "at", "text": "né"}
    shop.configure(table(columns=columns, format={"encoding": "latin-1"}))
    shop.give("a.csv", "id,at,né\n1,2024-05-01,café\n".encode("latin-1"))
    shop.land()
    assert shop.rows("text") == ["café"]


def test_columns_that_come_later_are_found_and_those_that_go_are_reported(shop: Shop) -> None:
    shop.configure({"id": "shop", "kind": "shopify_orders", "path": "exports/*.csv"})
    start = "Name,Email,Financial Status,Currency,Total,Created at"
    row = ",a@example.com,paid,EUR,5,2026-05-01 09:59:00 +0200"
    shop.give("1.csv", f"{start}\n#1{row}\n")
    shop.give("2.csv", f"{start},Id,Source\n#2{row},77,web\n")
    assert shop.land().bad_files == ()
    assert set(shop.rows("order_id, touchpoint")) == {("#1", None), ("77", "web")}
    ((drift,),) = shop.engine.rows("select drift from landed.files where path = 'exports/1.csv'")
    assert drift.startswith("without Id, Paid at, ")


def test_a_cell_of_megabytes_lands_whole(shop: Shop) -> None:
    shop.configure(table(columns={"order_id": "id", "occurred_at": "at", "text": "note"}))
    shop.give("a.csv", "id,at,note\n1,2024-05-01," + "x" * 3_000_000 + "\n2,2024-05-01,y\n")
    assert shop.land().bad_files == ()
    assert shop.rows("length(text)") == [3_000_000, 1]
