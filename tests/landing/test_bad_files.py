"""Files that cannot be read: one clear message each, nothing of them lands, the others land."""

import gzip
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from landed_shop import Shop, table

HEADER = "id,at,amount\n"
GOOD = HEADER + "good,2024-05-01T10:00:00Z,1\n"
MANY = HEADER + "".join(f"{number},2024-05-01T10:00:00Z,1\n" for number in range(2000))
LINE = '{"id": "1", "at": "2024-05-01T10:00:00Z", "amount": 1}\n'
REVIEW = (
    '{"reviewId": "r1", "dateSince": "2024-05-01T10:00:00Z",'
    ' "reviewContent": [{"questionGroup": "DEFAULT_OVERALL", "rating": 9}]}'
)
JSONL = table(path="exports/*.jsonl")
KIYOH = {"id": "reviews", "kind": "kiyoh", "path": "exports/*.json"}
GA4 = {"id": "site", "kind": "ga4", "path": "exports/*.jsonl"}
SHOPIFY = {"id": "shop", "kind": "shopify_orders", "path": "exports/*.csv"}


def packed(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)


def broken_inside(text: str) -> bytes:
    raw = bytearray(packed(text))
    raw[len(raw) // 2] ^= 0xFF
    return bytes(raw)


def parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"id": ["1"], "at": ["2024-05-01"], "amount": ["1"]}), sink)
    return sink.getvalue()


CSV = {
    "empty": (b"", "is empty (not even a header)"),
    "only line ends": (b"\n\n\n", "is empty"),
    "empty, packed": (packed(""), "is empty"),
    "gzip cut short": (packed(MANY)[:-9], "is a gzip that is cut short or broken inside"),
    "gzip cut in half": (packed(MANY)[:300], "is a gzip that is cut short or broken inside"),
    "gzip of two bytes": (b"\x1f\x8b", "is a gzip that is cut short or broken inside"),
    "gzip broken inside": (broken_inside(MANY), "is a gzip that is cut short or broken inside"),
    "parquet": (parquet(), "is a Parquet file, expected csv"),
    "other columns": (b"a,b\n1,2\n", "has no column 'id', 'at', 'amount'; it has: a, b"),
    "one column short": (b"id,at\n1,2024-05-01\n", "has no column 'amount'; it has: id, at"),
    "other delimiter": (GOOD.replace(",", ";").encode(), "is its delimiter ';'? Say so: format"),
    "json": (LINE.encode(), "has no column 'id', 'at', 'amount'"),
    "a login page": (b"<!DOCTYPE html>\n<html></html>\n", "it has: <!DOCTYPE html>"),
    "excel": (b"PK\x03\x04" + bytes(99), "is a zip or an Excel file, expected csv"),
    "UTF-16 with BOM": (GOOD.encode("utf-16"), "is written in UTF-16, which is not read yet"),
    "UTF-16 without": (GOOD.encode("utf-16-le"), "UTF-16 is not read yet); save it as UTF-8"),
    "UTF-16 big end": (GOOD.encode("utf-16-be"), "UTF-16 is not read yet); save it as UTF-8"),
    "latin-1": ((MANY + "é,2024-05-01,1\n").encode("latin-1"), "is not utf-8 in line 2002"),
    "latin-1 header": ("id,at,amount,é\n".encode("latin-1"), "is not utf-8 in line 1; save it as"),
    "header that never ends": (b'"id,at,amount\n1,2,3\n', "its header has a quote that is not"),
    "no header": (b"1,2024-05-01,jan@example.com\n", "values, not names: is the header missing?"),
    "nothing that can be read": (
        HEADER.encode() + b"1,soon,1\n2,later,1\n",
        "no row that can be read as table (first row: the time (occurred_at) cannot be read: soon",
    ),
}
JSON = {
    "cut short": (JSONL, "a.jsonl", LINE + LINE[:20], "is cut short in line 2; deliver it again"),
    "gzip cut short": (JSONL, "a.jsonl", packed(LINE * 999)[:-9], "is a gzip that is cut short"),
    "one list": (JSONL, "a.jsonl", f"[{LINE}]", "is one JSON list; a jsonl file holds one object"),
    "csv": (JSONL, "a.jsonl", GOOD, "(first row: is no JSON"),
    "latin-1": (JSONL, "a.jsonl", (LINE + '{"id": "é"}\n').encode("latin-1"), "utf-8 in line 2"),
    "another vendor's lines": (JSONL, "a.jsonl", '{"x": 1}\n', "the time (occurred_at) is missing"),
    "another vendor's events": (GA4, "a.jsonl", '{"event": "x"}\n', "event_timestamp is missing"),
    "document cut short": (KIYOH, "a.json", f"[{REVIEW}"[:-9], "is cut short or broken in line 1"),
    "another vendor": (KIYOH, "a.json", '{"data": [{"id": 1}]}', "has no list 'reviews'"),
    "another vendor's list": (KIYOH, "a.json", '[{"id": 1}]', "first row: reviewId is missing"),
    "lines for a document": (KIYOH, "a.json", f"{REVIEW}\n{REVIEW}", "has no list 'reviews'"),
    "a number": (KIYOH, "a.json", "5", "has no list 'reviews'"),
    "a list of something else": (KIYOH, "a.json", '{"reviews": "x"}', "has no list 'reviews'"),
    "another vendor's csv": (SHOPIFY, "a.csv", GOOD, "has no column 'Name', 'Email'"),
    "cut short parquet": (
        table(path="exports/*.parquet"),
        "a.parquet",
        parquet()[:-20],
        "is a Parquet file that is cut short; deliver it again",
    ),
    "csv called parquet": (
        table(path="exports/*.parquet"),
        "a.parquet",
        GOOD,
        "is no Parquet file, expected parquet",
    ),
}


