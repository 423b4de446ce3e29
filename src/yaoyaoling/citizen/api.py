"""Routes without a login: report, follow, add, rate, ask to withdraw; and the seat's answer."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response, WebSocket
from pydantic import Field, ValidationInfo, field_validator

from yaoyaoling.citizen.events import WithdrawalReason
from yaoyaoling.citizen.follow import FollowView, Watched, read_follow
from yaoyaoling.citizen.handlers.add import AddToReport, add_to_report
from yaoyaoling.citizen.handlers.rate import GiveRating, give_rating
from yaoyaoling.citizen.handlers.submit_report import ScannedPlate, SubmitReport, citizen_scope, submit_report
from yaoyaoling.citizen.handlers.withdraw import (
    AnswerWithdrawal,
    AskToWithdraw,
    WithdrawalReply,
    answer_withdrawal,
    ask_to_withdraw,
)
from yaoyaoling.citizen.limits import Limiter
from yaoyaoling.citizen.links import LinkInvalid, Links
from yaoyaoling.citizen.pages import open_page
from yaoyaoling.citizen.settings import CitizenSettings
from yaoyaoling.evidence.public import PHOTO_BODY, MediaFiles, UploadReply, keep_photo, read_media
from yaoyaoling.incidents.public import get_incident
from yaoyaoling.intake.public import get_contact
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import StatedPosition
from yaoyaoling.places.public import Doorplates, RoadClient
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow, hall_of
from yaoyaoling.platform.http.sockets import FOREIGN, is_foreign
from yaoyaoling.platform.principal import PUBLIC, Principal, Role, system

router = APIRouter(tags=["public"])
_SETTINGS = CitizenSettings()
_UPLOADS = Limiter(_SETTINGS.uploads_per_minute)
_REPORTS = Limiter(_SETTINGS.reports_per_minute)
_MOVING_S = 5.0
_STILL_S = 60.0
Token = Annotated[str, Path(min_length=20, max_length=80, pattern=r"^[A-Za-z0-9_-]+$")]


class ReportPosition(StatedPosition):
    """Where the phone says it is; the datum is named, never guessed (browsers give WGS84)."""

    accuracy_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)


class ReportBody(Value):
    """A report. One of text, position, place_text, photos, plate or is_silent is enough.

    photos: upload ids from `POST /api/public/uploads`, at most nine. plate: the code of the QR door-plate that was
    scanned; whatever is wrong with it, the report is taken.
    """

    text: str | None = Field(default=None, max_length=4000)
    place_text: str | None = Field(default=None, max_length=300)
    position: ReportPosition | None = None
    photos: tuple[UUID, ...] = Field(default=(), max_length=9)
    name: str | None = Field(default=None, max_length=40)
    phone: str | None = Field(default=None, pattern=r"^\+?[0-9][0-9 -]{3,22}$")
    is_silent: bool = False
    plate: str | None = Field(default=None, max_length=100)

    @field_validator("text", "place_text", "name")
    @classmethod
    def _no_control(cls, value: str | None, _: ValidationInfo) -> str | None:
        return None if value is None else value.replace("\x00", "")


class ReportReply(Value):
    """The report's number and the link to follow it."""

    contact_number: str
    token: str
    follow_url: str


class AddBody(Value):
    """More words, more photos."""

    text: str = Field(default="", max_length=4000)
    photos: tuple[UUID, ...] = Field(default=(), max_length=9)


class RatingBody(Value):
    """Stars from 1 to 5 for the answering and for the handling."""

    answering: int = Field(ge=1, le=5)
    handling: int = Field(ge=1, le=5)
    words: str = Field(default="", max_length=1000)


class WithdrawBody(Value):
    """Why the reporter wants to withdraw."""

    reason: WithdrawalReason
    words: str = Field(default="", max_length=500)


class WithdrawalAnswerBody(Value):
    """What was verified; the reply is what the reporter reads."""

    is_accepted: bool
    reply: str = Field(min_length=2, max_length=300)


def _citizen(contact_id: UUID) -> Principal:
    return Principal(id=f"citizen:{contact_id}", name="citizen", scopes=(citizen_scope(contact_id),))


def _address(request: Request) -> str | None:
    return request.client.host if request.client else None


@router.post("/api/public/uploads", status_code=201, openapi_extra=PHOTO_BODY)
async def post_upload(request: Request, hall: HallDep) -> UploadReply:
    """Send a photo before the report: the body is the file itself."""
    _UPLOADS.check(_address(request))
    return await keep_photo(request, hall.need(MediaFiles))


@router.post("/api/public/reports", status_code=201)
async def post_report(body: ReportBody, request: Request, desk: DeskDep) -> ReportReply:
    """Report. The reply's link shows what happens; it needs no login and cannot be guessed."""
    _REPORTS.check(_address(request))
    hall = desk.hall
    files = hall.need(MediaFiles)
    position = body.position
    command = SubmitReport(
        text=body.text,
        place_text=body.place_text,
        caller_name=body.name,
        caller_number=body.phone,
        point=position.point() if position else None,
        uncertainty_m=position.accuracy_m if position else None,
        is_silent=body.is_silent,
        uploads=tuple(files.find_upload(photo) for photo in body.photos),
        plate=None if body.plate is None else ScannedPlate(code=hall.need(Doorplates).read(body.plate)),
    )
    stored = await desk.run(PUBLIC, submit_report, command)
    token = hall.need(Links).token(stored.contact_id)
    return ReportReply(contact_number=stored.number, token=token, follow_url=f"/r/{token}")


