"""Facts about roads that cannot be driven as the map says."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from yaoyaoling.kernel.contract import Event

RestrictionKind = Literal["closed", "slow"]


class RoadRestricted(Event):
    """A stretch of road is closed, or slower than the map says. line: (lon, lat) along the road, WGS-84."""

    name: ClassVar[str] = "places.road.restricted"

    restriction_id: UUID
    kind: RestrictionKind
    line: tuple[tuple[float, float], ...]
    both_ways: bool
    speed_kmh: float | None
    place_text: str
    reason: str
    until: datetime | None
    set_by_name: str


class RoadRestored(Event):
    """The stretch can be driven as the map says again."""

    name: ClassVar[str] = "places.road.restored"

    restriction_id: UUID
    reason: str


EVENTS = (RoadRestricted, RoadRestored)
