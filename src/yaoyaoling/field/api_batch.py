"""The route of gateways that send for thousands of devices; the position process may open a door with it alone."""

from typing import Annotated

from fastapi import APIRouter, Request

from yaoyaoling.force.public import BATCH_BODY, BatchReply, BatchTaker, take_batch
from yaoyaoling.platform.http.deps import HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["field"])


@router.post("/api/field/positions/batch", openapi_extra=BATCH_BODY)
async def post_batch(
    request: Request, hall: HallDep, principal: Annotated[Principal, allow(Role.OFFICER, Role.TERMINAL)]
) -> BatchReply:
    """Many positions as records of 40 bytes (`docs/api/positions.md`): what a gateway of thousands of devices sends."""
    source = None if Role.TERMINAL in principal.roles else principal.crew_id
    body = await request.body()
    taker = hall.find(BatchTaker)
    return await take_batch(hall.bus, body, source) if taker is None else taker.take_body(body, source)
