"""How long it takes, counting those who are not there yet."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_EXACT = 1e-12  # 0.5 reached in a product of fractions


def kaplan_meier(
    durations: Sequence[float] | NDArray[np.float64] | pd.Series,
    observed: Sequence[bool] | NDArray[np.bool_] | pd.Series,
) -> pd.DataFrame:
    """The share that still waits after each time at which somebody arrived.

    `durations`: how long each was followed; `observed`: whether it ended in the event (else the
    observation ended first). Gives a row per time with an event: `time`, `at_risk` (followed up to
    that time at least), `events`, `survival`. Who is censored at the time of an event is at risk
    in it. Kaplan and Meier (1958). Times are in the unit of `durations`. Raises ValueError for
    unequal lengths, a duration that is missing, infinite or negative, and an `observed` that is
    neither true nor false (1 and 0 will do).
    """
    times, known = np.asarray(durations, dtype=float), pd.Series(observed, dtype=object)
    if times.shape != known.shape:
        raise ValueError(f"{times.size} durations and {known.size} of observed: give one each")
    if not np.isfinite(times).all() or (times < 0).any():
        raise ValueError("a duration is missing, infinite or negative")
    if not known.isin([True, False]).all():
        raise ValueError("whether it was observed is true or false, for every duration")
    ended = known.to_numpy(dtype=bool)
    moments, events = np.unique(times[ended], return_counts=True)
    at_risk = times.size - np.searchsorted(np.sort(times), moments, side="left")
    survival = np.cumprod(1.0 - events / at_risk)
    return pd.DataFrame(
        {"time": moments, "at_risk": at_risk, "events": events, "survival": survival}
    )


def median_survival(table: pd.DataFrame) -> float | None:
    """The first time at which half or fewer still wait, from `kaplan_meier`; None if never."""
    reached = table.loc[table["survival"] <= 0.5 + _EXACT, "time"]
    return float(reached.iloc[0]) if len(reached) else None
