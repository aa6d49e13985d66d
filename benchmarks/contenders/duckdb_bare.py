"""DuckDB, the fastest formulation known: nothing kept, nothing audited, nothing explained.

Text is looked at once per distinct value. An event is then one number, person | moment | phase |
event name, and is sorted once; all the rest is `lag` and `lead` over that order, which DuckDB keeps
through scans, filters and sorts.

usage: python -m benchmarks.contenders.duckdb_bare STREAM [MEMORY_LIMIT]
"""

import sys
import tempfile

import duckdb

from benchmarks import work
from benchmarks.clicks import EVENT_NAMES, FIRST_DAY_MS

# The number of an event: 34 bits of milliseconds, 3 of phase, 4 of event name, the person above.
_PERSON, _MOMENT, _PHASE, _NAME = 41, 7, 4, 15
_MOMENTS = (1 << (_PERSON - _MOMENT)) - 1

PAIRS = "create table pairs as select anon_id, user_id from {stream} group by all"
PERSONS = """
create table persons as
with devices as (select anon_id, min(user_id) as least_user from pairs group by anon_id),
owned as (
    select hash(anon_id, user_id) as pair, coalesce(user_id, least_user, anon_id) as person
    from pairs join devices using (anon_id)
),
numbered as (
    select person, (row_number() over () - 1)::int as person_number
    from (select distinct person from owned)
)
select pair, person_number from owned join numbered using (person)"""
PAGES = f"""
create table pages as
select hash(url) as page, (
    starts_with(url, '{work.CHECKOUT}')::int
    + regexp_matches(url, '{work.ACCOUNT_PAGE}')::int * 2
    + regexp_matches(url, '{work.PRODUCT_PAGE}')::int * 4
    + regexp_matches(url, '{work.LIST_PAGE}')::int * 8
    + (
        regexp_matches(url, '{work.CAMPAIGN}') or starts_with(url, '{work.BLOG}')
        or url = '{work.HOME}'
    )::int * 16
)::utinyint as marks
from (select distinct url from {{stream}})"""
PHASE = """(case
    when name = 'purchase' or has_order then 3
    when name = 'submit_review' or has_rating then 5
    when name = 'share' then 5
    when name in ('add_to_cart', 'begin_checkout') then 3
    when marks & 1 > 0 then 3
    when name = 'support_ticket' then 4
    when marks & 2 > 0 then 4
    when name = 'login' then 4
    when name in ('search', 'compare', 'add_to_wishlist') then 2
    when marks & 4 > 0 then 2
    when name = 'view_item_list' or marks & 8 > 0 then 2
    when name = 'ad_click' or marks & 16 > 0 then 1
    else 0 end)"""
EVENTS = f"""
create table events as
select
    (person_number::ubigint << {_PERSON}) | (moment::ubigint << {_MOMENT})
    | ({PHASE}::ubigint << {_PHASE}) | enum_code(name)::ubigint as key,
    id_hash
from (
    select
        hash(anon_id, user_id) as pair, hash(url) as page, epoch_ms(ts) - {FIRST_DAY_MS} as moment,
        event_name::enum({", ".join(f"'{name}'" for name in EVENT_NAMES)}) as name,
        order_id is not null as has_order, rating is not null as has_rating,
        (hash(event_id) & 4294967295)::uinteger as id_hash
    from {{stream}}
)
join persons using (pair) join pages using (page)
order by all"""
# The copies of an event stand side by side; so do the events of a session.
SESSIONS = f"""
create table kept as
select key, sum(starts_session) over (rows unbounded preceding)::int as session_number
from (
    select
        key,
        coalesce(
            (key >> {_MOMENT}) - lag(key >> {_MOMENT}) over () > {work.SESSION_GAP_MS}, true
        )::int as starts_session
    from (
        select
            key,
            key is distinct from lag(key) over ()
            or id_hash is distinct from lag(id_hash) over () as is_first_copy
        from events
    )
    where is_first_copy
)"""
_STOPS = f"select (key >> {_MOMENT})::bigint as spot, ((key >> {_PHASE}) & 7)::utinyint as phase"
_OWNER = _PERSON - _MOMENT  # `spot` holds the person above the moment


def _reached(phase: int) -> str:
    """Events at which a chain from phase 1 within the window comes to a phase: spot, its start."""
    before = (
        "select spot, phase, spot as chain_from from stops where phase in (1, 2)"
        if phase == 2
        else f"select spot, {phase - 1}::utinyint as phase, chain_from from reached_{phase - 1}"
        f" union all select spot, phase, null from stops where phase = {phase} order by spot, phase"
    )
    return f"""reached_{phase} as materialized (
    select spot, chain_from from (
        select
            spot, phase, lag(phase) over () as phase_before, lag(chain_from) over () as chain_from
        from ({before})
    )
    where phase = {phase} and phase_before = {phase - 1}
        and spot - chain_from <= {work.FUNNEL_WINDOW_MS}
)"""


