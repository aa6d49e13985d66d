"""Chance from one seeded stream.

Only `Generator.random` is drawn from: its stream is the one NumPy has kept stable, so a seed
keeps giving the same shop after an upgrade.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """Uniform draws and what is made of them."""

    def __init__(self, seed: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(seed))
        self._block: list[float] = []

    def roll(self) -> float:
        """A number in [0, 1)."""
        if not self._block:
            self._block = self._generator.random(8192).tolist()
        return self._block.pop()

    def happens(self, probability: float) -> bool:
        return self.roll() < probability

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.roll()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.roll() * (high - low + 1))

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[int(self.roll() * len(choices))]

    def weighted(self, weights: dict[T, float]) -> T:
        """A key, as often as its weight says; the order of the keys is part of the seed."""
        left = self.roll() * sum(weights.values())
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        return key

    def rounded(self, expected: float) -> int:
        """A whole number with this mean: 2.3 is mostly 2, sometimes 3."""
        return int(expected) + self.happens(expected - int(expected))

    def hexadecimal(self, length: int) -> str:
        return "".join("0123456789abcdef"[int(self.roll() * 16)] for _ in range(length))
