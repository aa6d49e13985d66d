"""pm4py on the prepared stream: the part of the work that it does.

usage: python -m benchmarks.contenders.pm4py_prepared PREPARED
"""

import sys

import pandas as pd
import pm4py

from benchmarks import work

_KEYS = {
    "case_id": "case:concept:name",
    "activity_key": "concept:name",
    "timestamp_key": "time:timestamp",
}


def main(prepared: str) -> None:
    """Do the work on a prepared stream and tell what it took."""
    steps = work.Steps()

    def load() -> tuple[pd.DataFrame, pd.DataFrame, int]:
        rows = pd.read_parquet(prepared)
        rows[_KEYS["case_id"]] = rows.user_id.astype("string")
        rows = rows.rename(columns={"timestamp": _KEYS["timestamp_key"]})
        events = rows.drop(columns="phase").rename(columns={"event": _KEYS["activity_key"]})
        assigned = rows[rows.phase_number > 0].drop(columns="event")
        phases = assigned.rename(columns={"phase": _KEYS["activity_key"]})
        return (
            pm4py.format_dataframe(events, **_KEYS),
            pm4py.format_dataframe(phases, **_KEYS),
            len(rows),
        )

    events, phases, n_events = steps("load, format", load)
    moves, _, _ = steps("moves", lambda: pm4py.discover_dfg(phases))
    steps("move times", lambda: pm4py.discover_performance_dfg(phases))
    variants = steps("paths", lambda: pm4py.get_variants(events))
    number = {phase: place for place, phase in enumerate(work.PHASES, start=1)}
    sized = ((path, n if isinstance(n, int) else len(n)) for path, n in variants.items())
    commonest = sorted(sized, key=lambda item: -item[1])[: work.N_PATHS]
    counts = {
        "events": n_events,
        "moves": {f"{number[a]}>{number[b]}": [int(n)] for (a, b), n in moves.items()},
        "paths": [[">".join(path), int(n)] for path, n in commonest],
    }
    steps.tell(pm4py.__version__, counts)


if __name__ == "__main__":
    main(*sys.argv[1:])
