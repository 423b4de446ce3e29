"""Routes of the officer's terminal and of vehicle gateways."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter
from pydantic import AwareDatetime, Field

from yaoyaoling.dispatch.public import (
    AcceptOrder,
    AdvanceOrder,
    OrderReply,
    RefuseOrder,
    accept_order,
    advance_own_order,
    refuse_order,
)
from yaoyaoling.evidence.public import MediaFiles
from yaoyaoling.field.commands import ReportPositions, SubmitFeedback
from yaoyaoling.field.events import Outcome
from yaoyaoling.field.handlers.report_positions import PositionsReply, report_positions
from yaoyaoling.field.handlers.submit_feedback import FeedbackReply, submit_feedback
from yaoyaoling.force.public import Fix
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import StatedPosition
from yaoyaoling.kernel.refused import NotAllowed
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role, system

router = APIRouter(tags=["field"])
Officer = Annotated[Principal, allow(Role.OFFICER)]


class RefuseBody(Value):
    """Why the crew cannot go."""

    reason: str = Field(min_length=2, max_length=200)


class FeedbackBody(Value):
    """What was found and done. photos: upload ids from `POST /api/evidence/uploads`."""

    outcome: Outcome
    text: str = Field(min_length=2, max_length=8000)
    photos: tuple[UUID, ...] = Field(default=(), max_length=9)


class FixBody(StatedPosition):
    """Where a crew is. `datum` is named, never guessed; crew_id only from vehicle gateways."""

    at: AwareDatetime | None = None
    heading: float | None = Field(default=None, ge=0, le=360, allow_inf_nan=False)
    speed_kmh: float | None = Field(default=None, ge=0, le=400, allow_inf_nan=False)
    accuracy_m: float | None = Field(default=None, ge=0, le=100_000, allow_inf_nan=False)
    crew_id: UUID | None = None


class PositionsBody(Value):
    """One or many fixes."""

    fixes: tuple[FixBody, ...] = Field(min_length=1, max_length=5000)


@router.post("/api/field/orders/{order_id}/accept")
async def post_accept(order_id: UUID, desk: DeskDep, principal: Officer) -> OrderReply:
    """签收: the crew takes the order."""
    return await desk.run(principal, accept_order, AcceptOrder(order_id=order_id))


@router.post("/api/field/orders/{order_id}/refuse")
async def post_refuse(order_id: UUID, body: RefuseBody, desk: DeskDep, principal: Officer) -> OrderReply:
    """The crew cannot; the next one is rung at once."""
    return await desk.run(principal, refuse_order, RefuseOrder(order_id=order_id, reason=body.reason))


@router.post("/api/field/orders/{order_id}/depart")
async def post_depart(order_id: UUID, desk: DeskDep, principal: Officer) -> OrderReply:
    """出发."""
    return await desk.run(principal, advance_own_order, AdvanceOrder(order_id=order_id, to="depart"))


@router.post("/api/field/orders/{order_id}/arrive")
async def post_arrive(order_id: UUID, desk: DeskDep, principal: Officer) -> OrderReply:
    """到场."""
    return await desk.run(principal, advance_own_order, AdvanceOrder(order_id=order_id, to="arrive"))


@router.post("/api/field/orders/{order_id}/feedback", status_code=201)
async def post_feedback(order_id: UUID, body: FeedbackBody, desk: DeskDep, principal: Officer) -> FeedbackReply:
    """反馈: what was found and done, with photos."""
    files = desk.hall.need(MediaFiles)
    uploads = tuple(files.find_upload(photo) for photo in body.photos)
    command = SubmitFeedback(order_id=order_id, outcome=body.outcome, text=body.text, uploads=uploads)
    return await desk.run(principal, submit_feedback, command)


@router.post("/api/field/positions")
async def post_positions(
    body: PositionsBody, hall: HallDep, principal: Annotated[Principal, allow(Role.OFFICER, Role.TERMINAL)]
) -> PositionsReply:
    """Positions of the own crew (officer) or of many crews (vehicle gateway). No idempotency key: the newest counts."""
    fixes = tuple(_fix(fix, principal, hall) for fix in body.fixes)
    # The gateway sees no incidents, yet its fixes tell arrivals: the program does that in its own name.
    actor = system("gateway") if Role.TERMINAL in principal.roles else principal
    reply = await execute(hall.db, actor, report_positions, ReportPositions(fixes=fixes))
    await hall.bus.tell("positions", orjson.dumps([_on_map(fix) for fix in fixes]))
    return reply


def _fix(body: FixBody, principal: Principal, hall: Hall) -> Fix:
    crew_id = body.crew_id if Role.TERMINAL in principal.roles else principal.crew_id
    if crew_id is None or (body.crew_id is not None and body.crew_id != crew_id):
        raise NotAllowed
    at: datetime = body.at or hall.db.clock.now()
    return Fix(
        crew_id=crew_id,
        point=body.point(),
        at=at,
        heading=body.heading,
        speed_kmh=body.speed_kmh,
        accuracy_m=body.accuracy_m,
    )


def _on_map(fix: Fix) -> list[object]:
    return [str(fix.crew_id), fix.point.lon, fix.point.lat, fix.heading, fix.speed_kmh, fix.at.timestamp()]
