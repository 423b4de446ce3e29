"""Route of the surge: the proposal for all that wait. What is accepted is sent by the ordinary route of orders."""

from typing import Annotated

from fastapi import APIRouter

from yaoyaoling.dispatch.coverage import CoverageWatch
from yaoyaoling.dispatch.surge import SurgeView, propose_surge
from yaoyaoling.platform.http.deps import HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["dispatch"])
Commander = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK)]


@router.get("/api/dispatch/surge")
async def get_surge(hall: HallDep, principal: Commander) -> SurgeView:
    """集中派警: when many incidents wait, which crew to which, all weighed at once; compared with one by one."""
    return await propose_surge(hall.db, hall.bus, principal, hall.find(CoverageWatch))
