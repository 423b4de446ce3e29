"""What is to be kept for ever, held until it is written: crews take turns, so that no moment has all the work."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.platform.slots import Slots

Array = NDArray[Any]
TURNS = 60
"""So many turns until every crew was written once; one a second."""


class History:
    """Kept points by the turn of their crew. points: how many there ever were."""

    def __init__(self) -> None:
        self.points = 0
        self._new: list[tuple[Array, Slots]] = []
        self._turns: list[list[tuple[Array, Slots]]] = [[] for _ in range(TURNS)]

    def add(self, points: Array, owners: Slots) -> None:
        """points: float64[n, 3] (epoch s, lon, lat) of the crews in slots owners[n]."""
        if len(points):
            self.points += len(points)
            self._new.append((points, owners))

    def take(self, turn: int) -> Iterator[tuple[int, Array]]:
        """(slot, points in the order of time) of the crews whose turn it is, and let go of them."""
        self._sort()
        due, self._turns[turn % TURNS] = self._turns[turn % TURNS], []
        if not due:
            return
        points, owners = _together(due)
        order = np.lexsort((points[:, 0], owners))
        points, owners = points[order], owners[order]
        ends = np.flatnonzero(np.diff(owners)) + 1
        for part, owner in zip(np.split(points, ends), np.split(owners, ends), strict=True):
            yield int(owner[0]), part

    def _sort(self) -> None:
        new, self._new = self._new, []
        if not new:
            return
        points, owners = _together(new)
        order = np.argsort(owners % TURNS, kind="stable")
        points, owners = points[order], owners[order]
        ends = np.searchsorted(owners % TURNS, np.arange(TURNS + 1))
        for turn in range(TURNS):
            first, last = ends[turn], ends[turn + 1]
            if first < last:
                self._turns[turn].append((points[first:last], owners[first:last]))


def _together(parts: list[tuple[Array, Slots]]) -> tuple[Array, Slots]:
    return np.concatenate([one for one, _ in parts]), np.concatenate([one for _, one in parts])
