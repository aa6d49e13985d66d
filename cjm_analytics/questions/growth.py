"""How attempts at a funnel grow: one walk of SQL along everybody's moments.

Of one person's attempts that have taken the same steps by the same moment one is enough: whatever
may follow one may follow the others, and the latest begun has the most time left. So each moment
holds, for each set of steps, the best attempt that takes its last step there, packed into a whole
number (HUGEINT) of which the greatest is the best:

    start     when it began, the later the better
    size      how many steps it had before this moment, the more the better
    place     at which moment it had those, the earlier the better
    before    which steps those were, the first ones rather than later ones

The walk relies on DuckDB's keeping the order of a sorted table in `over ()`, which it answers while
it reads, without another sort.
"""

from collections.abc import Iterable, Iterator

import duckdb

from cjm_analytics.questions.attempts import Attempts
from cjm_analytics.questions.ways import LONGEST, Ways, is_way, ways_of

# How many bits each part of a packed number has.
_START = LONGEST  # microseconds
_SIZE = 6
_PLACE = 31
_BEFORE = 10
_BELOW_START = _SIZE + _PLACE + _BEFORE

# These stand in a packed number as what they are short of.
_LAST_PLACE = 2**_PLACE - 1
_LAST_SET = 2**_BEFORE - 1


def grow(
    own: duckdb.DuckDBPyConnection,
    attempts: Attempts,
    rows: str,
    ends: Iterable[int],
    by_step: int,
) -> None:
    """Make table `grown`: the best attempt of each person, held value and lap of the table `rows`.

    `rows` has one row a moment: `person_id`, `held`, `lap`, `moment`, `fills` (for each event the
    set of steps that it may fill), `bars` (the set of exclusions of which it has an event),
    `may_start`, `may_end` and `grouped`; for strict order also `n_events` and `ordinal`, of all
    events of the person. `ends` are the sets of steps an attempt may end with, the better first.

    `grown` has `person_id`, `held`, `taken` (the set of steps), `at_0`, `at_1`, … (the moment of
    each step, null where it was not taken) and `grouped`, of the moment of the step `by_step`.
    """
    ways, base = ways_of(own, attempts, rows)
    own.execute(
        "create or replace temp table moments as select row_number() over () as place, * from"
        f" (select {rows}.*, ways.* exclude (fills, bars) from {rows}"
        f" inner join ways on {rows}.fills = ways.fills and {rows}.bars = ways.bars"
        " order by person_id, held, lap, moment)"
    )
    own.execute(f"create or replace temp table led as {_led(attempts, ways, base)}")
    best = _best(attempts, [taken for taken in ends if taken in ways])
    own.execute(
        "create or replace temp table grown as with recursive"
        f" best as ({best}), back as ({_back(attempts, ways)}) {_told(attempts, by_step)}"
    )


def _led(attempts: Attempts, ways: Ways, base: int) -> str:
    """For each moment and set of steps the best attempt that takes its last step there."""
    is_first = " or ".join(
        f"{key} is distinct from lag({key}) over ()" for key in ("person_id", "held", "lap")
    )
    query = (
        f"with begun as (select *, {is_first} as is_first from moments),"
        f" {', '.join(_stretched({attempts.open(taken) for taken in ways}))}"
    )
    last = "past"
    for size in sorted({taken.bit_count() for taken in ways}):
        now = [taken for taken in ways if taken.bit_count() == size]
        led = [_best_here(attempts, taken, ways[taken], base) for taken in now]
        run = [_so_far(attempts, taken) for taken in now]
        ago = [f"lag(run_{taken}) over () as ago_{taken}" for taken in now]
        past = [_that_goes_on(attempts, taken, base) for taken in now]
        query += (
            f", led_{size} as (select *, {', '.join(led)} from {last})"
            f", run_{size} as (select *, {', '.join(run)} from led_{size})"
            f", ago_{size} as (select *, {', '.join(ago)} from run_{size})"
            f", past_{size} as (select *, {', '.join(past)} from ago_{size})"
        )
        last = f"past_{size}"
    columns = [f"led_{taken}" for taken in ways]
    some = " or ".join(f"{column} is not null" for column in columns) or "false"
    if attempts.question.order == "strict":
        columns += [f"on_{taken}" for taken in ways]
    told = ", ".join(["head", "place", "moment", "may_end", "grouped", *columns])
    return f"{query} select {told} from {last} where {some}"


def _stretched(bars: set[int]) -> Iterator[str]:
    """`in_…` and `up_to_…`: in which stretch a moment is, and which it continues.

    A stretch begins with everybody's first moment, their `head`; for attempts with an exclusion
    open also with each of its events, as such an attempt may not go on beyond the next one.
    """
    latest = "max(case when {} then place end) over (rows unbounded preceding)"
    heads = [f"{latest.format('is_first')} as head"]
    stretches = ["head as in_0", "head as up_to_0"]
    for bar in sorted(bars - {0}):
        heads.append(f"{latest.format(f'bars & {bar} <> 0')} as barred_{bar}")
        stretches.append(f"greatest(head, barred_{bar}) as in_{bar}")
        stretches.append(f"greatest(head, lag(barred_{bar}) over ()) as up_to_{bar}")
    yield f"headed as (select *, {', '.join(heads)} from begun)"
    yield f"past as (select *, {', '.join(stretches)} from headed)"


