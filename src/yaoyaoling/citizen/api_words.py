"""Routes of what the caller and the hall write to each other."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request
from pydantic import Field, field_validator

from yaoyaoling.channels.public import Language
from yaoyaoling.citizen.follow import read_follow
from yaoyaoling.citizen.handlers.say import NoteSeen, SaidReply, Say, note_seen, say
from yaoyaoling.citizen.handlers.show import ContactOver
from yaoyaoling.citizen.handlers.text_first import TextFirst, text_first
from yaoyaoling.citizen.limits import Limiter
from yaoyaoling.citizen.links import Links
from yaoyaoling.citizen.settings import CitizenSettings
from yaoyaoling.citizen.sides import citizen_of
from yaoyaoling.kernel.contract import Value
from yaoyaoling.places.public import RoadClient
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.http.deps import DeskDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter()
Token = Annotated[str, Path(min_length=20, max_length=80, pattern=r"^[A-Za-z0-9_-]+$")]
Taker = Annotated[Principal, allow(Role.CALL_TAKER, Role.COMMANDER)]
_WORDS = Limiter(CitizenSettings().messages_per_minute)


class SayBody(Value):
    """One message. template: whose words these are, when a key sent them."""

    words: str = Field(min_length=1, max_length=1000)
    template: str | None = Field(default=None, max_length=40)

    @field_validator("words")
    @classmethod
    def _something(cls, value: str) -> str:
        words = value.replace("\x00", "").strip()
        if not words:
            raise ValueError("a message has words")
        return words


@router.post("/api/citizen/contacts/{contact_id}/messages", status_code=201, tags=["citizen"])
async def post_message(contact_id: UUID, body: SayBody, desk: DeskDep, principal: Taker) -> SaidReply:
    """Write to the caller, wherever the caller is: on the page of the link, and by text message when that is not open
    and nothing speaks against it. `seen_at` tells when it was on the screen, the feed's `delivery` what became of a
    text message."""
    command = Say(contact_id=contact_id, words=body.words, is_from_citizen=False, template=body.template)
    return await desk.run(principal, say, command)


@router.post("/api/citizen/contacts/{contact_id}/text-first", status_code=201, tags=["citizen"])
async def post_text_first(contact_id: UUID, desk: DeskDep, principal: Taker, language: Language = "zh") -> SaidReply:
    """Write to who rang and was not answered, before anybody rings back; never to whom that may harm."""
    return await desk.run(principal, text_first, TextFirst(contact_id=contact_id, language=language))


@router.post("/api/citizen/contacts/{contact_id}/messages/seen", status_code=204, tags=["citizen"])
async def post_seen(contact_id: UUID, desk: DeskDep, principal: Taker) -> None:
    """The caller's words are on the seat's screen."""
    await desk.run(principal, note_seen, NoteSeen(contact_id=contact_id, is_by_citizen=False))


@router.post("/api/public/follow/{token}/messages", status_code=201, tags=["public"])
async def post_public_message(token: Token, body: SayBody, request: Request, desk: DeskDep) -> SaidReply:
    """The caller writes."""
    _WORDS.check(request.client.host if request.client else None)
    contact_id = await _open_contact(desk.hall, token)
    command = Say(contact_id=contact_id, words=body.words, is_from_citizen=True)
    return await desk.run(citizen_of(contact_id), say, command)


@router.post("/api/public/follow/{token}/messages/seen", status_code=204, tags=["public"])
async def post_public_seen(token: Token, desk: DeskDep) -> None:
    """The hall's words are on the caller's screen."""
    contact_id = desk.hall.need(Links).contact_of(token)
    await desk.run(citizen_of(contact_id), note_seen, NoteSeen(contact_id=contact_id, is_by_citizen=True))


async def _open_contact(hall: Hall, token: str) -> UUID:
    """Raises: LinkInvalid, ContactOver."""
    contact_id = hall.need(Links).contact_of(token)
    watched = await read_follow(hall.db, hall.need(RoadClient), contact_id)
    if not watched.view.may_add:
        raise ContactOver
    return contact_id
