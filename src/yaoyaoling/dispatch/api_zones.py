"""Routes of cooperation zones: a commander lets counties work together along their line, and ends it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import AwareDatetime, Field

from yaoyaoling.dispatch.commands import AgreeZone, EndZone
from yaoyaoling.dispatch.handlers.zones import ZoneReply, agree_zone, end_zone
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.http.deps import DeskDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["dispatch"])
Commander = Annotated[Principal, allow(Role.COMMANDER)]


class ZoneBody(Value):
    """Which counties, by the codes of their organisations. until: it ends by itself then."""

    name_zh: str = Field(min_length=2, max_length=40)
    counties: list[str] = Field(min_length=2, max_length=20)
    reason: str | None = Field(default=None, min_length=2, max_length=200)
    until: AwareDatetime | None = None


class EndZoneBody(Value):
    """Why it ends."""

    reason: str = Field(min_length=2, max_length=200)


@router.post("/api/dispatch/zones", status_code=201)
async def post_zone(body: ZoneBody, desk: DeskDep, principal: Commander) -> ZoneReply:
    """跨界协作区: crews of these counties count as own along their common line."""
    command = AgreeZone(name_zh=body.name_zh, counties=tuple(body.counties), reason=body.reason, until=body.until)
    return await desk.run(principal, agree_zone, command)


@router.post("/api/dispatch/zones/{zone_id}/end")
async def post_zone_end(zone_id: UUID, body: EndZoneBody, desk: DeskDep, principal: Commander) -> ZoneReply:
    """End a cooperation zone."""
    return await desk.run(principal, end_zone, EndZone(zone_id=zone_id, reason=body.reason))
