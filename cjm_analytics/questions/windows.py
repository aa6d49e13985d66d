"""Steps in any order: everybody's last window in which as much is taken as ever.

How much a window holds can be told from how many events it has of each kind, which spares the walk
in `growth` the moments outside it.
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from cjm_analytics.questions.attempts import Attempts


def narrow(own: duckdb.DuckDBPyConnection, attempts: Attempts) -> None:
    """Make table `narrowed`: of the table `filled` the moments that may be in the best attempt.

    Those are, of everybody's last window in which as much is taken as ever, the first events of
    each kind. Two events are of one kind if they may fill the same steps.
    """
    kinds = [
        kind for (kind,) in own.execute("select distinct unnest(fills) from filled").fetchall()
    ]
    window = attempts.question.window
    frame, until = "rows between current row and unbounded following", "true"
    if window is not None:
        frame = f"range between current row and {window} following"
        until = f"filled.moment <= latest.moment + {window}"
    counts = [
        f"least(sum(len(list_filter(fills, lambda one: one = {kind}))) over ahead,"
        f" {kind.bit_count()}) as n_{kind}"
        for kind in kinds
    ]
    own.execute(
        f"create temp table windows as select {', '.join(['person_id', 'held', 'moment', *counts])}"
        f" from filled window ahead as (partition by person_id, held order by moment {frame})"
    )
    _rank(own, attempts, kinds)
    same = " and ".join(f"windows.n_{kind} = ranks.n_{kind}" for kind in kinds) or "true"
    own.execute(
        f"""
        create temp table narrowed as
        with latest as (
            select person_id, held, max_by(moment, (rank, moment)) as moment
            from windows inner join ranks on {same} where rank > 0 group by person_id, held
        ),
        within as (
            select filled.*, unnest(fills) as kind
            from filled inner join latest on filled.person_id = latest.person_id
                and filled.held = latest.held and filled.moment >= latest.moment and {until}
        ),
        first as (
            select * from within qualify bit_count(kind)
                >= row_number() over (partition by person_id, held, kind order by moment)
        )
        select person_id, held, 0 as lap, moment, list_sort(list(kind)) as fills, 0 as bars,
            true as may_start, true as may_end, any_value(grouped) as grouped
        from first group by person_id, held, moment
        """
    )


def _rank(own: duckdb.DuckDBPyConnection, attempts: Attempts, kinds: Sequence[int]) -> None:
    """View `ranks`: how much can be taken of so many events of each kind."""
    columns = ", ".join(f"cast(n_{kind} as bigint)" for kind in kinds) or "0"
    rows = own.execute(f"select distinct {columns} from windows").fetchall()
    ranks = [
        attempts.most([kind for kind, n in zip(kinds, row, strict=False) for _ in range(n)])
        for row in rows
    ]
    table = {"rank": pa.array(ranks, pa.int64())}
    for at, kind in enumerate(kinds):
        table[f"n_{kind}"] = pa.array([row[at] for row in rows], pa.int64())
    own.register("ranks", pa.table(table))
