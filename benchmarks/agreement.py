"""Whether what was counted agrees: the contenders with each other, the product with the stream.

What differs because it is defined otherwise is said with the reason; any other difference is a
mistake of somebody's.
"""

from collections.abc import Iterator, Mapping
from math import isclose
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.work import SESSION_GAP_MS

Counts = Mapping[str, Any]

PRODUCT, REFERENCE = "product", "duckdb_bare"
_OTHERWISE = {
    ("retentioneering_prepared", "funnel"): "its funnel has no window",
}
# What the product defines otherwise than the bare contenders do; the first two are held against
# the product's own definition below.
_BY_DEFINITION = {
    "sessions": "the product cuts them by device, the others by person",
    "persons": "a device of the product belongs to whom it logged in as last, of the others to the"
    " least user it ever logged in as",
    "funnel, moves, next, paths": "the product counts journeys (silence, cooldown, reach), the"
    " others everything a person ever did",
}
# The product's definitions in plain SQL, from the design and not from the product's.
_EXPECTED = f"""
with events as (select distinct * from read_parquet('{{stream}}')),
owned as (
    select
        *,
        ts - lag(ts) over device_order as pause,
        coalesce(
            user_id,
            last_value(user_id ignore nulls) over (
                device_order rows between unbounded preceding and current row
            ),
            first_value(user_id ignore nulls) over (
                device_order rows between unbounded preceding and unbounded following
            ),
            anon_id
        ) as person
    from events
    window device_order as (partition by anon_id order by ts, event_id)
)
select
    (select count(*) from read_parquet('{{stream}}')) as landed,
    (select count(*) from read_parquet('{{stream}}')) - count(*) as duplicates,
    count(*) as events,
    count(*) filter (
        where pause is null or pause > interval {SESSION_GAP_MS} millisecond
    ) as sessions,
    count(distinct person) as persons,
    count(distinct order_id) as orders,
    sum(revenue) as revenue
from owned"""


def expected_of_product(stream: Path) -> dict[str, float]:
    """What the product must count in a stream."""
    with duckdb.connect() as db:
        result = db.execute(_EXPECTED.format(stream=stream))
        names = [column[0] for column in result.description or ()]
        row = result.fetchone()
    assert row
    return dict(zip(names, row, strict=True))


def judge(counts: Mapping[str, Counts], stream: Path) -> Iterator[tuple[bool, str]]:
    """For every contender that counted, whether all is as it should be, and what was held."""
    reference = counts.get(REFERENCE, {})
    for name, own in counts.items():
        if name in (PRODUCT, REFERENCE) or not own or not reference:
            continue
        shared = [what for what in own if what in reference]
        differing = [what for what in shared if not _same(own[what], reference[what])]
        excused = [what for what in differing if (name, what) in _OTHERWISE]
        same = ", ".join(what for what in shared if what not in differing)
        told = [f"{name} counts the same {same}"]
        told += [f"not the {what}: {_OTHERWISE[name, what]}" for what in excused]
        wrong = [what for what in differing if what not in excused]
        told += [f"DISAGREES on {what}: {own[what]} against {reference[what]}" for what in wrong]
        yield not wrong, "; ".join(told)
    if PRODUCT in counts:
        yield from _judge_product(counts[PRODUCT], reference, stream)


def _judge_product(own: Counts, reference: Counts, stream: Path) -> Iterator[tuple[bool, str]]:
    expected = expected_of_product(stream) | ({"phases": reference["phases"]} if reference else {})
    wrong = [what for what, value in expected.items() if not _same(own[what], value)]
    same = ", ".join(what for what in expected if what not in wrong)
    yield (
        not wrong,
        f"product counts {same} as its definitions say"
        + "".join(f"; DISAGREES on {what}: {own[what]} against {expected[what]}" for what in wrong),
    )
    for what, reason in _BY_DEFINITION.items():
        both = f" ({own[what]:,} and {reference[what]:,})" if what in own and reference else ""
        yield True, f"product and {REFERENCE} define {what} otherwise{both}: {reason}"


def _same(one: Any, other: Any) -> bool:
    """Equal counts; times, which are quantiles, within a millisecond or a millionth."""
    if isinstance(one, Mapping):
        one, other = ({str(key): value for key, value in it.items()} for it in (one, other))
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        if one and isinstance(one[0], list):
            return _same_paths(one, other)
        # who gives no times is held to the counts
        return all(_same(own, its) for own, its in zip(one, other, strict=False))
    if isinstance(one, float):
        return isclose(one, other, rel_tol=1e-6, abs_tol=1)
    return bool(one == other)


def _same_paths(one: list[Any], other: list[Any]) -> bool:
    """Equally common, and the same paths but for ties at the last place."""
    last = one[-1][1]
    common = [{path: n for path, n in paths if n > last} for paths in (one, other)]
    return [n for _, n in one] == [n for _, n in other] and common[0] == common[1]