@router.get("/api/public/follow/{token}")
async def get_follow(token: Token, hall: HallDep) -> FollowView:
    """What happens with the report, now."""
    contact_id = hall.need(Links).contact_of(token)
    return (await read_follow(hall.db, hall.need(RoadClient), contact_id)).view


@router.get("/api/public/follow/{token}/photos/{media_id}", response_class=Response)
async def get_photo(token: Token, media_id: UUID, hall: HallDep) -> Response:
    """One of the reporter's own photos."""
    contact_id = hall.need(Links).contact_of(token)
    content, mime = await read_media(hall.db, hall.need(MediaFiles), _citizen(contact_id), media_id, "thumb")
    return Response(content, media_type=mime, headers={"Cache-Control": "private, max-age=3600"})


@router.post("/api/public/follow/{token}/additions", status_code=204)
async def post_addition(token: Token, body: AddBody, desk: DeskDep) -> None:
    """Add words or photos."""
    contact_id = desk.hall.need(Links).contact_of(token)
    files = desk.hall.need(MediaFiles)
    uploads = tuple(files.find_upload(photo) for photo in body.photos)
    command = AddToReport(contact_id=contact_id, text=body.text, uploads=uploads)
    await desk.run(_citizen(contact_id), add_to_report, command)


@router.post("/api/public/follow/{token}/rating", status_code=204)
async def post_rating(token: Token, body: RatingBody, desk: DeskDep) -> None:
    """Rate a closed incident."""
    contact_id = desk.hall.need(Links).contact_of(token)
    async with desk.hall.db.snapshot(system("rating")) as tx:
        contact = await get_contact(tx, contact_id)
        incident = None if contact.incident_id is None else await get_incident(tx, contact.incident_id)
    command = GiveRating(
        contact_id=contact_id,
        incident_state=None if incident is None else incident.state,
        **body.model_dump(),
    )
    await desk.run(_citizen(contact_id), give_rating, command)


@router.post("/api/public/follow/{token}/withdrawal", status_code=202)
async def post_withdrawal(token: Token, body: WithdrawBody, desk: DeskDep) -> WithdrawalReply:
    """Ask to withdraw. Nothing stops by it: a seat verifies, rings back perhaps, and answers here."""
    hall = desk.hall
    contact_id = hall.need(Links).contact_of(token)
    view = (await read_follow(hall.db, hall.need(RoadClient), contact_id)).view
    command = AskToWithdraw(contact_id=contact_id, is_allowed=view.may_withdraw, **body.model_dump())
    return await desk.run(_citizen(contact_id), ask_to_withdraw, command)


@router.post("/api/citizen/withdrawals/{withdrawal_id}/answer", tags=["citizen"])
async def post_withdrawal_answer(
    withdrawal_id: UUID,
    body: WithdrawalAnswerBody,
    desk: DeskDep,
    principal: Annotated[Principal, allow(Role.CALL_TAKER, Role.COMMANDER)],
) -> WithdrawalReply:
    """A seat has verified: accept (the incident is cancelled, its crews called back) or refuse."""
    command = AnswerWithdrawal(withdrawal_id=withdrawal_id, **body.model_dump())
    return await desk.run(principal, answer_withdrawal, command)


@router.websocket("/api/public/follow/{token}/feed")
async def feed(socket: WebSocket, token: str) -> None:
    """Sends the view whenever it changes, and every few seconds while a crew is on its way."""
    hall = hall_of(socket)
    await socket.accept()
    try:
        if is_foreign(socket):
            await socket.close(FOREIGN)
            return
        contact_id = hall.need(Links).contact_of(token)
        await _send_views(socket, hall, contact_id)
    except LinkInvalid:
        await socket.close(4404)


async def _send_views(socket: WebSocket, hall: Hall, contact_id: UUID) -> None:
    leaving = asyncio.ensure_future(_until_left(socket))
    sent: FollowView | None = None
    try:
        async with open_page(hall.db, contact_id) as still_open:
            while not leaving.done():
                await still_open()
                watched: Watched = await read_follow(hall.db, hall.need(RoadClient), contact_id)
                if watched.view != sent:
                    await socket.send_text(watched.view.model_dump_json())
                    sent = watched.view
                wait_s = _MOVING_S if watched.moves else _STILL_S
                changed = asyncio.ensure_future(hall.hub.changed(watched.subjects, wait_s))
                await asyncio.wait({leaving, changed}, return_when=asyncio.FIRST_COMPLETED)
                changed.cancel()
    finally:
        leaving.cancel()


async def _until_left(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
