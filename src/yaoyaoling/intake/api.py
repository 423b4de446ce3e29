"""Routes of the seats: sit down, take, open an incident, settle."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from yaoyaoling.incidents.public import owner_of
from yaoyaoling.intake import store
from yaoyaoling.intake.commands import (
    DeclineContact,
    Disposition,
    HoldContact,
    LinkContact,
    MoveSeat,
    NoteAnswers,
    OpenFromContact,
    PauseReason,
    ResumeContact,
    SettleContact,
    TakeContact,
    UnlinkContact,
    UntieContact,
)
from yaoyaoling.intake.feed import contact_fields
from yaoyaoling.intake.handlers.finish import (
    FinishSeat,
    finish_seat,
    link_contact,
    open_from_contact,
    settle_contact,
)
from yaoyaoling.intake.handlers.hold import hold_contact, resume_contact
from yaoyaoling.intake.handlers.look_earlier import LookEarlier, look_earlier
from yaoyaoling.intake.handlers.note_answers import note_answers
from yaoyaoling.intake.handlers.redial import untie_contact
from yaoyaoling.intake.handlers.seats import Heartbeat, SeatReply, hear_seat, move_own_seat
from yaoyaoling.intake.handlers.take import ContactReply, decline_contact, take_contact
from yaoyaoling.intake.handlers.unlink import unlink_contact
from yaoyaoling.intake.repeats import Ask, Repeats, find_repeats
from yaoyaoling.intake.same import SameAsk, SameReply, find_same
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import StatedPosition
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role
from yaoyaoling.triage.public import Answer

router = APIRouter(tags=["intake"])
CallTaker = Annotated[Principal, allow(Role.CALL_TAKER)]


class SeatBody(Value):
    """Where the seat goes. takes_calls: whether callers who speak ring here; they do unless told."""

    to: Literal["ready", "paused", "off"]
    reason: PauseReason | None = None
    takes_calls: bool | None = None


class OpenPlace(StatedPosition):
    """The standard address as text, and its coordinates with their datum."""

    text: str = Field(min_length=1, max_length=300)


class OpenBody(Value):
    """Class from the code table, place, words."""

    class_code: str = Field(pattern=r"^\d{2,6}$")
    level: int | None = Field(default=None, ge=1, le=4)
    place: OpenPlace
    narrative: str = Field(default="", max_length=8000)
    reporter_name: str | None = Field(default=None, max_length=40)
    reporter_phone: str | None = Field(default=None, max_length=24)
    is_unsafe_to_contact: bool = False
    answers: tuple[Answer, ...] = Field(default=(), max_length=40)
    expected_version: int | None = None
    is_no_test: bool = False


class SettleBody(Value):
    """How the contact ended without an incident. hang_up: end its call too; otherwise it goes on."""

    disposition: Disposition
    note: str = Field(default="", max_length=1000)
    hang_up: bool = False


class LinkBody(Value):
    """The incident it belongs to, and what the call-taker wrote of the contact."""

    incident_id: UUID
    said: str = Field(default="", max_length=8000)


class RepeatsBody(Value):
    """Contacts to look back from."""

    asks: tuple[Ask, ...] = Field(min_length=1, max_length=60)


class AnswersBody(Value):
    """All answers, as they stand now."""

    answers: tuple[Answer, ...] = Field(max_length=40)


class ContactView(Value):
    """A contact as its call-taker sees it; `v`: its version."""

    id: UUID
    v: int
    data: dict[str, Any]


@router.post("/api/intake/seat")
async def post_seat(body: SeatBody, desk: DeskDep, principal: CallTaker) -> SeatReply:
    """Go ready, pause or leave."""
    return await desk.run(principal, move_own_seat, MoveSeat(**body.model_dump(exclude_none=True)))


@router.post("/api/intake/seat/heartbeat")
async def post_heartbeat(hall: HallDep, principal: CallTaker) -> SeatReply:
    """The console lives; a seat that is not heard for long is lost and its contact goes back to the queue."""
    return await execute(hall.db, principal, hear_seat, Heartbeat())


@router.post("/api/intake/seat/finish")
async def post_finish(desk: DeskDep, principal: CallTaker) -> SeatReply:
    """Done with the contact in hand; free for the next."""
    return await desk.run(principal, finish_seat, FinishSeat())


@router.post("/api/intake/repeats")
async def post_repeats(body: RepeatsBody, hall: HallDep, principal: CallTaker) -> list[Repeats]:
    """How many came before each contact asked about, and the newest of them, for the marks of the queue. Changes
    nothing; numbers go in the body because addresses of requests are logged."""
    async with hall.db.snapshot(principal) as tx:
        return [await find_repeats(tx, ask, shown=1) for ask in body.asks]


@router.post("/api/intake/earlier")
async def post_earlier(body: Ask, desk: DeskDep, principal: CallTaker) -> Repeats:
    """The same of one contact, whole: each look is written down."""
    return await desk.run(principal, look_earlier, LookEarlier(ask=body))


@router.post("/api/intake/same")
async def post_same(body: SameAsk, hall: HallDep, principal: CallTaker) -> SameReply:
    """Open incidents the contact may be about, with score and reasons, while its words are typed. Changes nothing."""
    async with hall.db.snapshot(principal) as tx:
        return await find_same(tx, body)


@router.post("/api/intake/incidents/{incident_id}/answers", status_code=204)
async def post_answers(incident_id: UUID, body: AnswersBody, desk: DeskDep, principal: CallTaker) -> None:
    """Write down what was answered to the question card."""
    await desk.run(principal, note_answers, NoteAnswers(incident_id=incident_id, answers=body.answers))


@router.post("/api/intake/contacts/{contact_id}/hold")
async def post_hold(contact_id: UUID, desk: DeskDep, principal: CallTaker) -> ContactReply:
    """保持: it stays the seat's, the hand is free for another."""
    return await desk.run(principal, hold_contact, HoldContact(contact_id=contact_id))


