"""Weekly series for tests, week 0 being the first after the change."""

import numpy as np
import pandas as pd


def weekly(before, after, control=None, gap=0) -> pd.DataFrame:
    """Treated values before and after (and of a control, both in one), `gap` weeks left out."""
    weeks = [*range(-len(before), 0), *range(gap, gap + len(after))]
    frame = pd.DataFrame({"week": weeks, "treated": [*before, *after]}, dtype=float)
    return frame.assign(control=0.0 if control is None else np.asarray(control, dtype=float))


def noise(seed: int, n: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 1, n)
