"""The ground under the town: the river, ponds, and the gentle bend that keeps streets from being ruled."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from yaoyaoling.places.frame import Floats
from yaoyaoling.places.pack.dice import Dice
from yaoyaoling.places.pack.generate.plan import TownPlan

Waves = tuple[tuple[float, float, float, float, float, float], ...]
"""kx, ky, phase, push east, push north, reach: see `Terrain.bend`."""

RIVERSIDE_M = 26.0
"""From the water's edge to the middle of the riverside road."""


@dataclass(frozen=True)
class Terrain:
    """Rivers and their corridor (between the riverside roads), as the plan has them, before the bend.

    middle: about which the waves of short reach lie.
    """

    middle: tuple[float, float]
    river_line: BaseGeometry
    river: BaseGeometry
    corridor: BaseGeometry
    waves: Waves

    def bend(self, points: Floats) -> Floats:
        """Where points (shape n, 2) of the plan lie on the ground."""
        x, y = points[:, 0], points[:, 1]
        moved = points.astype(np.float64).copy()
        for kx, ky, phase, dx, dy, reach_m in self.waves:
            wave = np.sin(kx * x + ky * y + phase)
            if math.isfinite(reach_m):
                ox, oy = self.middle
                wave = wave * np.exp(-((x - ox) ** 2 + (y - oy) ** 2) / (2 * reach_m**2))
            moved[:, 0] += dx * wave
            moved[:, 1] += dy * wave
        return moved

    def bent(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape of the plan on the ground; long lines are given points to bend at."""
        return shapely.transform(shapely.segmentize(shape, 40.0), self.bend)


def make_terrain(plan: TownPlan, dice: Dice) -> Terrain:
    """Lay the river from north to south and draw the bend."""
    y = np.arange(-plan.height_m * 0.75, plan.height_m * 0.75 + 1, 60.0)
    phase, turn = dice.between(0, 2 * math.pi), dice.between(0, 2 * math.pi)
    x = plan.river_at_m - 0.06 * y
    x = x + 150 * np.sin(2 * math.pi * y / 3_300 + phase) + 60 * np.sin(2 * math.pi * y / 1_450 + turn)
    # Outside the town the river winds as it likes.
    wild = np.clip((np.abs(y) - plan.ring_y_m) / 1_500, 0, 1)
    x = x + wild * 260 * np.sin(2 * math.pi * y / 2_300 + phase)
    line = LineString(np.column_stack([x, y]))
    half = plan.river_width_m / 2 * (1 + 0.22 * np.sin(2 * math.pi * y / 1_900 + turn))
    river = water_between(np.column_stack([x, y]), half)
    corridor = river.buffer(RIVERSIDE_M)
    kinds = ((2_600, 26, math.inf, 5), (260, 3.6, plan.old_radius_m * 0.6, 6))
    return Terrain(plan.old_centre, line, river, corridor, make_waves(kinds, dice))


def water_between(centre: Floats, half_m: Floats) -> BaseGeometry:
    """The water along a line, half_m wide to each side."""
    normal = np.gradient(centre, axis=0)
    normal = np.column_stack([-normal[:, 1], normal[:, 0]]) / np.hypot(normal[:, 0], normal[:, 1])[:, None]
    banks = np.vstack([centre + normal * half_m[:, None], (centre - normal * half_m[:, None])[::-1]])
    return Polygon(banks).buffer(0)


def make_waves(kinds: Iterable[tuple[float, float, float, int]], dice: Dice) -> Waves:
    """Waves of each kind: length and amplitude in metres, how far they reach, how many."""
    waves = []
    for length_m, amplitude_m, reach_m, count in kinds:
        for _ in range(count):
            bearing, wavelength_m = dice.between(0, 2 * math.pi), length_m * dice.between(0.75, 1.35)
            push = dice.between(0, 2 * math.pi)
            waves.append(
                (
                    2 * math.pi / wavelength_m * math.cos(bearing),
                    2 * math.pi / wavelength_m * math.sin(bearing),
                    dice.between(0, 2 * math.pi),
                    amplitude_m * math.cos(push),
                    amplitude_m * math.sin(push),
                    reach_m,
                )
            )
    return tuple(waves)
