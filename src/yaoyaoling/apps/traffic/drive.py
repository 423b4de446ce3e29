"""A crew on the road: pure movement along a way."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from yaoyaoling.kernel.geo import Point, distance_m

PATROL_KMH = 25.0
URGENT_KMH = 50.0


def heading_deg(a: Point, b: Point) -> float:
    """Compass direction from a to b, degrees."""
    east = (b.lon - a.lon) * math.cos(math.radians(a.lat))
    return math.degrees(math.atan2(east, b.lat - a.lat)) % 360


@dataclass
class Car:
    """Where a crew is and where it goes. way: points still ahead. goal: the incident it drives to, or None."""

    crew_id: str
    at: Point
    way: list[Point] = field(default_factory=list)
    goal: str | None = None
    heading: float = 0.0

    @property
    def speed_kmh(self) -> float:
        """How fast it drives now."""
        if not self.way:
            return 0.0
        return PATROL_KMH if self.goal is None else URGENT_KMH

    def take(self, way: Sequence[Point], goal: str | None) -> None:
        """Drive that way from here."""
        self.way, self.goal = list(way), goal

    def drive(self, seconds: float) -> None:
        """Go on for so long; it stops at the end of its way."""
        left_m = self.speed_kmh / 3.6 * seconds
        while self.way and left_m > 0:
            ahead = self.way[0]
            step_m = distance_m(self.at, ahead)
            if step_m > 0:
                self.heading = heading_deg(self.at, ahead)
            if step_m <= left_m:
                self.at = self.way.pop(0)
                left_m -= step_m
            else:
                share = left_m / step_m
                lon = self.at.lon + (ahead.lon - self.at.lon) * share
                lat = self.at.lat + (ahead.lat - self.at.lat) * share
                self.at, left_m = Point(lon=lon, lat=lat), 0.0