FUNNEL = f"""
create table furthest as
with stops as ({_STOPS} from kept),
{", ".join(_reached(phase) for phase in (2, 3, 4, 5))}
select (spot >> {_OWNER})::int as person_number, max(phase)::utinyint as phase
from (
    select spot, 1 as phase from (
        select
            spot, phase, lag(phase) over () as phase_before,
            lag(spot >> {_OWNER}) over () as person_before
        from stops where phase in (1, 2)
    )
    where phase = 1 and (phase_before is distinct from 1 or person_before <> spot >> {_OWNER})
    union all select spot, 2 from reached_2 union all select spot, 3 from reached_3
    union all select spot, 4 from reached_4 union all select spot, 5 from reached_5
)
group by 1"""
MOVES = f"""
create table moves as
select phase, next_phase, count(*) as n, quantile_cont(next_spot - spot, [0.5, 0.9]) as quantiles
from (
    select spot, phase, lead(phase) over () as next_phase, lead(spot) over () as next_spot
    from ({_STOPS} from kept where ((key >> {_PHASE}) & 7) > 0)
)
where spot >> {_OWNER} = next_spot >> {_OWNER}
group by 1, 2"""
NEXT = f"""
create table times_to_next as
select phase, count(*) as n, quantile_cont(next_spot - spot, [0.5, 0.9]) as quantiles
from (
    select spot, phase, lead(spot) over () as next_spot
    from (
        select spot, phase, lag(phase) over () as phase_before, lag(spot) over () as spot_before
        from ({_STOPS} from kept where ((key >> {_PHASE}) & 7) > 0)
    )
    where phase_before is distinct from phase or spot_before >> {_OWNER} <> spot >> {_OWNER}
)
where spot >> {_OWNER} = next_spot >> {_OWNER}
group by 1"""
PATHS = f"""
create table paths as
select path, count(*) as n
from (
    select string_agg(chr((97 + (key & {_NAME}))::int), '') as path
    from kept group by key >> {_PERSON}
)
group by 1 order by 2 desc, 1 limit {work.N_PATHS}"""


def main(stream: str, memory_limit: str | None = None) -> None:
    """Do the work on a stream and tell what it took."""
    with tempfile.TemporaryDirectory() as scratch:
        config = {"threads": work.THREADS, "temp_directory": scratch}
        if memory_limit:
            config["memory_limit"] = memory_limit
        db = duckdb.connect(config=config)
        db.execute("set timezone = 'UTC'; set enable_progress_bar = false")
        steps = work.Steps()
        source = f"read_parquet('{stream}')"

        def run(name: str, *queries: str) -> None:
            steps(name, lambda: [db.execute(query.format(stream=source)) for query in queries])

        run("identity", PAIRS, PERSONS, "drop table pairs")
        run("pages", PAGES)
        run("read, judge, sort", EVENTS)
        run("events once, sessions", SESSIONS, "drop table events")
        run("funnel", FUNNEL)
        run("moves", MOVES)
        run("time to next", NEXT)
        # string_agg without an order is right on one thread only
        run("paths", "set threads = 1", PATHS, f"set threads = {work.THREADS}")
        steps.tell(duckdb.__version__, _counts(db))


def _counts(db: duckdb.DuckDBPyConnection) -> dict[str, object]:
    def rows(query: str) -> list[tuple]:
        return db.execute(query).fetchall()

    (events, sessions) = rows("select count(*), max(session_number) from kept")[0]
    return {
        "events": events,
        "sessions": sessions,
        "persons": rows("select count(distinct person_number) from persons")[0][0],
        "phases": dict(
            rows(f"select (key >> {_PHASE}) & 7 as phase, count(*) from kept group by 1 order by 1")
        ),
        "funnel": work.funnel_of(dict(rows("select phase, count(*) from furthest group by phase"))),
        "moves": {
            f"{phase}>{next_phase}": [n, *quantiles]
            for phase, next_phase, n, quantiles in rows("from moves order by all")
        },
        "next": {phase: [n, *quantiles] for phase, n, quantiles in rows("from times_to_next")},
        "paths": [
            [">".join(EVENT_NAMES[ord(letter) - 97] for letter in path), n]
            for path, n in rows("from paths")
        ],
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
