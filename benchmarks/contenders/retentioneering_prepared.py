"""retentioneering on the prepared stream: the part of the work that it does.

usage: python -m benchmarks.contenders.retentioneering_prepared PREPARED
"""

import os
import sys

os.environ["RETENTIONEERING_NO_TRACK"] = "1"  # before the import, which would call home

import pandas as pd
import retentioneering

from benchmarks import work


def main(prepared: str) -> None:
    """Do the work on a prepared stream and tell what it took."""
    steps = work.Steps()

    def load() -> tuple[retentioneering.Eventstream, retentioneering.Eventstream, int]:
        rows = pd.read_parquet(prepared)
        assigned = rows.loc[rows.phase_number > 0, ["user_id", "phase", "timestamp"]]
        return (
            retentioneering.Eventstream(rows[["user_id", "event", "timestamp"]]),
            retentioneering.Eventstream(assigned.rename(columns={"phase": "event"})),
            len(rows),
        )

    events, phases, n_events = steps("load, sort", load)
    sessions = steps(
        "sessions", lambda: events.split_sessions(timeout="30m").df["session_id"].nunique()
    )
    funnel = steps("funnel", lambda: phases.funnel_data(steps=list(work.PHASES)))
    moves = steps("moves", lambda: phases.transition_graph_data(edge_weight="count"))
    steps("move medians", lambda: phases.transition_graph_data(edge_weight="time_median"))
    steps("move q95", lambda: phases.transition_graph_data(edge_weight="time_q95"))
    steps("paths by step", lambda: phases.step_sankey_data(max_steps=10))
    counts = {
        "events": n_events,
        "sessions": int(sessions),
        "funnel": [step["unique_paths"] for step in funnel["steps"]],
        "moves": {
            f"{one}>{other}": [int(moves.loc[from_phase, to_phase])]
            for one, from_phase in enumerate(work.PHASES, start=1)
            for other, to_phase in enumerate(work.PHASES, start=1)
        },
    }
    steps.tell(getattr(retentioneering, "__version__", "unknown"), counts)


if __name__ == "__main__":
    main(*sys.argv[1:])
