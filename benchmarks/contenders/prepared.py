"""What pm4py and retentioneering are given: events once, persons and phases found, in order.

They do a part of the work only, and this is done for them outside of their time.
usage: python -m benchmarks.contenders.prepared STREAM OUT
"""

import sys

import duckdb

from benchmarks import work
from benchmarks.clicks import EVENT_NAMES

PHASE = f"""case
    when event_name = 'purchase' or order_id is not null then 3
    when event_name = 'submit_review' or rating is not null then 5
    when event_name in ('share', 'refer_friend') then 5
    when event_name in ('add_to_cart', 'begin_checkout') then 3
    when starts_with(url, '{work.CHECKOUT}') then 3
    when event_name = 'support_ticket' then 4
    when regexp_matches(url, '{work.ACCOUNT_PAGE}') then 4
    when event_name = 'login' then 4
    when event_name in ('search', 'compare', 'add_to_wishlist') then 2
    when regexp_matches(url, '{work.PRODUCT_PAGE}') then 2
    when event_name = 'view_item_list' or regexp_matches(url, '{work.LIST_PAGE}') then 2
    when event_name = 'ad_click' or regexp_matches(url, '{work.CAMPAIGN}')
        or starts_with(url, '{work.BLOG}') or url = '{work.HOME}' then 1
    else 0 end"""
QUERY = f"""
with events as (select distinct on (event_id) * from read_parquet('{{stream}}')),
devices as (select anon_id, min(user_id) as least_user from events group by anon_id),
owned as (
    select events.*, coalesce(user_id, least_user, anon_id) as person
    from events join devices using (anon_id)
),
persons as (
    select person, row_number() over ()::int as user_number from (select distinct person from owned)
)
select
    user_number as user_id, ts as "timestamp", event_name as event,
    ({PHASE})::tinyint as phase_number,
    {["unassigned", *work.PHASES]!r}[phase_number + 1] as phase
from owned join persons using (person)
order by ts, phase_number, list_position({list(EVENT_NAMES)!r}, event_name)"""


def main(stream: str, out: str) -> None:
    """Write the prepared stream."""
    db = duckdb.connect()
    db.execute("set timezone = 'UTC'")
    db.execute(
        f"copy ({QUERY.format(stream=stream)}) to '{out}' (format parquet, compression zstd)"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
