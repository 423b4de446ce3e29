"""Routes of calls over our line: who joins, who hears what, who leaves."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.feeds.contract import shape
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role
from yaoyaoling.telephony import store
from yaoyaoling.telephony.commands import (
    NUMBER,
    AskKey,
    AskLeg,
    Attended,
    CallBack,
    EndCall,
    EndLeg,
    Mode,
    SendDigits,
    SetMode,
    TagNumber,
    UntagNumber,
)
from yaoyaoling.telephony.feed import CALL, call_fields
from yaoyaoling.telephony.handlers.ask_leg import LegReply, ask_leg, call_back
from yaoyaoling.telephony.handlers.end import DESKS, CallReply, end_call, end_leg
from yaoyaoling.telephony.handlers.keys import KeyReply, ask_key, send_digits
from yaoyaoling.telephony.handlers.set_mode import set_mode
from yaoyaoling.telephony.handlers.tag_number import TagsReply, tag_number, untag_number
from yaoyaoling.telephony.queries import find_live
from yaoyaoling.telephony.settings import SETTINGS, Partner

router = APIRouter(tags=["telephony"])
Desk = Annotated[Principal, allow(*DESKS)]
Party = Annotated[Principal, allow(*DESKS, Role.OFFICER)]
CallTaker = Annotated[Principal, allow(Role.CALL_TAKER)]
Watcher = Annotated[Principal, allow(*DESKS, Role.OFFICER, Role.INSPECTOR)]


class LegBody(Value):
    """Whom to call into it: a partner by its id, a number, or the actor's own line. attended: of a hand-over.

    order_id: an officer who was called into this call before is called again; for the first time it is done by the
    order (`/api/dispatch/orders/{order_id}/call`). person_id: whom screens show there; the order says who it is.
    """

    kind: Literal["seat", "officer", "partner"] = "partner"
    partner_id: str | None = Field(default=None, max_length=40)
    number: str | None = Field(default=None, pattern=NUMBER)
    display: str | None = Field(default=None, max_length=60)
    order_id: UUID | None = None
    person_id: UUID | None = None
    mode: Mode = "open"
    attended: Attended | None = None


class ModeBody(Value):
    """What the leg shall hear and say."""

    mode: Mode


class DigitsBody(Value):
    """Keys to play."""

    digits: str = Field(pattern=r"^[0-9*#A-D]{1,20}$")


class CallBackBody(Value):
    """is_safe: the person has seen that the caller may be hiding, and rings all the same."""

    is_safe: bool = False


class TagBody(Value):
    """Why the number is marked, and for how many days."""

    why: str = Field(min_length=2, max_length=200)
    days: int = Field(default=7, ge=1, le=90)


class UntagBody(Value):
    """Why the mark is taken away."""

    why: str = Field(min_length=2, max_length=200)


class CallView(Value):
    """A call as the feed shows it; `v`: its version."""

    id: UUID
    v: int
    data: dict[str, Any]


@router.get("/api/telephony/partners")
async def get_partners(
    _: Annotated[Principal, allow(*DESKS, Role.OFFICER, Role.INSPECTOR, Role.ADMIN)],
) -> list[Partner]:
    """Whom callers may be handed over to; administrators see what is set (`YYL_TELEPHONY_PARTNERS`)."""
    return list(SETTINGS.list_partners())


@router.get("/api/telephony/calls/{call_id}")
async def get_call(call_id: UUID, hall: HallDep, principal: Watcher) -> CallView:
    """One call with its legs."""
    async with hall.db.snapshot(principal) as tx:
        found = await find_live(tx, call_id)
    if found is None:
        raise NotFound
    data = shape(CALL, call_fields(found.call, found.legs), principal.roles)
    return CallView(id=call_id, v=found.call.version, data=data)


@router.post("/api/telephony/calls/{call_id}/legs", status_code=201)
async def post_leg(call_id: UUID, body: LegBody, desk: DeskDep, principal: Desk) -> LegReply:
    """Have somebody join: 12345 or another partner, a number, an officer again, the own line.

    `blind` lets the own seat leave at once.
    """
    fields = body.model_dump()
    if body.kind == "seat":
        # Whoever comes into a call as a seat comes in person.
        fields |= {"person_id": principal.account_id, "display": principal.name, "number": None, "order_id": None}
    elif body.kind == "officer":
        fields |= {"person_id": None, "number": None, "partner_id": None}
    else:
        fields |= {"person_id": None, "order_id": None}
    return await desk.run(principal, ask_leg, AskLeg(call_id=call_id, **fields))


@router.delete("/api/telephony/calls/{call_id}/legs/{leg_id}", status_code=204)
async def delete_leg(call_id: UUID, leg_id: UUID, desk: DeskDep, principal: Party) -> None:
    """Take a party out, or stop calling it; the others go on. An officer: the own one."""
    await _check_leg(desk, principal, call_id, leg_id)
    await desk.run(principal, end_leg, EndLeg(leg_id=leg_id))


@router.post("/api/telephony/calls/{call_id}/legs/{leg_id}/mode")
async def post_mode(call_id: UUID, leg_id: UUID, body: ModeBody, desk: DeskDep, principal: Party) -> LegReply:
    """Mute, hold, whisper, open."""
    await _check_leg(desk, principal, call_id, leg_id)
    return await desk.run(principal, set_mode, SetMode(leg_id=leg_id, mode=body.mode))


@router.post("/api/telephony/calls/{call_id}/end")
async def post_end(call_id: UUID, desk: DeskDep, principal: Desk) -> CallReply:
    """Hang up, for everybody."""
    return await desk.run(principal, end_call, EndCall(call_id=call_id))


@router.post("/api/telephony/calls/{call_id}/digits")
async def post_digits(call_id: UUID, body: DigitsBody, desk: DeskDep, principal: Desk) -> CallReply:
    """Play keys into the call."""
    return await desk.run(principal, send_digits, SendDigits(call_id=call_id, digits=body.digits))


@router.post("/api/telephony/calls/{call_id}/ask-key")
async def post_ask_key(call_id: UUID, desk: DeskDep, principal: CallTaker) -> KeyReply:
    """Ask a silent caller to press 1 if help is wanted; once, and never twice."""
    return await desk.run(principal, ask_key, AskKey(call_id=call_id))


@router.post("/api/telephony/calls/{call_id}/call-back", status_code=201)
async def post_call_back(call_id: UUID, body: CallBackBody, desk: DeskDep, principal: CallTaker) -> LegReply:
    """Ring the caller back in the same call. Whoever hung up before an answer may be hiding: say that it is safe."""
    return await desk.run(principal, call_back, CallBack(call_id=call_id, is_safe=body.is_safe))


@router.post("/api/telephony/calls/{call_id}/tag")
async def post_tag(call_id: UUID, body: TagBody, desk: DeskDep, principal: CallTaker) -> TagsReply:
    """Mark the number as one of junk calls, for a while: it waits behind others and is never refused."""
    return await desk.run(principal, tag_number, TagNumber(call_id=call_id, why=body.why, days=body.days))


@router.post("/api/telephony/calls/{call_id}/untag")
async def post_untag(call_id: UUID, body: UntagBody, desk: DeskDep, principal: CallTaker) -> TagsReply:
    """Take the mark away."""
    return await desk.run(principal, untag_number, UntagNumber(call_id=call_id, why=body.why))


async def _check_leg(desk: DeskDep, principal: Principal, call_id: UUID, leg_id: UUID) -> None:
    """A leg is asked about under its call's address. Raises: NotFound."""
    async with desk.hall.db.snapshot(principal) as tx:
        if all(leg.id != leg_id for leg in await store.list_legs(tx, [call_id])):
            raise NotFound
