"""Many questions at once."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def benjamini_hochberg(
    p: Sequence[float | None] | NDArray[np.float64] | pd.Series,
) -> NDArray[np.float64]:
    """Adjusted p-values, in the order given: those under q have a false discovery rate under q.

    Benjamini and Hochberg (1995), step-up: the smallest over all larger p of p x m / rank. A
    missing p (None, nan) stays nan and does not count in m. Raises ValueError outside 0..1, and
    unless p is one row of numbers.
    """
    row = np.asarray(p, dtype=object)
    if row.ndim != 1:
        raise ValueError("p is one row of p-values")
    values = np.where(pd.isna(row), np.nan, row).astype(float)
    known = np.flatnonzero(~np.isnan(values))
    given = values[known]
    if ((given < 0) | (given > 1)).any():
        raise ValueError("a p-value lies between 0 and 1")
    descending = np.argsort(-given, kind="stable")
    ranks = np.arange(len(given), 0, -1)
    adjusted = np.full(len(values), np.nan)
    stepped = np.minimum.accumulate(given[descending] * len(given) / ranks)
    adjusted[known[descending]] = np.minimum(stepped, 1.0)
    return adjusted
