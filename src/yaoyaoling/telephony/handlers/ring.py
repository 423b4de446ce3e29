"""A ring at the trunk."""

from uuid import UUID

from pydantic import Field

from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony.events import CallRang
from yaoyaoling.telephony.location.pidf import Fault


class Ring(Command):
    """What the edge knows when the line rings.

    trunk_call_id: the line's own name of the call (SIP Call-ID). place_text: the address that came with it.
    location_faults: documents of its place that could not be read.
    """

    trunk_call_id: str = Field(min_length=1, max_length=200)
    dialled: str = Field(pattern=r"^[0-9*#+]{2,20}$")
    caller_number: str | None = Field(default=None, pattern=r"^\+?[0-9]{3,20}$")
    point: Point | None = None
    uncertainty_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    place_text: str | None = Field(default=None, max_length=300)
    location_faults: tuple[Fault, ...] = Field(default=(), max_length=32)


class RingReply(Value):
    """The call; the contact it became is found under the same id."""

    call_id: UUID
    is_new: bool


async def ring(tx: Tx, command: Ring) -> RingReply:
    """Record the ring, once for each call of the trunk. `intake` makes a contact of it in the same transaction."""
    call_id = new_id()
    new = await tx.execute(
        "insert into telephony.call (id, trunk_call_id, dialled, caller_number, rang_at) values ($1,$2,$3,$4,$5)"
        " on conflict do nothing",
        call_id,
        command.trunk_call_id,
        command.dialled,
        command.caller_number,
        tx.now,
    )
    if not new:
        return RingReply(call_id=call_id, is_new=False)
    event = CallRang(
        call_id=call_id,
        dialled=command.dialled,
        caller_number=command.caller_number,
        lon=command.point.lon if command.point else None,
        lat=command.point.lat if command.point else None,
        uncertainty_m=command.uncertainty_m,
        place_text=command.place_text,
        location_faults=command.location_faults,
    )
    tx.record(event, stream=f"call:{call_id}", seq=1, about=call_id, subject=call_id)
    return RingReply(call_id=call_id, is_new=True)
