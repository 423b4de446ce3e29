"""Requests about roads."""

from datetime import datetime
from uuid import UUID

from pydantic import Field, model_validator

from yaoyaoling.kernel.contract import Command
from yaoyaoling.places.events import RestrictionKind
from yaoyaoling.places.roads.contract import LonLat


class RestrictRoad(Command):
    """Close a stretch of road, or say how fast it can be driven.

    line: along the road. scopes: who is to see it (territories it touches, the hall); upper rooms know them.
    """

    kind: RestrictionKind
    line: tuple[LonLat, ...] = Field(min_length=2, max_length=5000)
    both_ways: bool = True
    speed_kmh: float | None = Field(default=None, ge=1, le=120)
    place_text: str = Field(max_length=300)
    reason: str = Field(min_length=2, max_length=300)
    until: datetime | None = None
    scopes: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _speed_only_when_slow(self) -> "RestrictRoad":
        if (self.kind == "slow") != (self.speed_kmh is not None):
            raise ValueError("a slow road has a speed, a closed one has none")
        return self


class RestoreRoad(Command):
    """Lift a restriction."""

    restriction_id: UUID
    reason: str = Field(min_length=2, max_length=300)
