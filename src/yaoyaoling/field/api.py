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
from yaoyaoling.field.commands import (
    AcknowledgePanic,
    AnswerHelp,
    AskForHelp,
    EndPanic,
    RaisePanic,
    ReportPositions,
    SubmitFeedback,
    WithdrawHelp,
)
from yaoyaoling.field.events import HelpAnswer, HelpReason, Outcome
from yaoyaoling.field.handlers.help import HelpReply, answer_help, ask_for_help, withdraw_help
from yaoyaoling.field.handlers.look_here import Here, LookHere, look_here
from yaoyaoling.field.handlers.panic import PanicReply, acknowledge_panic, end_panic, raise_panic
from yaoyaoling.field.handlers.report_positions import PositionsReply, report_positions
from yaoyaoling.field.handlers.submit_feedback import FeedbackReply, submit_feedback
from yaoyaoling.field.warnings import Warnings, find_warnings
from yaoyaoling.force.public import Fix, Verdict, take_positions
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import StatedPosition
from yaoyaoling.kernel.refused import NotAllowed
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.feeds.positions import UNCHECKED_TOPIC
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role, system

router = APIRouter(tags=["field"])
Officer = Annotated[Principal, allow(Role.OFFICER)]
Looker = Annotated[Principal, allow(Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK)]
Desker = Annotated[Principal, allow(Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]


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


class PanicBody(Value):
    """Where the phone is and what the crew is at, both if known. pressed_at: by the phone's clock."""

    order_id: UUID | None = None
    position: StatedPosition | None = None
    accuracy_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    is_officer_down: bool = False
    pressed_at: AwareDatetime | None = None


class NoteBody(Value):
    """In a few words."""

    note: str = Field(min_length=2, max_length=300)


class HelpBody(Value):
    """Why more are needed."""

    reasons: tuple[HelpReason, ...] = Field(min_length=1, max_length=8)


class HelpAnswerBody(Value):
    """What is done about it."""

    answer: HelpAnswer
    note: str | None = Field(default=None, max_length=300)


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


@router.get("/api/field/orders/{order_id}/warnings")
async def get_warnings(order_id: UUID, hall: HallDep, principal: Officer) -> Warnings:
    """What the crew should know before it gets out."""
    return await find_warnings(hall.db, principal, order_id)


@router.post("/api/field/here")
async def post_here(body: LookHere, desk: DeskDep, principal: Looker) -> Here:
    """Hazards that stand at a place, and dangers of earlier incidents there; each look is written down."""
    return await desk.run(principal, look_here, body)


@router.post("/api/field/panic", status_code=201)
async def post_panic(body: PanicBody, desk: DeskDep, principal: Officer) -> PanicReply:
    """紧急求助: an alarm at the hall and at every desk above the crew."""
    command = RaisePanic(
        point=None if body.position is None else body.position.point(), **body.model_dump(exclude={"position"})
    )
    return await desk.run(principal, raise_panic, command)


@router.post("/api/field/panics/{panic_id}/acknowledge")
async def post_acknowledge(panic_id: UUID, desk: DeskDep, principal: Desker) -> PanicReply:
    """A person has it."""
    return await desk.run(principal, acknowledge_panic, AcknowledgePanic(panic_id=panic_id))


@router.post("/api/field/panics/{panic_id}/end")
async def post_end(panic_id: UUID, body: NoteBody, desk: DeskDep, principal: Desker) -> PanicReply:
    """The danger is over."""
    return await desk.run(principal, end_panic, EndPanic(panic_id=panic_id, note=body.note))


@router.post("/api/field/orders/{order_id}/help", status_code=201)
async def post_help(order_id: UUID, body: HelpBody, desk: DeskDep, principal: Officer) -> HelpReply:
    """请求增援."""
    return await desk.run(principal, ask_for_help, AskForHelp(order_id=order_id, reasons=body.reasons))


@router.post("/api/field/help/{help_id}/withdraw")
async def post_withdraw(help_id: UUID, desk: DeskDep, principal: Officer) -> HelpReply:
    """The crew needs no more."""
    return await desk.run(principal, withdraw_help, WithdrawHelp(help_id=help_id))


@router.post("/api/field/help/{help_id}/answer")
async def post_answer(help_id: UUID, body: HelpAnswerBody, desk: DeskDep, principal: Desker) -> HelpReply:
    """What a desk does about it; an order to another crew answers by itself."""
    return await desk.run(principal, answer_help, AnswerHelp(help_id=help_id, **body.model_dump()))


@router.post("/api/field/positions")
async def post_positions(
    body: PositionsBody, hall: HallDep, principal: Annotated[Principal, allow(Role.OFFICER, Role.TERMINAL)]
) -> PositionsReply:
    """Positions of the own crew (officer) or of many crews (vehicle gateway). No idempotency key: the newest counts."""
    fixes = tuple(_fix(fix, principal, hall) for fix in body.fixes)
    # The gateway sees no incidents, yet its fixes tell arrivals: the program does that in its own name.
    is_gateway = Role.TERMINAL in principal.roles
    actor = system("gateway") if is_gateway else principal
    verdicts = await take_positions(hall.bus, fixes, None if is_gateway else principal.crew_id)
    command = ReportPositions(fixes=fixes) if verdicts is None else ReportPositions(
        fixes=tuple(fix for fix, verdict in zip(fixes, verdicts, strict=True) if verdict is Verdict.KEPT),
        is_held=True,
    )  # fmt: skip
    reply = await execute(hall.db, actor, report_positions, command)
    if verdicts is None:
        await hall.bus.tell(UNCHECKED_TOPIC, orjson.dumps([_on_map(fix) for fix in fixes]))
        return reply
    refused = sum(verdict.is_refused for verdict in verdicts)
    return reply.model_copy(update={"kept": len(fixes) - refused, "refused": refused})


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
    return [str(fix.crew_id), fix.point.lon, fix.point.lat, fix.heading, fix.speed_kmh, fix.at.timestamp(), 0]
