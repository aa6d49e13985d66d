"""chDB: ClickHouse in this process, with windowFunnel.

usage: python -m benchmarks.contenders.chdb_bare STREAM
"""

import json
import sys
import tempfile

from chdb import session

from benchmarks import work
from benchmarks.clicks import EVENT_NAMES

LOAD = """
create table loaded engine = Memory as
select
    assumeNotNull(event_id) as event_id, assumeNotNull(anon_id) as anon_id, user_id,
    toUInt64(toUnixTimestamp64Milli(assumeNotNull(ts))) as moment,
    toLowCardinality(assumeNotNull(event_name)) as name, assumeNotNull(url) as url,
    isNotNull(order_id) as has_order, isNotNull(rating) as has_rating
from file('{stream}', 'Parquet') limit 1 by event_id"""
IDENTITY = """
create table persons engine = Memory as
with
    devices as (select anon_id, min(user_id) as least_user from loaded group by anon_id),
    owned as (
        select anon_id, user_id, coalesce(user_id, least_user, anon_id) as person
        from (select distinct anon_id, user_id from loaded) as pairs join devices using (anon_id)
    ),
    numbered as (
        select person, toUInt32(rowNumberInAllBlocks()) as number
        from (select distinct person from owned)
    )
select cityHash64(anon_id, ifNull(user_id, '')) as pair, numbered.number as person_number
from owned join numbered using (person)"""
PHASE = f"""multiIf(
    name = 'purchase' or has_order, 3, name = 'submit_review' or has_rating, 5,
    name in ('share', 'refer_friend'), 5, name in ('add_to_cart', 'begin_checkout'), 3,
    startsWith(url, '{work.CHECKOUT}'), 3, name = 'support_ticket', 4,
    match(url, '{work.ACCOUNT_PAGE}'), 4, name = 'login', 4,
    name in ('search', 'compare', 'add_to_wishlist'), 2, match(url, '{work.PRODUCT_PAGE}'), 2,
    name = 'view_item_list' or match(url, '{work.LIST_PAGE}'), 2,
    name = 'ad_click' or match(url, '{work.CAMPAIGN}') or startsWith(url, '{work.BLOG}')
    or url = '{work.HOME}', 1, 0)"""
EVENTS = f"""
create table events engine = MergeTree order by (person_number, moment, phase, name_number) as
select
    person_number, moment, toUInt8({PHASE}) as phase,
    toUInt8(indexOf({list(EVENT_NAMES)!r}, name) - 1) as name_number
from loaded
join persons on cityHash64(loaded.anon_id, ifNull(loaded.user_id, '')) = persons.pair"""
SESSIONS = f"""
create table sessions engine = Memory as
select
    person_number, moment, phase, name_number, starts_session,
    sum(starts_session) over (
        partition by person_number order by moment, phase, name_number rows unbounded preceding
    ) as session_number
from (
    select *, (turn = 1 or moment - moment_before > {work.SESSION_GAP_MS}) as starts_session
    from (
        select
            person_number, moment, phase, name_number, row_number() over earlier as turn,
            lagInFrame(moment) over earlier as moment_before
        from events
        window earlier as (
            partition by person_number order by moment, phase, name_number
            rows between unbounded preceding and current row
        )
    )
)"""
FUNNEL = f"""
select furthest, count() from (
    select
        person_number,
        windowFunnel({work.FUNNEL_WINDOW_MS})(
            moment, phase = 1, phase = 2, phase = 3, phase = 4, phase = 5
        ) as furthest
    from events where phase > 0 group by person_number
) group by furthest"""
_EARLIER = """(
    partition by person_number order by moment, phase
    rows between unbounded preceding and current row
)"""
_CHANGES = f"""(
    select person_number, moment, phase from (
        select person_number, moment, phase, lagInFrame(phase) over earlier as phase_before
        from events where phase > 0 window earlier as {_EARLIER}
    ) where phase_before <> phase
)"""


def _gaps(of: str, by: str) -> str:
    """How long it took from each stop to the next, as count and quantiles."""
    return f"""
select {by}, count(), quantilesExactInclusive(0.5, 0.9)(took) from (
    select
        phase, lagInFrame(phase) over earlier as phase_before,
        moment - lagInFrame(moment) over earlier as took, row_number() over earlier as turn
    from {of} window earlier as {_EARLIER}
) where turn > 1 group by {by} order by {by}"""


MOVES = _gaps("(select * from events where phase > 0)", "phase_before, phase")
NEXT = _gaps(_CHANGES, "phase_before")
PATHS = f"""
select path, count() as n from (
    select arrayMap(key -> toUInt8(bitAnd(key, 15)), arraySort(groupArray(
        bitOr(bitShiftLeft(bitOr(bitShiftLeft(moment, 3), phase), 4), name_number)
    ))) as path
    from events group by person_number
) group by path order by n desc, path limit {work.N_PATHS}"""


def main(stream: str) -> None:
    """Do the work on a stream and tell what it took."""
    with tempfile.TemporaryDirectory() as scratch:
        db = session.Session(scratch)

        def rows(query: str) -> list[list]:
            answer = str(db.query(query, "JSONCompact"))
            return json.loads(answer)["data"] if answer else []

        for setting in ("create database work", "use work", f"set max_threads = {work.THREADS}"):
            db.query(setting)
        steps = work.Steps()
        steps("load, events once", lambda: rows(LOAD.format(stream=stream)))
        steps("identity", lambda: rows(IDENTITY))
        steps("judge, sort", lambda: rows(EVENTS))
        rows("drop table loaded")
        db.query("set optimize_read_in_window_order = 1, optimize_aggregation_in_order = 1")
        steps("sessions", lambda: rows(SESSIONS))
        furthest = steps("funnel", lambda: rows(FUNNEL))
        moves = steps("moves", lambda: rows(MOVES))
        times = steps("time to next", lambda: rows(NEXT))
        paths = steps("paths", lambda: rows(PATHS))
        events, sessions = rows("select count(), sum(starts_session) from sessions")[0]
        counts = {
            "events": int(events),
            "sessions": int(sessions),
            "funnel": work.funnel_of({int(phase): int(n) for phase, n in furthest}),
            "moves": {f"{one}>{other}": [int(n), *took] for one, other, n, took in moves},
            "next": {phase: [int(n), *took] for phase, n, took in times},
            "paths": [
                [">".join(EVENT_NAMES[number] for number in path), int(n)] for path, n in paths
            ],
        }
        steps.tell(str(db.query("select version()")).strip().strip('"'), counts)
        db.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