def only_message(shop: Shop) -> str:
    """What landing says of the one bad file; `cjm check` says the same."""
    landed = shop.land()
    (message,) = landed.bad_files
    assert message in shop.inspect()
    for jargon in ("Error", "Traceback", "Binder", "select", "example.com"):
        assert jargon not in message
    return message


@pytest.mark.parametrize(("content", "told"), CSV.values(), ids=CSV)
def test_bad_csv_stops_only_itself(shop: Shop, content: bytes, told: str) -> None:
    shop.give("good.csv", GOOD)
    shop.give("bad.csv", content)
    message = only_message(shop)
    assert message.startswith("exports/bad.csv ")
    assert told in message
    assert shop.rows("order_id") == ["good"]
    assert shop.quarantine() == []
    assert shop.counts() == [("exports/good.csv", 1, 1, 0, 0)]


@pytest.mark.parametrize(("source", "name", "content", "told"), JSON.values(), ids=JSON)
def test_bad_file_of_other_kinds(
    shop: Shop, source: dict[str, Any], name: str, content: str | bytes, told: str
) -> None:
    shop.configure(source)
    shop.give(name, content)
    message = only_message(shop)
    assert message.startswith(f"exports/{name} ")
    assert told in message
    assert shop.rows() == shop.quarantine() == shop.counts() == []


def test_header_alone_beside_rows_is_an_empty_day(shop: Shop) -> None:
    shop.give("sunday.csv", HEADER)
    shop.give("monday.csv", GOOD)
    assert shop.land().bad_files == ()
    assert shop.counts() == [("exports/monday.csv", 1, 1, 0, 0), ("exports/sunday.csv", 0, 0, 0, 0)]


@pytest.mark.parametrize("content", [HEADER, HEADER.strip(), HEADER.replace("\n", "\r\n")])
def test_nothing_but_headers_fails_the_source(shop: Shop, content: str) -> None:
    shop.give("a.csv", content)
    told = "exports/*.csv holds no rows (only headers; is the export empty?)"
    assert shop.land().bad_files == (told,)


