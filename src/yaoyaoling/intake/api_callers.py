"""The route of repeat callers with an owner."""

from typing import Annotated

from fastapi import APIRouter

from yaoyaoling.intake.callers import RepeatCaller, list_repeat_callers
from yaoyaoling.platform.http.deps import HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["intake"])
Owner = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]


@router.get("/api/intake/repeat-callers")
async def get_repeat_callers(hall: HallDep, principal: Owner) -> list[RepeatCaller]:
    """Numbers on the lists, masked, with contacts a week since somebody looks after them, and whether they fall."""
    async with hall.db.snapshot(principal) as tx:
        return await list_repeat_callers(tx)
