"""A run that fails: exit code 1, the reason, and yesterday's site and tables still stand."""

import gzip
from pathlib import Path

import duckdb
import pytest
from cli_shop import Answer, Cjm, assert_plain, contents, in_a_process

STILL = "Nothing was published; the last report and tables still stand."
GOOD = "time,event,cookie,page,channel,login,order\n2026-03-01 10:00:00,page_view,9.9,/,paid,,\n"
BAD = {
    "empty": (b"", "exports/visits-x.csv is empty (not even a header); deliver it again"),
    "gzip cut short": (gzip.compress(GOOD.encode())[:-9], "is a gzip that is cut short or broken"),
    "no header": (b"jan@example.org,2026-03-01\n", "values, not names: is the header missing?"),
}


def published(shop: Path) -> dict[str, bytes]:
    """What everyone sees, byte by byte."""
    site = contents(shop / "dashboards")
    return site | {"published": (shop / "warehouse" / "published.duckdb").read_bytes()}


def assert_failed(shop: Path, answer: Answer, before: dict[str, bytes], told: str) -> None:
    assert answer.code == 1
    assert told in answer.err
    assert STILL in answer.err
    assert answer.out == ""
    assert "example.org" not in answer.err
    assert_plain(answer)
    assert published(shop) == before
    assert sorted(path.name for path in (shop / "dashboards").iterdir()) == ["site"]
    assert sorted(path.name for path in (shop / "warehouse").iterdir()) == [
        "published.duckdb",
        "working.duckdb",
    ]


def landed(shop: Path, where: str) -> int:
    with duckdb.connect(str(shop / "warehouse" / "working.duckdb"), read_only=True) as working:
        return working.execute(f"select count(*) from landed.events where {where}").fetchone()[0]


@pytest.mark.parametrize(("content", "told"), BAD.values(), ids=BAD)
def test_bad_file(cjm: Cjm, shop: Path, content: bytes, told: str) -> None:
    before, rows = published(shop), landed(shop, "true")
    (shop / "exports" / "visits-x.csv").write_bytes(content)
    (shop / "exports" / "visits-y.csv").write_text(GOOD, encoding="utf-8")
    answer = cjm("run", shop)
    assert_failed(shop, answer, before, told)
    assert landed(shop, "true") == rows + 1, "the good file beside it lands"
    check = cjm("check", shop)
    assert check.code == 1
    assert told in check.err


def test_it_runs_again_once_the_file_is_whole(cjm: Cjm, shop: Path) -> None:
    """The failure in a process of its own, with everything that it says."""
    before = published(shop)
    path = shop / "exports" / "visits-x.csv"
    path.write_bytes(gzip.compress(GOOD.encode())[:-9])
    assert_failed(shop, in_a_process("run", shop), before, "visits-x.csv is a gzip that is cut")
    path.write_bytes(gzip.compress(GOOD.encode()))
    answer = cjm("run", shop)
    assert (answer.code, answer.err.strip()) == (0, "")
    assert "report            " in answer.out
    assert landed(shop, "visitor_id = '9.9'") == 1
    assert published(shop) != before


def test_several_bad_files_of_several_sources_are_all_told(cjm: Cjm, shop: Path) -> None:
    before = published(shop)
    (shop / "exports" / "visits-x.csv").write_bytes(b"")
    (shop / "exports" / "orders-x.csv").mkdir()
    (shop / "exports" / "tickets-x.jsonl").write_text('{"at": "2026', encoding="utf-8")
    answer = cjm("run", shop)
    assert_failed(shop, answer, before, "exports/visits-x.csv is empty")
    assert "exports/orders-x.csv is a folder, not a file" in answer.err
    assert "exports/tickets-x.jsonl is cut short in line 1" in answer.err


def test_source_of_headers_alone(cjm: Cjm, shop: Path) -> None:
    for path in (shop / "exports").glob("reviews*"):
        path.write_text("at,order,stars,text\n", encoding="utf-8")
    before = published(shop)
    told = "exports/reviews*.csv holds no rows (only headers; is the export empty?)"
    assert_failed(shop, cjm("run", shop), before, told)


def test_working_file_that_is_no_warehouse(cjm: Cjm, shop: Path) -> None:
    (shop / "warehouse" / "working.duckdb").write_bytes(b"this is no database" * 1000)
    before = published(shop)
    answer = cjm("run", shop)
    assert answer.code == 1
    assert "working.duckdb" in answer.err
    assert "Traceback" not in answer.err
    assert published(shop) == before


def test_first_run_that_fails_leaves_nothing_to_see(cjm: Cjm, shop: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    (fresh / "exports").mkdir(parents=True)
    for path in ("journey.yml", *(p.relative_to(shop) for p in (shop / "exports").iterdir())):
        (fresh / path).write_bytes((shop / path).read_bytes())
    (fresh / "exports" / "visits-x.csv").write_bytes(b"")
    answer = cjm("run", fresh)
    assert answer.code == 1
    assert not (fresh / "dashboards").exists()
    assert not (fresh / "warehouse" / "published.duckdb").exists()
