"""What is known of a place while a contact is about it: hazards that stand there, dangers met there (地点风险)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import Field

from yaoyaoling.field.events import HereLooked
from yaoyaoling.field.patrol.contract import HazardKind
from yaoyaoling.field.warnings import EarlierIncident, earlier_here
from yaoyaoling.intake.public import get_contact
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.geo import Point, degrees_around, distance_m
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx

HERE_M: Final = 80.0
"""A hazard so near to the place is met there."""


class LookHere(Command):
    """Look at a place about a contact. lon, lat: WGS-84."""

    contact_id: UUID
    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)


class HazardHere(Value):
    """A hazard that stands. text: None once it was erased."""

    hazard_id: UUID
    kind: HazardKind
    text: str | None
    reported_at: datetime
    call_sign: str
    is_overdue: bool
    distance_m: int


class Here(Value):
    """hazards: the nearest first. earlier: incidents at the address that told of dangers, the newest first."""

    hazards: tuple[HazardHere, ...]
    earlier: tuple[EarlierIncident, ...]


async def look_here(tx: Tx, command: LookHere) -> Here:
    """As far as the actor may see; the look is a fact. Raises: NotFound."""
    contact = await get_contact(tx, command.contact_id)
    here = Point(lon=command.lon, lat=command.lat)
    hazards = await _hazards(tx, here)
    known = await earlier_here(tx, contact.id, here, without=contact.incident_id)
    earlier = tuple(one for one in known if one.dangers)
    event = HereLooked(
        contact_id=contact.id,
        hazards=tuple(one.hazard_id for one in hazards),
        incidents=tuple(one.incident_id for one in earlier),
    )
    tx.record(event, stream=f"look:{new_id()}", seq=1, about=contact.id)
    return Here(hazards=hazards, earlier=earlier)


async def _hazards(tx: Tx, here: Point) -> tuple[HazardHere, ...]:
    wide, high = degrees_around(here.lat, HERE_M)
    rows = await tx.fetch(
        "select id, kind, text, lon, lat, reported_at, call_sign, state from field.hazard where state <> 'handled'"
        " and lat between $1 and $2 and lon between $3 and $4 limit 50",
        here.lat - high,
        here.lat + high,
        here.lon - wide,
        here.lon + wide,
    )
    found = [
        HazardHere(
            hazard_id=row["id"],
            kind=row["kind"],
            text=row["text"],
            reported_at=row["reported_at"],
            call_sign=row["call_sign"],
            is_overdue=row["state"] == "overdue",
            distance_m=round(distance_m(here, Point(lon=row["lon"], lat=row["lat"]))),
        )
        for row in rows
    ]
    return tuple(sorted((one for one in found if one.distance_m <= HERE_M), key=lambda one: one.distance_m))