def _best_here(attempts: Attempts, taken: int, befores: list[int], base: int) -> str:
    """`led_…`, and for strict order `on_…`: the best that has used every event since it began, and
    therefore may go on."""
    led, on = [], []
    for bit, before in enumerate(befores):
        conditions = [is_way(taken, bit)]
        packed = f"past_{before} << {_BEFORE}"
        if not before:
            conditions.append("may_start")
            packed = f"cast(moment - {base} as hugeint) << {_BELOW_START}"
        packed = f"({packed}) | {_LAST_SET - before}"
        led.append(f"case when {' and '.join(conditions)} then {packed} end")
        if before:
            conditions.append(f"n_events = {(taken ^ before).bit_count()}")
        on.append(f"case when {' and '.join(conditions)} then {packed} end")
    best = f"greatest({', '.join(led)}) as led_{taken}"
    if attempts.question.order == "strict":
        best += f", greatest({', '.join(on)}) as on_{taken}"
    return best


def _so_far(attempts: Attempts, taken: int) -> str:
    """`run_…`: the best attempt so far of the latest stretch; in strict order, the one here."""
    is_strict = attempts.question.order == "strict"
    packed = (
        f"(cast(in_{attempts.open(taken)} as hugeint) << {_START + _SIZE + _PLACE})"
        f" | (({'on' if is_strict else 'led'}_{taken} >> {_BELOW_START}) << {_SIZE + _PLACE})"
        f" | {(taken.bit_count() << _PLACE) + _LAST_PLACE} - place"
    )
    so_far = packed if is_strict else f"max({packed}) over (rows unbounded preceding)"
    return f"{so_far} as run_{taken}"


def _that_goes_on(attempts: Attempts, taken: int, base: int) -> str:
    """`past_…`: the best attempt before this moment, where it may go on here."""
    ago, window = f"ago_{taken}", attempts.question.window
    without_stretch = _START + _SIZE + _PLACE
    conditions = [f"{ago} >> {without_stretch} = up_to_{attempts.open(taken)}"]
    if window is not None:
        start = f"(({ago} >> {_SIZE + _PLACE}) & {2**_START - 1})"
        conditions.append(f"moment - {base} - {start} <= {window}")
    if attempts.question.order == "strict":
        conditions.append("ordinal - lag(ordinal) over () = 1")
    packed = f"{ago} & {2**without_stretch - 1}"
    return f"case when {' and '.join(conditions)} then {packed} end as past_{taken}"


def _best(attempts: Attempts, ends: list[int]) -> str:
    """Of each their best attempt: the set of its steps, and the place of its last moment."""
    if not ends:
        return "select head, place, 0 as taken from led where false"
    packed = [
        f"(cast({attempts.rank(taken)} as hugeint) << {_START + _BEFORE + _PLACE})"
        f" | ((led_{taken} >> {_BELOW_START}) << {_BEFORE + _PLACE})"
        f" | {((len(ends) - at) << _PLACE) + _LAST_PLACE} - place"
        for at, taken in enumerate(ends)
    ]
    which = " ".join(f"when {len(ends) - at} then {taken}" for at, taken in enumerate(ends))
    return (
        f"select head, cast({_LAST_PLACE} - (packed & {_LAST_PLACE}) as bigint) as place,"
        f" case (packed >> {_PLACE}) & {_LAST_SET} {which} end as taken"
        f" from (select head, max(greatest({', '.join(packed)})) as packed"
        " from led where may_end group by head) where packed is not null"
    )


def _back(attempts: Attempts, ways: Ways) -> str:
    """The best attempts from their last moment back to their first, with what they had before."""
    is_strict = attempts.question.order == "strict"
    last, earlier = (
        f"cast(case taken {whens} end & {2 ** (_PLACE + _BEFORE) - 1} as bigint) as came"
        for whens in (
            " ".join(f"when {taken} then {which}_{taken}" for taken in ways) or "when 0 then 0"
            for which in ("led", "on" if is_strict else "led")
        )
    )
    columns = "head, place, taken, moment, grouped"
    return (
        f"select {columns}, came, {_LAST_SET} - (came & {_LAST_SET}) as before"
        f" from (select {columns}, {last} from best inner join led using (head, place))"
        f" union all select {columns}, came, {_LAST_SET} - (came & {_LAST_SET})"
        f" from (select {columns}, {earlier} from"
        f" (select head, {_LAST_PLACE} - (came >> {_BEFORE}) as place, before as taken"
        " from back where before <> 0) inner join led using (head, place))"
    )


def _told(attempts: Attempts, by_step: int) -> str:
    """The best attempts, one row each."""
    times = [
        f"max(moment) filter (taken & ~before & {1 << step} <> 0) as at_{step}"
        for step in range(len(attempts.question.steps))
    ]
    return (
        "select person_id, held, told.* exclude (head) from"
        f" (select head, max(taken) as taken, {', '.join(times)},"
        f" max(grouped) filter (taken & ~before & {1 << by_step} <> 0) as grouped"
        " from back group by head) as told inner join moments on told.head = moments.place"
    )
