"""Intervals of a share and of the difference of two shares."""

import math

from scipy.special import ndtri


def wilson(k: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """The score interval of the share k/n: (low, high), both within 0..1.

    Wilson (1927), without continuity correction; the same as `wilson_low` and `wilson_high` in
    sql/. Of nothing (n = 0) both are nan. Raises ValueError unless k and n are whole numbers with
    0 <= k <= n, and for a level outside 0..1.
    """
    k, n = _counts(k, n)
    check_level(level)
    if n == 0:
        return math.nan, math.nan
    z = float(ndtri((1 + level) / 2))
    middle = 2 * k + z * z
    spread = z * math.sqrt(z * z + 4 * k * (n - k) / n)
    scale = 2 * (n + z * z)
    low = 0.0 if k == 0 else (middle - spread) / scale
    high = 1.0 if k == n else (middle + spread) / scale
    return low, high


def newcombe(k1: int, n1: int, k2: int, n2: int, level: float = 0.95) -> tuple[float, float]:
    """The interval of k1/n1 - k2/n2 for two independent samples: (low, high) within -1..1.

    Newcombe (1998), method 10: the Wilson intervals of the two shares, combined by squares. Where
    one side holds nothing both are nan. Raises ValueError as `wilson` does, for either side.
    """
    low1, high1 = wilson(k1, n1, level)
    low2, high2 = wilson(k2, n2, level)
    if n1 == 0 or n2 == 0:
        return math.nan, math.nan
    p1, p2 = k1 / n1, k2 / n2
    low = p1 - p2 - math.hypot(p1 - low1, high2 - p2)
    high = p1 - p2 + math.hypot(high1 - p1, p2 - low2)
    return low, high


def check_level(level: float) -> None:
    """Raises ValueError unless 0 < level < 1."""
    if not 0 < level < 1:
        raise ValueError(f"a level of {level} is no confidence: give one between 0 and 1, as 0.95")


def _counts(k: int, n: int) -> tuple[int, int]:
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share: k must lie between 0 and n")
    if k % 1 != 0 or n % 1 != 0:
        raise ValueError(f"{k} of {n} is no share: both are counts, whole numbers")
    return int(k), int(n)
