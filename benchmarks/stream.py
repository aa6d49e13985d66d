"""The click stream as a file: made once a size, kept outside the project.

`path_of("10m")` gives a Parquet file of ten million rows, in order of time: event_id, anon_id,
user_id, ts, event_name, url, utm_source, utm_medium, order_id, revenue, rating.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.clicks import EVENT_NAMES, FIRST_DAY_MS, PURCHASE, REVIEW, Clicks, draw
from benchmarks.pages import CAMPAIGN_MEDIA, CAMPAIGN_SOURCES, groups

CACHE = "CJM_BENCH_CACHE"
_ROW_GROUP = 122_880
_AT_ONCE = 8 * _ROW_GROUP
_HEX = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)


def cache() -> Path:
    """Where streams and what contenders write are kept: CJM_BENCH_CACHE, else below ~/.cache."""
    given = os.environ.get(CACHE)
    folder = Path(given) if given else Path.home() / ".cache" / "cjm_analytics" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def rows_in(size: str) -> int:
    """`100k` is 100,000 and `10m` is 10,000,000. Raises ValueError on anything else."""
    match = re.fullmatch(r"([0-9]+)([km])", size.lower())
    if not match:
        raise ValueError(f"SIZE={size}: write a number and k or m, as 100k, 1m, 10m or 50m")
    return int(match[1]) * {"k": 1_000, "m": 1_000_000}[match[2]]


def path_of(size: str, ending: str = "parquet") -> Path:
    """The stream of that size as `parquet`, `csv` or `jsonl`, made now unless it is there."""
    path = cache() / f"clicks-{size.lower()}.{ending}"
    if not path.exists():
        draft = path.with_suffix(".draft")
        if ending == "jsonl":
            duckdb.execute(f"copy (from '{path_of(size)}') to '{draft}' (format json)")
        else:
            write(draft, rows_in(size), ending)
        draft.rename(path)
    return path


def write(path: Path, n_rows: int, ending: str = "parquet") -> None:
    """Write the stream; the same number of rows gives the same bytes."""
    clicks = draw(n_rows)
    schema = next(_tables(clicks)).schema
    if ending == "csv":
        with pyarrow.csv.CSVWriter(path, schema) as writer:
            for table in _tables(clicks):
                writer.write_table(table)
        return
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for table in _tables(clicks):
            writer.write_table(table, row_group_size=_ROW_GROUP)


def _tables(clicks: Clicks) -> Iterator[pa.Table]:
    urls = pa.array([url for group in groups().values() for url in group])
    for start in range(0, len(clicks.rows), _AT_ONCE):
        yield _table(clicks, clicks.rows[start : start + _AT_ONCE], urls)


def _table(clicks: Clicks, rows: NDArray[np.int64], urls: pa.Array) -> pa.Table:
    session, event = clicks.session[rows], clicks.event[rows]
    number = rows.astype(np.uint64)
    source = clicks.source[session].astype(np.int32)
    by_source = pa.array(source, mask=source < 0)
    person = clicks.person[session].astype(np.uint64)
    visitor = clicks.visitor[session].astype(np.uint64)
    is_purchase, is_review = event == PURCHASE, event == REVIEW
    cents = (_scrambled(number + np.uint64(5)) % np.uint64(20_000)).astype(np.float64)
    marks = (1 + _scrambled(number + np.uint64(6)) % np.uint64(5)).astype(np.int8)
    moments = pa.array((clicks.at_ms[rows] + FIRST_DAY_MS) * 1000)
    return pa.table(
        {
            "event_id": _ids(number + np.uint64(1), "", 16),
            "anon_id": _ids(visitor + np.uint64(1 << 42), "a_", 12),
            "user_id": _ids(person + np.uint64(1 << 40), "u_", 12, clicks.is_known[session]),
            "ts": moments.cast(pa.timestamp("us")),
            "event_name": _named(pa.array(event.astype(np.int32)), EVENT_NAMES),
            "url": _urls(clicks, rows, urls),
            "utm_source": _named(by_source, CAMPAIGN_SOURCES),
            "utm_medium": _named(by_source, CAMPAIGN_MEDIA),
            "order_id": _ids(number + np.uint64(1 << 41), "o_", 10, is_purchase),
            "revenue": pa.array(np.round(15 + cents / 100, 2), mask=~is_purchase),
            "rating": pa.array(marks, mask=~is_review),
        }
    )


def _urls(clicks: Clicks, rows: NDArray[np.int64], urls: pa.Array) -> pa.Array:
    """The addresses; behind those of an advertisement stands a click id that no other has."""
    plain = pa.DictionaryArray.from_arrays(pa.array(clicks.page[rows]), urls).cast(pa.string())
    clicked = clicks.has_click_id[rows]
    if not clicked.any():
        return plain
    click_ids = _ids(rows[clicked].astype(np.uint64) + np.uint64(99), "&gclid=Cj0K", 16)
    where = pa.array(clicked)
    joined = pc.binary_join_element_wise(plain.filter(where), click_ids, "")
    return pc.replace_with_mask(plain, where, joined)


def _named(numbers: pa.Array, names: list[str] | tuple[str, ...]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(numbers, pa.array(list(names))).cast(pa.string())


def _ids(
    numbers: NDArray[np.uint64], prefix: str, digits: int, given: NDArray[np.bool_] | None = None
) -> pa.Array:
    """Texts of a prefix and so many hexadecimal digits; null where not `given`."""
    scrambled = _scrambled(numbers)
    letters = np.empty((len(numbers), len(prefix) + digits), dtype=np.uint8)
    letters[:, : len(prefix)] = np.frombuffer(prefix.encode(), dtype=np.uint8)
    for place in range(digits):
        shifted = scrambled >> np.uint64(4 * (digits - 1 - place))
        letters[:, len(prefix) + place] = _HEX[(shifted & np.uint64(15)).astype(np.intp)]
    ends = np.arange(0, letters.size + 1, letters.shape[1], dtype=np.int32)
    shown = None if given is None else pa.array(given).buffers()[1]
    return pa.StringArray.from_buffers(
        len(numbers), pa.py_buffer(ends), pa.py_buffer(letters), shown
    )


def _scrambled(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Numbers that look random, one for one (the finaliser of SplitMix64)."""
    mixed = numbers.astype(np.uint64)
    with np.errstate(over="ignore"):
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mixed ^ (mixed >> np.uint64(31))
