"""Routes of relocations: decide on a proposal, and say that one is there."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter

from yaoyaoling.kernel.contract import Value
from yaoyaoling.planning.commands import ArriveRelocated, DecideRelocation
from yaoyaoling.planning.handlers.relocate import RelocationReply, arrive_relocated, decide_relocation
from yaoyaoling.platform.http.deps import DeskDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["planning"])
Decider = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]
Officer = Annotated[Principal, allow(Role.OFFICER)]


class DecisionBody(Value):
    """What is decided."""

    decision: Literal["accept", "decline", "end"]


@router.post("/api/planning/relocations/{relocation_id}/decision")
async def post_decision(relocation_id: UUID, body: DecisionBody, desk: DeskDep, principal: Decider) -> RelocationReply:
    """采纳、不采纳或结束调防: an accepted one is on the crew's phone in the same second."""
    command = DecideRelocation(relocation_id=relocation_id, decision=body.decision)
    return await desk.run(principal, decide_relocation, command)


@router.post("/api/planning/relocations/{relocation_id}/arrive")
async def post_arrive(relocation_id: UUID, desk: DeskDep, principal: Officer) -> RelocationReply:
    """The crew is in place (到位)."""
    return await desk.run(principal, arrive_relocated, ArriveRelocated(relocation_id=relocation_id))
