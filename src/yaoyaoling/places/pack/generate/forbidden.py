"""Turns that are not allowed in a generated city: small streets meet arterials by right turns only (右进右出)."""

from collections import defaultdict
from dataclasses import replace

import numpy as np

from yaoyaoling.places.frame import Frame
from yaoyaoling.places.pack.contract import RoadClass, Roads
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.roads.turns import without_traps

SHARE = 0.4
"""So many of the crossings of a small street and an arterial have a median without a gap: an assumption."""
_ARTERIAL = (RoadClass.TRUNK, RoadClass.PRIMARY)
_SMALL = (RoadClass.UNCLASSIFIED, RoadClass.RESIDENTIAL, RoadClass.LIVING_STREET)
_SIDEWAYS = 0.5
"""Sine of the angle from which on a turn is one to the left: 30 degrees."""


def forbid_turns(roads: Roads, frame: Frame, dice: Dice) -> Roads:
    """The roads with forbidden turns: at some crossings of a small street and an arterial nobody turns left from one
    into the other, or back on the arterial. What would shut a road in is let alone."""
    x, y = frame.to_xy(roads.lon, roads.lat)
    place = np.column_stack([x, y])
    arms: dict[int, dict[int, int]] = defaultdict(dict)
    columns = (roads.tail.tolist(), roads.head.tolist(), roads.road_class.tolist())
    for tail, head, kind in zip(*columns, strict=True):
        arms[tail][head] = kind
        arms[head][tail] = kind
    turns = []
    for via in sorted(arms):
        large, small = ([arm for arm in sorted(arms[via]) if arms[via][arm] in kinds] for kinds in (_ARTERIAL, _SMALL))
        if len(large) < 2 or not small or not dice.chance(SHARE):
            continue
        turns += [(arm, via, arm) for arm in large]
        for one in small:
            for other in large:
                turns += [pair for pair in ((one, via, other), (other, via, one)) if _is_left(place[list(pair)])]
    if not turns:
        return roads
    mended, _ = without_traps(replace(roads, turns=np.array(turns, np.int32)))
    return mended


def _is_left(course: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> bool:
    """Whether a course of three points bends to the left."""
    (ax, ay), (bx, by) = course[1] - course[0], course[2] - course[1]
    return bool(ax * by - ay * bx > _SIDEWAYS * np.hypot(ax, ay) * np.hypot(bx, by))
