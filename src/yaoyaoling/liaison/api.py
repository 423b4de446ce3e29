"""Routes of work orders and of the desks they go to."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.liaison import store
from yaoyaoling.liaison.commands import HOURS, MoveOrder, NoteOrder, PutDesk, RevealNumber, SendOrder, UrgeOrder
from yaoyaoling.liaison.desks import PartnerDesk, list_fitting, matter_of
from yaoyaoling.liaison.directory import PartnerService, list_services
from yaoyaoling.liaison.feed import WORK_ORDER, order_fields
from yaoyaoling.liaison.handlers.move_order import SENDERS, move_order
from yaoyaoling.liaison.handlers.note_order import note_order
from yaoyaoling.liaison.handlers.put_desk import PartnerDeskReply, put_desk
from yaoyaoling.liaison.handlers.reveal_number import CallerNumber, reveal_number
from yaoyaoling.liaison.handlers.send_order import WorkOrderReply, send_order
from yaoyaoling.liaison.handlers.urge_order import urge_order
from yaoyaoling.liaison.policy import Urgency
from yaoyaoling.liaison.states import WorkOrderSignal
from yaoyaoling.platform.feeds.contract import shape
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["liaison"])
Sender = Annotated[Principal, allow(*SENDERS)]
Either = Annotated[Principal, allow(Role.PARTNER, *SENDERS)]
Reader = Annotated[Principal, allow(*sorted(WORK_ORDER.roles))]
Asker = Annotated[Principal, allow(*sorted(WORK_ORDER.roles), Role.ADMIN)]
Administrator = Annotated[Principal, allow(Role.ADMIN)]
Step = Literal["accept", "return", "resend", "keep", "withdraw", "finish", "reopen"]
_MOST = 200


class WorkOrderBody(Value):
    """What is asked of which desk, about one incident or one contact. with_number: the partner may ring the caller."""

    incident_id: UUID | None = None
    contact_id: UUID | None = None
    desk_code: str = Field(pattern=r"^\d{12}$")
    asked: str = Field(min_length=2, max_length=1000)
    urgency: Urgency = "normal"
    with_number: bool = True


class WorkOrderStep(Value):
    """A step. text: why, or what was done; desk_code: whom it is sent to anew."""

    signal: Step
    text: str = Field(default="", max_length=2000)
    desk_code: str | None = Field(default=None, pattern=r"^\d{12}$")
    expected_version: int | None = None


class WorkOrderProgress(Value):
    """How it goes."""

    text: str = Field(min_length=2, max_length=2000)


class WorkOrderPurpose(Value):
    """For what the number is looked at."""

    purpose: str = Field(min_length=4, max_length=200)


class PartnerDeskBody(Value):
    """A partner's desk. hours_from, hours_to: HH:MM; none: day and night."""

    service: str = Field(min_length=2, max_length=40)
    telephone: str = Field(default="", max_length=40)
    hours_from: str | None = Field(default=None, pattern=HOURS)
    hours_to: str | None = Field(default=None, pattern=HOURS)
    is_active: bool = True


class WorkOrderView(Value):
    """A work order as this viewer may see it; `v`: its version."""

    id: UUID
    v: int
    data: dict[str, Any]


@router.get("/api/liaison/services")
async def get_services(_: Asker) -> list[PartnerService]:
    """What partners do, with the times they have for it."""
    return list(list_services())


@router.get("/api/liaison/desks")
async def get_desks(
    hall: HallDep,
    principal: Sender,
    incident_id: UUID | None = None,
    contact_id: UUID | None = None,
    service: Annotated[str | None, Query(max_length=40)] = None,
) -> list[PartnerDesk]:
    """Desks that serve the place of an incident or contact: what its words ask for first, the nearest area first."""
    async with hall.db.snapshot(principal) as tx:
        return await list_fitting(tx, await matter_of(tx, incident_id, contact_id), service)


@router.put("/api/liaison/desks/{org_code}")
async def put_partner_desk(
    org_code: str, body: PartnerDeskBody, desk: DeskDep, principal: Administrator
) -> PartnerDeskReply:
    """Let a partner organisation have a desk, or change it."""
    return await desk.run(principal, put_desk, PutDesk(org_code=org_code, **body.model_dump()))


@router.get("/api/liaison/orders")
async def get_orders(
    hall: HallDep,
    principal: Reader,
    state: Literal["open", "ended", "all"] = "open",
    incident_id: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 100,
) -> list[WorkOrderView]:
    """Work orders in sight, the newest first."""
    async with hall.db.snapshot(principal) as tx:
        rows = await tx.fetch(
            f"{store.SELECT_ORDER} where ($1 = 'all' or (ended_at is null) = ($1 = 'open'))"
            " and ($2::uuid is null or incident_id = $2) order by sent_at desc, id limit $3",
            state,
            incident_id,
            limit,
        )
    orders = [store.order_of(row) for row in rows]
    return [
        WorkOrderView(id=one.id, v=one.version, data=shape(WORK_ORDER, order_fields(one), principal.roles))
        for one in orders
    ]


@router.post("/api/liaison/orders", status_code=201)
async def post_order(body: WorkOrderBody, desk: DeskDep, principal: Sender) -> WorkOrderReply:
    """Ask a desk for help; from now on the order has an owner and a clock."""
    return await desk.run(principal, send_order, SendOrder(**body.model_dump()))


@router.post("/api/liaison/orders/{work_order_id}/moves")
async def post_move(work_order_id: UUID, body: WorkOrderStep, desk: DeskDep, principal: Either) -> WorkOrderReply:
    """The desk accepts, returns or finishes; the sender sends it on, keeps, withdraws or re-opens it."""
    command = MoveOrder(
        work_order_id=work_order_id,
        signal=WorkOrderSignal(body.signal),
        text=body.text,
        desk_code=body.desk_code,
        expected_version=body.expected_version,
    )
    return await desk.run(principal, move_order, command)


@router.post("/api/liaison/orders/{work_order_id}/urge")
async def post_urge(work_order_id: UUID, desk: DeskDep, principal: Sender) -> WorkOrderReply:
    """Urge the desk."""
    return await desk.run(principal, urge_order, UrgeOrder(work_order_id=work_order_id))


@router.post("/api/liaison/orders/{work_order_id}/notes", status_code=201)
async def post_progress(
    work_order_id: UUID, body: WorkOrderProgress, desk: DeskDep, principal: Either
) -> WorkOrderReply:
    """Say how it goes; both sides read it."""
    return await desk.run(principal, note_order, NoteOrder(work_order_id=work_order_id, text=body.text))


@router.post("/api/liaison/orders/{work_order_id}/number")
async def post_number(work_order_id: UUID, body: WorkOrderPurpose, desk: DeskDep, principal: Either) -> CallerNumber:
    """The caller's number; who looked at it, and for what, is recorded."""
    command = RevealNumber(work_order_id=work_order_id, purpose=body.purpose)
    return await desk.run(principal, reveal_number, command)