def test_nothing_but_ignored_rows_fails_the_source(shop: Shop) -> None:
    shop.configure(table(ignore={"id": {"starts_with": "g"}}))
    shop.give("a.csv", GOOD)
    (message,) = shop.land().bad_files
    assert "holds no rows (all 1 are ignored; is the condition under ignore too wide?)" in message


def test_path_that_matches_nothing(shop: Shop) -> None:
    assert shop.land().bad_files == ("no file matches 'exports/*.csv'; put the exports there",)


def test_folder_where_a_file_was(shop: Shop) -> None:
    shop.give("good.csv", GOOD)
    shop.give("bad.csv/part.csv", GOOD)
    assert "exports/bad.csv is a folder, not a file" in only_message(shop)
    assert shop.rows("order_id") == ["good"]


def test_link_that_leads_nowhere(shop: Shop) -> None:
    good = shop.give("good.csv", GOOD)
    good.with_name("bad.csv").symlink_to("nowhere")
    assert "exports/bad.csv is no file (a link that leads nowhere?)" in only_message(shop)
    assert shop.rows("order_id") == ["good"]


def test_bad_file_beside_bad_file_are_both_told(shop: Shop) -> None:
    shop.give("a.csv", "")
    shop.give("b.csv", "x\n1\n")
    assert [told.split()[0] for told in shop.land().bad_files] == ["exports/a.csv", "exports/b.csv"]


def test_what_a_file_brought_stays_while_its_new_content_is_bad(shop: Shop) -> None:
    shop.give("a.csv", GOOD)
    shop.land()
    before = shop.stored()
    shop.give("a.csv", packed(MANY)[:-9])
    assert len(shop.land().bad_files) == 1
    assert shop.stored() == before
    shop.give("a.csv", GOOD.replace("good", "better"))
    assert shop.land().bad_files == ()
    assert shop.rows("order_id") == ["better"]


def test_file_cut_short_is_landed_once_it_is_whole(shop: Shop) -> None:
    shop.configure(JSONL)
    shop.give("a.jsonl", LINE + LINE[:9])
    assert shop.land().new_files == 0
    shop.give("a.jsonl", LINE + LINE)
    assert shop.land().bad_files == ()
    assert shop.rows("line") == [1, 2]


def test_mapping_that_names_a_value_and_what_is_in_it(shop: Shop) -> None:
    columns = {"order_id": "order", "occurred_at": "at", "value": "order.total"}
    shop.configure(table(path="exports/*.jsonl", columns=columns))
    shop.give("a.jsonl", LINE)
    assert "cannot hold a value in 'order' and in 'order.total'" in only_message(shop)


def test_column_of_a_condition_that_is_not_there(shop: Shop, tmp_path: Path) -> None:
    shop.configure(table(flags={"is_test": {"Naam": "test"}}))
    shop.give("a.csv", GOOD)
    assert "has no column 'Naam'; it has: id, at, amount" in only_message(shop)


def test_column_that_only_the_last_row_of_a_long_file_gives(shop: Shop) -> None:
    shop.configure(JSONL)
    without = LINE.replace('"amount"', '"sum"')
    told = "select n_landed, drift from landed.files"
    shop.give("a.jsonl", without * 30_000)
    shop.land()
    assert shop.engine.rows(told) == [(30_000, "without amount")]
    shop.give("a.jsonl", without * 30_000 + LINE)
    shop.land()
    assert shop.engine.rows(told) == [(30_001, None)]


def test_line_that_is_longer_than_duckdb_takes(shop: Shop) -> None:
    shop.configure(JSONL)
    shop.give("a.jsonl", LINE + LINE.replace("}", f', "note": "{"x" * (1 << 24)}"}}') + LINE)
    assert shop.land().bad_files == ()
    assert shop.rows("line") == [1, 2, 3]
