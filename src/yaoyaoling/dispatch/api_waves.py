"""Routes of waves and of the notices that they, like every order by hand, raise to a crew's owners."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from yaoyaoling.dispatch.basis import rank_crews
from yaoyaoling.dispatch.commands import SeeNotice, SendWave
from yaoyaoling.dispatch.coverage import CoverageWatch
from yaoyaoling.dispatch.handlers.see_notice import NoticeReply, see_notice
from yaoyaoling.dispatch.handlers.send_wave import WaveReply, send_wave
from yaoyaoling.dispatch.policy import Reach, Standby, WaveAsk
from yaoyaoling.kernel.contract import Value
from yaoyaoling.places.public import RoadClient
from yaoyaoling.platform.http.deps import DeskDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["dispatch"])
DutyDesk = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]


class WaveBody(Value):
    """How many, from how far out, of which force types (none: any), standby forces or not, and why."""

    count: int = Field(ge=1, le=20)
    reach: Reach
    forces: list[str] = Field(max_length=20)
    standby: Standby
    reason: str = Field(min_length=2, max_length=200)


@router.post("/api/dispatch/incidents/{incident_id}/waves", status_code=201)
async def post_wave(incident_id: UUID, body: WaveBody, desk: DeskDep, principal: DutyDesk) -> WaveReply:
    """增援波次: a further wave, nearest first, as far out as level and right allow; owners of the crews are told."""
    ask = WaveAsk(count=body.count, reach=body.reach, forces=tuple(body.forces), standby=body.standby)
    hall = desk.hall
    watch = hall.find(CoverageWatch)
    ranking = await rank_crews(hall.db, hall.need(RoadClient), principal, incident_id, watch, ask)
    command = SendWave(incident_id=incident_id, ranking=ranking, ask=ask, reason=body.reason)
    return await desk.run(principal, send_wave, command)


@router.post("/api/dispatch/notices/{notice_id}/seen")
async def post_seen(notice_id: UUID, desk: DeskDep, principal: DutyDesk) -> NoticeReply:
    """已知悉: a desk has seen who took its crew."""
    return await desk.run(principal, see_notice, SeeNotice(notice_id=notice_id))
