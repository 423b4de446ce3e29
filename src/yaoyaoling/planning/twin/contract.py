"""What the twin plays and what it gives back. Times in seconds from the start; places and units by number, from 0."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Ground:
    """Where things are, and how long the way takes.

    times_s: for each pace (lights and sirens, quiet …) a float matrix [places, places], from row to column.
    pace_of: for each priority (0 the most urgent) the pace of the way to the scene; every other way has `quiet`.
    posts: the places where units wait. homes: for each unit the place it stands at first and goes back to.
    """

    times_s: tuple[Array, ...]
    pace_of: tuple[int, ...]
    quiet: int
    posts: tuple[int, ...]
    homes: tuple[int, ...]


@dataclass(frozen=True)
class Calls:
    """Calls in order of time, as arrays of one length, drawn before anything is played.

    at_s: when it comes. delay_s: until a unit can be sent. place, priority: whole numbers. scene_s: spent there.
    then: the place the unit goes on to (a hospital), -1 for none. handover_s: spent there.
    """

    at_s: Array
    delay_s: Array
    place: Array
    priority: Array
    scene_s: Array
    then: Array
    handover_s: Array

    def __len__(self) -> int:
        return len(self.at_s)


@dataclass
class Played:
    """What became of each call (unit -1: nobody came before the end), and what the units drove besides.

    due_s: when a unit could be sent. sent_s, there_s, free_s: when it was, when it arrived, when it was done.
    moves: how often a waiting unit was sent elsewhere; moved_s: the drives it set out on. placed: how often a unit that
    became free was told to wait at a post other than its home.
    """

    unit: Array
    due_s: Array
    sent_s: Array
    there_s: Array
    free_s: Array
    moves: int = 0
    moved_s: float = 0.0
    placed: int = 0


def unplayed(calls: Calls) -> Played:
    """Nobody has come to any call yet."""
    never = np.full(len(calls), np.inf)
    return Played(np.full(len(calls), -1), calls.at_s + calls.delay_s, never.copy(), never.copy(), never.copy())
