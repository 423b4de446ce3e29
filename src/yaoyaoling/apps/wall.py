"""The wall's figures: each room counts its own rows, side by side in one moment; the page joins them with the feed."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from yaoyaoling.dispatch.public import ResponseFigures, TimedOrder, list_timed_orders, responses_since
from yaoyaoling.incidents.public import IncidentFigures, incidents_since
from yaoyaoling.intake.public import (
    AnsweringFigures,
    LateContact,
    answering_since,
    clocks_of_hall,
    list_late_contacts,
)
from yaoyaoling.kernel.clock import midnight
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.http.deps import HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["wall"])
_HALL = (Role.CALL_TAKER, Role.COMMANDER)
Viewer = Annotated[Principal, allow(*_HALL, Role.COUNTY_DESK, Role.STATION_DESK)]
HallViewer = Annotated[Principal, allow(*_HALL)]
Many = Annotated[int, Query(ge=1, le=500)]


class WallFigures(Value):
    """What cannot be counted from the feed. since: 00:00 Asia/Shanghai. answering None: not this viewer's to see."""

    since: datetime
    at: datetime
    answer_target_s: float
    answering: AnsweringFigures | None
    incidents: list[IncidentFigures]
    responses: list[ResponseFigures]


@router.get("/api/wall")
async def get_wall(hall: HallDep, principal: Viewer) -> WallFigures:
    """Today's figures as far as the viewer sees the rows they count."""
    async with hall.db.snapshot(principal) as tx:
        since = midnight(tx.now)
        target_s = (await clocks_of_hall(tx)).answer_target_s
        return WallFigures(
            since=since,
            at=tx.now,
            answer_target_s=target_s,
            answering=await answering_since(tx, since, target_s) if principal.holds(_HALL) else None,
            incidents=await incidents_since(tx, since),
            responses=await responses_since(tx, since),
        )


@router.get("/api/wall/contacts")
async def get_late_contacts(hall: HallDep, principal: HallViewer, limit: Many = 200) -> list[LateContact]:
    """Today's contacts that were not answered in time, the slowest first."""
    async with hall.db.snapshot(principal) as tx:
        target_s = (await clocks_of_hall(tx)).answer_target_s
        return await list_late_contacts(tx, midnight(tx.now), target_s, limit)


@router.get("/api/wall/orders")
async def get_timed_orders(hall: HallDep, principal: Viewer, limit: Many = 200) -> list[TimedOrder]:
    """Today's orders with the seconds to acceptance and arrival, newest first."""
    async with hall.db.snapshot(principal) as tx:
        return await list_timed_orders(tx, midnight(tx.now), limit)
