"""Numbers for crews: which slot of an array belongs to an id. In machine code, for thousands of ids at a time."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from yaoyaoling.kernel.compiled import compiled
from yaoyaoling.platform.positions import Ids

Slots = NDArray[np.int32]


@compiled
def look_up(table: NDArray[Any], known: NDArray[Any], ids: NDArray[Any], slots: NDArray[Any]) -> None:
    """Fill the slot of each id, -1 for one that is not known. table: open addressing, a power of two long."""
    mask = len(table) - 1
    for i in range(len(ids)):
        at = np.int64(((ids[i, 0] ^ ids[i, 1]) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)) & mask
        slots[i] = -1
        while table[at] >= 0:
            slot = table[at]
            if known[slot, 0] == ids[i, 0] and known[slot, 1] == ids[i, 1]:
                slots[i] = slot
                break
            at = (at + 1) & mask


@compiled
def enter(table: NDArray[Any], known: NDArray[Any], first: int, last: int) -> None:
    """Put slots first … last - 1 into the table."""
    mask = len(table) - 1
    for slot in range(first, last):
        at = np.int64(((known[slot, 0] ^ known[slot, 1]) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)) & mask
        while table[at] >= 0:
            at = (at + 1) & mask
        table[at] = slot


class CrewSlots:
    """Ids in the order in which they came; an id keeps its slot."""

    def __init__(self) -> None:
        self.count = 0
        self._known: Ids = np.zeros((1024, 2), np.uint64)
        self._table = np.full(4096, -1, np.int32)

    @property
    def ids(self) -> Ids:
        """uint64[count, 2]."""
        return self._known[: self.count]

    def find(self, ids: Ids) -> Slots:
        """The slot of each id, -1 for unknown ones."""
        slots = np.empty(len(ids), np.int32)
        # Always a copy: what may only be read is another kind of array, and would be compiled for when first met.
        look_up(self._table, self._known, np.array(ids, order="C"), slots)
        return slots

    def find_or_add(self, ids: Ids) -> Slots:
        """The slot of each id; unknown ones get the next."""
        slots = self.find(ids)
        if (slots < 0).any():
            self._add(np.unique(ids[slots < 0], axis=0))
            slots = self.find(ids)
        return slots

    def _add(self, ids: Ids) -> None:
        first, self.count = self.count, self.count + len(ids)
        if self.count > len(self._known):
            larger = np.zeros((2 * self.count, 2), np.uint64)
            larger[:first] = self._known[:first]
            self._known = larger
        self._known[first : self.count] = ids
        if 2 * self.count > len(self._table):
            self._table = np.full(1 << int(4 * self.count).bit_length(), -1, np.int32)
            first = 0
        enter(self._table, self._known, first, self.count)


def grown(rows: NDArray[Any], count: int) -> NDArray[Any]:
    """The same rows with room for so many at least; what is new is zero."""
    if count <= len(rows):
        return rows
    larger = np.zeros((2 * count, *rows.shape[1:]), rows.dtype)
    larger[: len(rows)] = rows
    return larger
