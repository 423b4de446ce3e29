"""A citizen reports: words, place, photos, no login."""

from uuid import UUID

from pydantic import Field

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.evidence.public import Upload, claim_uploads
from yaoyaoling.intake.public import Channel, ReceiveContact, receive_contact
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.public import PlateCode, PlateReading, find_territory, note_scan
from yaoyaoling.platform.db.tx import Tx

DOOR_M = 20.0
"""How far from its plate's point a door is at most."""


class NothingReported(Refused):
    """Neither words nor place nor photo nor the silent mark."""

    code = "nothing_reported"
    status = 422
    zh = "请写几个字、拍张照片或发送位置，任选其一即可。"
    en = "Write a few words, take a photo or send your position: one of them is enough."


class ScannedPlate(Value):
    """A QR door-plate that was scanned. code: None when the hall did not make it."""

    code: PlateCode | None


class SubmitReport(Command):
    """What the citizen sent. plate: the door-plate it came by."""

    channel: Channel = "web"
    text: str | None = Field(default=None, max_length=4000)
    place_text: str | None = Field(default=None, max_length=300)
    caller_name: str | None = Field(default=None, max_length=40)
    caller_number: str | None = None
    point: Point | None = None
    uncertainty_m: float | None = None
    is_silent: bool = False
    uploads: tuple[Upload, ...] = ()
    plate: ScannedPlate | None = None


class ReportStored(Value):
    """The contact the report became."""

    contact_id: UUID
    number: str


def citizen_scope(contact_id: UUID) -> str:
    """Scope of whoever holds the contact's link."""
    return f"k/{contact_id}"


async def submit_report(tx: Tx, command: SubmitReport) -> ReportStored:
    """Put the report into the queue. A place outside the city is taken and marked: help comes first.

    Raises: NothingReported, UploadGone.
    """
    text = (command.text or "").strip()
    if not (text or command.uploads or command.point or command.is_silent or command.place_text or command.plate):
        raise NothingReported
    contact_id = new_id()
    command = await _by_plate(tx, contact_id, command)
    outside = command.point is not None and await find_territory(tx, command.point) is None
    receive = ReceiveContact(
        contact_id=contact_id,
        channel=command.channel,
        hall_code=await get_hall_code(tx),
        caller_number=command.caller_number,
        caller_name=command.caller_name,
        text=text or None,
        place_text=command.place_text,
        point=command.point,
        uncertainty_m=command.uncertainty_m,
        is_outside_city=outside,
        is_silent=command.is_silent,
        citizen_scope=citizen_scope(contact_id),
    )
    contact = await receive_contact(tx, receive)
    await claim_uploads(tx, command.uploads, purpose="report", contact_id=contact_id)
    return ReportStored(contact_id=contact_id, number=contact.number)


async def _by_plate(tx: Tx, contact_id: UUID, command: SubmitReport) -> SubmitReport:
    """The report with the address of its door-plate, and what speaks against the plate; it is taken in any case."""
    if command.plate is None:
        return command
    reading = await note_scan(tx, command.plate.code, contact_id, command.point, command.uncertainty_m)
    point, uncertainty = command.point, command.uncertainty_m
    is_at_door = not any(mark.code in ("far", "elsewhere") for mark in reading.marks)
    if reading.point is not None and (point is None or is_at_door):
        point, uncertainty = reading.point, DOOR_M
    return command.model_copy(
        update={
            "channel": "qr",
            "place_text": place_words(reading, command.place_text),
            "point": point,
            "uncertainty_m": uncertainty,
        }
    )


def place_words(reading: PlateReading, said: str | None) -> str | None:
    """The plate's address, what the reporter wrote, and for the call-taker the marks in brackets; 300 characters."""
    said = (said or "").strip()
    address = reading.place_text or ""
    words = [address, *([said] if said and said != address else [])]
    marks = "；".join(mark.zh for mark in reading.marks)
    number = f" {reading.number} 号" if reading.number is not None else ""
    note = f"〔扫码门牌{number}：{marks}〕" if marks else ""
    place = "，".join(word for word in words if word)
    return f"{place[: 300 - len(note)]}{note}" or None
