"""Chance that repeats: the same seed gives the same town on every machine and Python version."""

import math
import random
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")


class Dice:
    """Draws from one seed. Only `random.Random.random` is used: its sequence is promised to stay."""

    def __init__(self, *seed: object) -> None:
        self._random = random.Random("/".join(map(str, seed))).random  # noqa: S311 - a town, not a secret

    def between(self, low: float, high: float) -> float:
        """A number from low to high."""
        return low + (high - low) * self._random()

    def chance(self, share: float) -> bool:
        """True in that share of the draws."""
        return self._random() < share

    def draws(self, count: int) -> NDArray[np.float64]:
        """So many numbers from 0 to 1: what `between` and `chance` are made of, for many at once."""
        draw = self._random
        return np.array([draw() for _ in range(count)], np.float64)

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random() * (high - low + 1))

    def one_of(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[int(self._random() * len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in another order (Fisher-Yates)."""
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = int(self._random() * (last + 1))
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def around(self, mean: float, spread: float) -> float:
        """A number near the mean (Box-Muller); spread: standard deviation."""
        radius = math.sqrt(-2 * math.log(1 - self._random()))
        return mean + spread * radius * math.cos(2 * math.pi * self._random())
