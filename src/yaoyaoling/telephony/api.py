"""Routes of the telephone edge."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import StatedPosition
from yaoyaoling.platform.http.deps import DeskDep, allow
from yaoyaoling.platform.principal import Principal, Role
from yaoyaoling.telephony.handlers.ring import Ring, RingReply, ring
from yaoyaoling.telephony.location.delivered import Delivered, read_delivered
from yaoyaoling.telephony.location.mime import MOST_BYTES
from yaoyaoling.telephony.location.msd import msd_of

router = APIRouter(tags=["telephony"])


class Position(StatedPosition):
    """Where the network says the caller is; the datum is named, never guessed."""

    uncertainty_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)


class SipPlace(Value):
    """Where the INVITE says the caller is, as it stands: Geolocation headers, the body and its Content-Type."""

    geolocation: tuple[Annotated[str, Field(max_length=2_000)], ...] = Field(default=(), max_length=20)
    content_type: str = Field(max_length=500)
    body: str = Field(max_length=MOST_BYTES)

    def read(self) -> Delivered:
        """The place in it."""
        return read_delivered(self.geolocation, self.content_type, self.body.encode())

    def msd(self) -> str | None:
        """A car's data in it, where it is in a text's letters (base64)."""
        return msd_of(self.content_type, self.body.encode())


class RingBody(Value):
    """A ring at the trunk. position: where the line itself knows it; it goes before what the INVITE says."""

    trunk_call_id: str = Field(min_length=1, max_length=200)
    dialled: str = Field(default="110", pattern=r"^[0-9*#+]{2,20}$")
    caller_number: str | None = Field(default=None, pattern=r"^\+?[0-9]{3,20}$")
    position: Position | None = None
    invite: SipPlace | None = None


@router.post("/api/telephony/rings", status_code=201)
async def post_ring(body: RingBody, desk: DeskDep, principal: Annotated[Principal, allow(Role.TRUNK)]) -> RingReply:
    """The line rings: a contact enters the queue with number and place."""
    came = Delivered() if body.invite is None else body.invite.read()
    stated, located = body.position, came.located
    command = Ring(
        trunk_call_id=body.trunk_call_id,
        dialled=body.dialled,
        caller_number=body.caller_number,
        point=stated.point() if stated else located.point if located else None,
        uncertainty_m=stated.uncertainty_m if stated else located.uncertainty_m if located else None,
        place_text=located.address if located else None,
        location_faults=came.faults,
        msd=None if body.invite is None else body.invite.msd(),
    )
    return await desk.run(principal, ring, command)
