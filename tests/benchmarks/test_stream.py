"""The click stream: the same every time, and shaped as it says."""

from pathlib import Path

import duckdb
import pytest

from benchmarks import stream
from benchmarks.clicks import EVENT_NAMES

ROWS = 20_000


@pytest.fixture(scope="module")
def clicks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clicks") / "clicks.parquet"
    stream.write(path, ROWS)
    return path


def rows(query: str, path: Path) -> list[tuple]:
    return duckdb.sql(query.format(f"read_parquet('{path}')")).fetchall()


def test_the_same_number_of_rows_is_the_same_file(clicks: Path, tmp_path: Path):
    stream.write(tmp_path / "again.parquet", ROWS)
    assert (tmp_path / "again.parquet").read_bytes() == clicks.read_bytes()


def test_as_csv_it_says_the_same(clicks: Path, tmp_path: Path):
    stream.write(tmp_path / "clicks.csv", ROWS, "csv")
    types = ", ".join(f"'{name}': '{kind}'" for name, kind, *_ in rows("describe from {}", clicks))
    read = f"read_csv('{tmp_path / 'clicks.csv'}', columns = {{{types}}}, header = true)"
    assert duckdb.sql(f"from {read} except all from read_parquet('{clicks}')").fetchall() == []


def test_it_is_shaped_as_it_says(clicks: Path):
    assert rows("select count(*), count(event_name), count(url) from {}", clicks) == [(ROWS,) * 3]
    ((events, users, devices, orders),) = rows(
        "select count(distinct event_id), count(distinct user_id), count(distinct anon_id),"
        " count(distinct order_id) from {}",
        clicks,
    )
    assert events == round(ROWS / 1.01)
    assert 0 < users < devices < events
    assert 0 < orders < events / 20
    # what is delivered twice is the same twice
    assert rows("select count(*) from (select distinct * from {})", clicks) == [(events,)]


def test_it_is_in_order_of_time_with_ties(clicks: Path):
    back = "select count(*) from (select ts < lag(ts) over () as is_back from {}) where is_back"
    assert rows(back, clicks) == [(0,)]
    ((first, last),) = rows("select min(ts)::date::text, max(ts)::date::text from {}", clicks)
    assert "2025-01-01" <= first < last <= "2025-03-31"
    tied = "select 1 from {} group by anon_id, ts having count(distinct event_id) > 1"
    assert len(rows(tied, clicks)) > ROWS / 1000


def test_orders_and_ratings_stand_where_they_belong(clicks: Path):
    assert rows("select distinct event_name from {} where order_id is not null", clicks) == [
        ("purchase",)
    ]
    assert rows("select distinct event_name from {} where rating is not null", clicks) == [
        ("submit_review",)
    ]
    happening = rows("select distinct event_name from {}", clicks)
    assert {name for (name,) in happening} == set(EVENT_NAMES)


@pytest.mark.parametrize(("size", "n"), [("100k", 100_000), ("1M", 1_000_000), ("50m", 50_000_000)])
def test_sizes(size: str, n: int):
    assert stream.rows_in(size) == n


@pytest.mark.parametrize("size", ["", "10", "m", "1g", "1.5m", "-1m"])
def test_other_sizes_are_refused_with_what_is_allowed(size: str):
    with pytest.raises(ValueError, match="100k, 1m, 10m or 50m"):
        stream.rows_in(size)
