"""Ways from one set of steps to another: of moments there are many, of their kinds few."""

import duckdb
import pyarrow as pa

from cjm_analytics.questions.attempts import Attempts
from cjm_analytics.questions.events import QuestionRefused

Ways = dict[int, list[int]]  # to each set of steps, from which

LONGEST = 59  # bits for a time in microseconds: 18,000 years
_BITS = 60  # that one column of ways has


def ways_of(own: duckdb.DuckDBPyConnection, attempts: Attempts, rows: str) -> tuple[Ways, int]:
    """From which set of steps to which some moment of the table `rows` leads, and the first moment.

    Makes view `ways`, which says for each kind of moment (`fills` and `bars`, see `growth`) which
    ways there are: bit k of `way_5_0` is the k-th of the sets from which 5 is ever reached. Raises
    QuestionRefused where the moments lie too far apart to count.
    """
    kinds = own.execute(
        f"select fills, bars, min(moment), max(moment) from {rows} group by fills, bars"
    ).fetchall()
    first = min((kind[2] for kind in kinds), default=0)
    if max((kind[3] for kind in kinds), default=0) - first >= 2**LONGEST:
        raise QuestionRefused(
            "occurred_at: the events lie more than 18,000 years apart; leave out those whose time"
            " is not known"
        )
    known: dict[tuple[tuple[int, ...], int], set[tuple[int, int]]] = {}
    each = []
    for fills, bars, *_ in kinds:
        # Of events that may fill the same two steps a third adds nothing.
        needed = tuple(
            one for one in sorted(set(fills)) for _ in range(min(fills.count(one), one.bit_count()))
        )
        if (needed, bars) not in known:
            known[needed, bars] = set(attempts.ways(needed, bars))
        each.append(known[needed, bars])
    somewhere = set().union(*each)
    ways: Ways = {}
    for after in attempts.sets:
        befores = [before for before in (0, *ways) if (before, after) in somewhere]
        if befores:
            ways[after] = befores
    columns = {
        "fills": pa.array([kind[0] for kind in kinds], pa.list_(pa.int64())),
        "bars": pa.array([kind[1] for kind in kinds], pa.int64()),
    }
    for after, befores in ways.items():
        for part in range(0, len(befores), _BITS):
            bits = [
                sum(
                    1 << bit
                    for bit, before in enumerate(befores[part : part + _BITS])
                    if (before, after) in some
                )
                for some in each
            ]
            columns[f"way_{after}_{part // _BITS}"] = pa.array(bits, pa.int64())
    own.register("ways", pa.table(columns))
    return ways, first


def is_way(after: int, number: int) -> str:
    """Whether a set is reached from that number of its list, as SQL."""
    return f"way_{after}_{number // _BITS} & {1 << number % _BITS} <> 0"
