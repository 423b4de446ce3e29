"""Facts about roads that cannot be driven as the map says, and about QR door-plates."""

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


class DoorplatesMade(Event):
    """Door-plates were made for a building: count numbers from first on."""

    name: ClassVar[str] = "places.doorplate.made"

    first: int
    count: int
    place_text: str


class DoorplateWithdrawn(Event):
    """A door-plate's printed codes hold no more. is_renewed: a new code takes their place."""

    name: ClassVar[str] = "places.doorplate.withdrawn"

    number: int
    is_renewed: bool
    reason: str


class DoorplateScanned(Event):
    """A report came by a door-plate. marks: what speaks against the code; number: None when it was forged."""

    name: ClassVar[str] = "places.doorplate.scanned"

    contact_id: UUID
    number: int | None
    marks: tuple[str, ...]


EVENTS = (RoadRestricted, RoadRestored, DoorplatesMade, DoorplateWithdrawn, DoorplateScanned)