@router.post("/api/intake/contacts/{contact_id}/resume")
async def post_resume(contact_id: UUID, desk: DeskDep, principal: CallTaker) -> ContactReply:
    """Take a held contact back; what is in hand is held instead."""
    return await desk.run(principal, resume_contact, ResumeContact(contact_id=contact_id))


@router.get("/api/intake/contacts/{contact_id}")
async def get_contact(contact_id: UUID, hall: HallDep, principal: CallTaker) -> ContactView:
    """One contact."""
    async with hall.db.snapshot(principal) as tx:
        contact = await store.get_contact(tx, contact_id)
    return ContactView(id=contact.id, v=contact.version, data=contact_fields(contact))


@router.post("/api/intake/contacts/{contact_id}/take")
async def post_take(contact_id: UUID, desk: DeskDep, principal: CallTaker) -> ContactReply:
    """Answer it; one person has it then."""
    return await desk.run(principal, take_contact, TakeContact(contact_id=contact_id))


@router.post("/api/intake/contacts/{contact_id}/decline")
async def post_decline(contact_id: UUID, desk: DeskDep, principal: CallTaker) -> ContactReply:
    """Let the next seat have it."""
    return await desk.run(principal, decline_contact, DeclineContact(contact_id=contact_id))


@router.post("/api/intake/contacts/{contact_id}/incident", status_code=201)
async def post_incident(contact_id: UUID, body: OpenBody, desk: DeskDep, principal: CallTaker) -> ContactReply:
    """立警: open an incident from the contact in hand."""
    point = body.place.point()
    async with desk.hall.db.snapshot(principal) as tx:
        owner = await owner_of(tx, point)
    command = OpenFromContact(
        contact_id=contact_id,
        place_text=body.place.text,
        point=point,
        owner=owner,
        **body.model_dump(exclude={"place"}),
    )
    return await desk.run(principal, open_from_contact, command)


@router.post("/api/intake/contacts/{contact_id}/settle")
async def post_settle(contact_id: UUID, body: SettleBody, desk: DeskDep, principal: CallTaker) -> ContactReply:
    """End it without an incident."""
    command = SettleContact(contact_id=contact_id, **body.model_dump())
    return await desk.run(principal, settle_contact, command)


@router.post("/api/intake/contacts/{contact_id}/link")
async def post_link(contact_id: UUID, body: LinkBody, desk: DeskDep, principal: CallTaker) -> ContactReply:
    """Tie it to an incident that is open already."""
    command = LinkContact(contact_id=contact_id, **body.model_dump())
    return await desk.run(principal, link_contact, command)


@router.post("/api/intake/contacts/{contact_id}/unlink")
async def post_unlink(contact_id: UUID, desk: DeskDep, principal: CallTaker) -> ContactReply:
    """撤销并入: it is not about that incident after all; it is back in hand as it was."""
    return await desk.run(principal, unlink_contact, UnlinkContact(contact_id=contact_id))


@router.post("/api/intake/contacts/{contact_id}/untie")
async def post_untie(contact_id: UUID, desk: DeskDep, principal: CallTaker) -> ContactReply:
    """It does not belong to the earlier contact of its number after all."""
    return await desk.run(principal, untie_contact, UntieContact(contact_id=contact_id))
