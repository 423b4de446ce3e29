"""Routes: whose a place is; whose an incident is, and a dispute about it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import StatedPosition
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role
from yaoyaoling.triage.jurisdiction.decide import Asked, Whose, decide
from yaoyaoling.triage.jurisdiction.feed import fields_of
from yaoyaoling.triage.jurisdiction.grounds import grounds_of
from yaoyaoling.triage.jurisdiction.settle import (
    ConfirmJurisdiction,
    DisputeJurisdiction,
    RuleJurisdiction,
    confirm_jurisdiction,
    dispute_jurisdiction,
    rule_jurisdiction,
)
from yaoyaoling.triage.jurisdiction.store import read_jurisdiction
from yaoyaoling.triage.states import JurisdictionState

router = APIRouter(tags=["triage"])
Desks = Annotated[Principal, allow(Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]
Reader = Annotated[
    Principal,
    allow(Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.REVIEWER, Role.INSPECTOR),
]
Station = Annotated[Principal, allow(Role.STATION_DESK)]
Above = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK)]


class WhoseBody(StatedPosition):
    """A place with its datum and uncertainty, and the kind of event."""

    radius_m: float = Field(default=0, ge=0, le=5_000)
    class_code: str | None = Field(default=None, max_length=6)


class JurisdictionView(Value):
    """Whose an incident is, as the feed has it; `v`: its version."""

    id: UUID
    v: int
    data: dict[str, Any]


class DisputeBody(Value):
    """Why it is not ours, and whose it is where that is known."""

    claimed_code: str | None = Field(default=None, pattern=r"^\d{12}$")
    reason: str = Field(min_length=2, max_length=300)


class RulingBody(Value):
    """Whose it is, and why."""

    station_code: str = Field(pattern=r"^\d{12}$")
    reason: str = Field(min_length=2, max_length=300)


class JurisdictionReply(Value):
    """How the question stands after a command."""

    incident_id: UUID
    state: JurisdictionState


@router.post("/api/triage/jurisdiction")
async def post_jurisdiction(body: WhoseBody, hall: HallDep, principal: Desks) -> Whose:
    """Whose it is and why; on a border the local station first. Advice: nothing is written, and no clock runs yet.

    clock_s says how long the station should have to decide.
    """
    async with hall.db.snapshot(principal) as tx:
        grounds = await grounds_of(tx, body.point(), body.radius_m)
    return decide(Asked(class_code=body.class_code, grounds=grounds))


@router.get("/api/triage/jurisdiction/{incident_id}")
async def get_jurisdiction(incident_id: UUID, hall: HallDep, principal: Reader) -> JurisdictionView:
    """Whose the incident is, why, and how a dispute about it stands; the way there is in the timeline."""
    async with hall.db.snapshot(principal) as tx:
        held = await read_jurisdiction(tx, incident_id)
    return JurisdictionView(id=held.id, v=held.version, data=fields_of(held))


@router.post("/api/triage/jurisdiction/{incident_id}/dispute")
async def post_dispute(incident_id: UUID, body: DisputeBody, desk: DeskDep, principal: Station) -> JurisdictionReply:
    """提出管辖争议: it stays the station's until the level above both has settled it."""
    command = DisputeJurisdiction(incident_id=incident_id, claimed_code=body.claimed_code, said=body.reason)
    return JurisdictionReply(incident_id=incident_id, state=await desk.run(principal, dispute_jurisdiction, command))


@router.post("/api/triage/jurisdiction/{incident_id}/confirm")
async def post_confirm(incident_id: UUID, desk: DeskDep, principal: Station) -> JurisdictionReply:
    """确认管辖: it is ours; a dispute of our own ends."""
    command = ConfirmJurisdiction(incident_id=incident_id)
    return JurisdictionReply(incident_id=incident_id, state=await desk.run(principal, confirm_jurisdiction, command))


@router.post("/api/triage/jurisdiction/{incident_id}/rule")
async def post_rule(incident_id: UUID, body: RulingBody, desk: DeskDep, principal: Above) -> JurisdictionReply:
    """裁定管辖: by a level that stands above both stations; another owner takes over at once."""
    command = RuleJurisdiction(incident_id=incident_id, station_code=body.station_code, said=body.reason)
    return JurisdictionReply(incident_id=incident_id, state=await desk.run(principal, rule_jurisdiction, command))
