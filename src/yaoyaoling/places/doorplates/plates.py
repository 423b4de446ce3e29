"""Door-plates in the database: made for a building, printed, withdrawn, read when a citizen scans one."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.kernel.refused import NotAllowed, NotFound
from yaoyaoling.places.doorplates.codes import PlateCode
from yaoyaoling.places.doorplates.judge import FORGED, Plate, PlateMark, is_sure, marks_of
from yaoyaoling.places.events import DoorplateScanned, DoorplatesMade, DoorplateWithdrawn
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import Row

SCANS_KEPT = timedelta(days=1)
MOST_AT_ONCE = 200


class MakeDoorplates(Command):
    """Make plates for a place of the city pack. details: what follows its address, one plate each ("1单元")."""

    place_id: int
    details: tuple[Annotated[str, Field(max_length=40)], ...] = Field(min_length=1, max_length=MOST_AT_ONCE)


class WithdrawDoorplate(Command):
    """Let a plate's printed code hold no more; is_renewed: it is printed anew under the next version."""

    number: int
    is_renewed: bool
    reason: str = Field(min_length=2, max_length=300)


class DoorplatesReply(Value):
    """Plates as they are now."""

    plates: tuple[Plate, ...]


class PlateReading(Value):
    """What a scan tells. place_text, point: None when the code is not to be trusted so far."""

    number: int | None
    place_text: str | None
    point: Point | None
    marks: tuple[PlateMark, ...]


_PLATE = "number, version, place_text, lon, lat, withdrawn_at"


def _plate(row: Row) -> Plate:
    return Plate(
        number=row["number"],
        version=row["version"],
        place_text=row["place_text"],
        point=Point(lon=row["lon"], lat=row["lat"]),
        is_withdrawn=row["withdrawn_at"] is not None,
    )


async def make_doorplates(tx: Tx, command: MakeDoorplates, about: UUID) -> DoorplatesReply:
    """Write the plates; one that is there already for that address is given again.

    about: the audience subject of the fact; upper rooms know it. Raises: NotFound, NotAllowed.
    """
    await _require_all(tx)
    place = await tx.fetchrow("select full_zh, lon, lat from places.address where id = $1", command.place_id)
    if place is None:
        raise NotFound
    plates, made = [], []
    for detail in dict.fromkeys(detail.strip() for detail in command.details):
        text = f"{place['full_zh']}{detail}"
        row = await tx.fetchrow(
            f"select {_PLATE} from places.doorplate where place_text = $1 and withdrawn_at is null", text
        )
        if row is None:
            row = await tx.fetchrow(
                "insert into places.doorplate (version, place_text, lon, lat, made_at, made_by_name)"
                f" values (1, $1, $2, $3, $4, $5) returning {_PLATE}",
                text,
                place["lon"],
                place["lat"],
                tx.now,
                tx.principal.name,
            )
            assert row is not None
            made.append(row["number"])
        plates.append(_plate(row))
    if made:
        event = DoorplatesMade(first=made[0], count=len(made), place_text=place["full_zh"])
        tx.record(event, stream=f"doorplates:{made[0]}", seq=1, about=about)
    return DoorplatesReply(plates=tuple(plates))


async def withdraw_doorplate(tx: Tx, command: WithdrawDoorplate, about: UUID) -> DoorplatesReply:
    """Raise the version, so that the printed code is an old one. Raises: NotFound, NotAllowed."""
    await _require_all(tx)
    row = await tx.fetchrow(
        "update places.doorplate set version = version + 1, withdrawn_at = $2 where number = $1"
        f" and withdrawn_at is null returning {_PLATE}",
        command.number,
        None if command.is_renewed else tx.now,
    )
    if row is None:
        raise NotFound
    event = DoorplateWithdrawn(number=command.number, is_renewed=command.is_renewed, reason=command.reason)
    tx.record(event, stream=f"doorplate:{command.number}", seq=row["version"] - 1, about=about)
    return DoorplatesReply(plates=(_plate(row),))


async def _require_all(tx: Tx) -> None:
    if not await tx.fetchval("select platform.administers_all()"):
        raise NotAllowed


async def list_doorplates(tx: Tx, words: str, limit: int = 100) -> list[Plate]:
    """Plates whose address holds the words, the newest first."""
    rows = await tx.fetch(
        f"select {_PLATE} from places.doorplate where position($1 in place_text) > 0 order by number desc limit $2",
        words,
        limit,
    )
    return [_plate(row) for row in rows]


async def get_doorplates(tx: Tx, numbers: tuple[int, ...]) -> list[Plate]:
    """Plates by number that are in force, in the order of their numbers."""
    rows = await tx.fetch(
        f"select {_PLATE} from places.doorplate where number = any($1::bigint[]) and withdrawn_at is null"
        " order by number",
        list(numbers),
    )
    return [_plate(row) for row in rows]


async def find_doorplate(tx: Tx, code: PlateCode | None) -> PlateReading:
    """What a code says before anything is reported with it."""
    if code is None:
        return PlateReading(number=None, place_text=None, point=None, marks=(FORGED,))
    return await _reading(tx, code, None, None, None)


async def _reading(
    tx: Tx, code: PlateCode, phone: Point | None, accuracy_m: float | None, apart_m: float | None
) -> PlateReading:
    row = await tx.fetchrow(f"select {_PLATE} from places.doorplate where number = $1", code.number)
    plate = None if row is None else _plate(row)
    marks = marks_of(code.version, plate, phone, accuracy_m, apart_m)
    is_in_force = plate is not None and not any(mark.code == "withdrawn" for mark in marks)
    return PlateReading(
        number=code.number,
        place_text=None if plate is None else plate.place_text,
        point=plate.point if plate is not None and is_in_force else None,
        marks=marks,
    )


async def note_scan(
    tx: Tx, code: PlateCode | None, contact_id: UUID, phone: Point | None, accuracy_m: float | None
) -> PlateReading:
    """What a report's code says, kept as a fact about the contact; where it was scanned is kept for a day."""
    if code is None:
        reading = PlateReading(number=None, place_text=None, point=None, marks=(FORGED,))
    else:
        apart = None
        if phone is not None and is_sure(accuracy_m):
            apart = await _scanned(tx, code.number, phone, tx.now)
        reading = await _reading(tx, code, phone, accuracy_m, apart)
    marks = tuple(mark.code for mark in reading.marks)
    event = DoorplateScanned(contact_id=contact_id, number=reading.number, marks=marks)
    tx.record(event, stream=f"doorplate_scan:{contact_id}", seq=1, about=contact_id)
    return reading


async def _scanned(tx: Tx, number: int, phone: Point, now: datetime) -> float | None:
    """Keep where it was scanned; gives how far the furthest other scan of the last day was, None for the first."""
    rows = await tx.fetch(
        "select lon, lat from places.note_scan($1, $2, $3, $4, $5)",
        number, phone.lon, phone.lat, now, now - SCANS_KEPT,
    )  # fmt: skip
    return max((distance_m(phone, Point(lon=row["lon"], lat=row["lat"])) for row in rows), default=None)
