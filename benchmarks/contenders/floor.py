"""The floor: read the columns that are needed, sort one number a row, pass over it once.

No engine that works on this stream can do with less; what a contender takes beyond it is its own.
usage: python -m benchmarks.contenders.floor STREAM
"""

import sys
import tempfile

import duckdb

from benchmarks import work
from benchmarks.clicks import FIRST_DAY_MS

DECODE = """
select
    count(*), sum(strlen(event_id)), sum(strlen(anon_id)), sum(strlen(user_id)), sum(epoch_us(ts)),
    sum(strlen(event_name)), sum(strlen(url)), count(order_id), count(rating)
from {stream}"""
# Numbers as the work would sort them; making them is no part of the floor.
NUMBERS = f"""
create temp table numbers as
with devices as (
    select device, row_number() over () as number
    from (select distinct hash(anon_id) as device from {{stream}})
)
select (number::ubigint << 41) | ((epoch_ms(ts) - {FIRST_DAY_MS})::ubigint << 7)
    | (hash(event_name) & 127) as key
from {{stream}} as stream join devices on hash(stream.anon_id) = devices.device"""
SORT = "create temp table sorted as select key from numbers order by key"
PASS = f"""
select count(*) from (select key, lag(key) over () as before from sorted)
where key - before > {work.SESSION_GAP_MS << 7}"""


def main(stream: str) -> None:
    """Tell what the floor takes."""
    with tempfile.TemporaryDirectory() as scratch:
        db = duckdb.connect(config={"threads": work.THREADS, "temp_directory": scratch})
        steps = work.Steps()
        source = f"read_parquet('{stream}')"
        steps("decode", lambda: db.execute(DECODE.format(stream=source)).fetchall())
        db.execute(NUMBERS.format(stream=source))
        steps("sort", lambda: db.execute(SORT))
        steps("pass", lambda: db.execute(PASS).fetchall())
        steps.tell(duckdb.__version__, {})


if __name__ == "__main__":
    main(*sys.argv[1:])
