"""Routes of the telephone edge."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import StatedPosition
from yaoyaoling.platform.http.deps import DeskDep, allow
from yaoyaoling.platform.principal import Principal, Role
from yaoyaoling.telephony.handlers.ring import Ring, RingReply, ring

router = APIRouter(tags=["telephony"])


class Position(StatedPosition):
    """Where the network says the caller is; the datum is named, never guessed."""

    uncertainty_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)


class RingBody(Value):
    """A ring at the trunk."""

    trunk_call_id: str = Field(min_length=1, max_length=200)
    dialled: str = Field(default="110", pattern=r"^[0-9*#+]{2,20}$")
    caller_number: str | None = Field(default=None, pattern=r"^\+?[0-9]{3,20}$")
    position: Position | None = None


@router.post("/api/telephony/rings", status_code=201)
async def post_ring(body: RingBody, desk: DeskDep, principal: Annotated[Principal, allow(Role.TRUNK)]) -> RingReply:
    """The line rings: a contact enters the queue with number and place."""
    where = body.position
    command = Ring(
        trunk_call_id=body.trunk_call_id,
        dialled=body.dialled,
        caller_number=body.caller_number,
        point=where.point() if where else None,
        uncertainty_m=where.uncertainty_m if where else None,
    )
    return await desk.run(principal, ring, command)
