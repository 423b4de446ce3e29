"""The caller and the hall, face to face: who may show, who may watch, and the sockets of both."""

import asyncio
import contextlib
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, WebSocket
from pydantic import Field

from yaoyaoling.citizen.follow import read_follow
from yaoyaoling.citizen.handlers.keep_still import KeepStill, keep_still
from yaoyaoling.citizen.handlers.show import AskToShow, EndShowing, Show, ShowReply, ask_to_show, end_showing, show
from yaoyaoling.citizen.links import LinkInvalid, Links
from yaoyaoling.citizen.sides import HALL, Seen, citizen_of, may_publish, may_watch, watched_by
from yaoyaoling.evidence.public import MediaFiles
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.places.public import RoadClient
from yaoyaoling.platform.auth import NotSignedIn
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow, hall_of, token_of
from yaoyaoling.platform.http.sockets import FOREIGN, NOT_SIGNED_IN, is_foreign
from yaoyaoling.platform.principal import Principal, Role
from yaoyaoling.telephony.public import VideoSignal, VideoSocket, VideoState, video_topic_of

router = APIRouter(tags=["citizen"])
_LINK_GONE = 4404
_NOT_YOURS = 4403
Token = Annotated[str, Path(min_length=20, max_length=80, pattern=r"^[A-Za-z0-9_-]+$")]
Taker = Annotated[Principal, allow(Role.CALL_TAKER, Role.COMMANDER)]


class AnswerBody(Value):
    """What the caller, or the caller's phone, says to the video that is asked for."""

    signal: VideoSignal = Field(json_schema_extra={"enum": ["allow", "refuse", "no_camera", "end"]})


class StateReply(Value):
    """The video after a command."""

    state: VideoState


class StillBody(Value):
    """upload_id: of the picture, from `POST /api/evidence/uploads`."""

    upload_id: UUID


@router.post("/api/citizen/contacts/{contact_id}/video", status_code=201)
async def post_video(contact_id: UUID, desk: DeskDep, principal: Taker) -> ShowReply:
    """Ask for the caller's video. The link opens the caller's own page and nothing else; it is sent or read out."""
    token = desk.hall.need(Links).token(contact_id)
    return await desk.run(principal, ask_to_show, AskToShow(contact_id=contact_id, token=token))


@router.post("/api/citizen/contacts/{contact_id}/video/end")
async def post_video_end(contact_id: UUID, desk: DeskDep, principal: Taker) -> StateReply:
    """Have seen enough."""
    state = await desk.run(principal, end_showing, EndShowing(contact_id=contact_id))
    await _tell_ended(desk.hall, contact_id)
    return StateReply(state=state)


@router.post("/api/citizen/contacts/{contact_id}/stills", status_code=204)
async def post_still(contact_id: UUID, body: StillBody, desk: DeskDep, principal: Taker) -> None:
    """Keep a picture of the caller's video with the contact, and with its incident."""
    upload = desk.hall.need(MediaFiles).find_upload(body.upload_id)
    await desk.run(principal, keep_still, KeepStill(contact_id=contact_id, upload=upload))


@router.get("/api/citizen/incidents/{incident_id}/video")
async def get_watched(incident_id: UUID, hall: HallDep, principal: Annotated[Principal, allow(*HALL)]) -> list[Seen]:
    """Callers of an incident who show something now, for its seats and for officers under its orders."""
    return await watched_by(hall.db, principal, incident_id)


@router.post("/api/public/follow/{token}/video", tags=["public"])
async def post_public_video(token: Token, body: AnswerBody, desk: DeskDep) -> StateReply:
    """Allow, refuse, say that there is no camera, or end it."""
    contact_id = desk.hall.need(Links).contact_of(token)
    await read_follow(desk.hall.db, desk.hall.need(RoadClient), contact_id)
    state = await desk.run(citizen_of(contact_id), show, Show(contact_id=contact_id, signal=body.signal))
    if body.signal is VideoSignal.END:
        await _tell_ended(desk.hall, contact_id)
    return StateReply(state=state)


@router.websocket("/api/public/follow/{token}/call")
async def caller_socket(socket: WebSocket, token: str) -> None:
    """The caller's page: shows what the camera sees once allowed; messages: `telephony/video/contract.py`."""
    hall = hall_of(socket)
    await socket.accept()
    if is_foreign(socket):
        await socket.close(FOREIGN)
        return
    try:
        contact_id = hall.need(Links).contact_of(token)
        await read_follow(hall.db, hall.need(RoadClient), contact_id)
    except LinkInvalid:
        await socket.close(_LINK_GONE)
        return
    who = citizen_of(contact_id)

    async def moved(is_up: bool) -> None:
        signal = VideoSignal.GO_LIVE if is_up else VideoSignal.LOSE
        # Refused when somebody has ended it meanwhile: then it stands as it should.
        with contextlib.suppress(Refused):
            await execute(hall.db, who, show, Show(contact_id=contact_id, signal=signal, by_line=True))

    async def may() -> bool:
        return await may_publish(hall.db, contact_id)

    await VideoSocket(socket, hall.bus, contact_id, "caller", may=may, moved=moved).run()


@router.websocket("/api/citizen/contacts/{contact_id}/call")
async def hall_socket(socket: WebSocket, contact_id: UUID) -> None:
    """Whoever may watch: the seat that has the call or speaks in it, officers under an order of its incident."""
    hall = hall_of(socket)
    await socket.accept()
    token = token_of(socket)

    async def may() -> bool:
        try:
            principal = await hall.sessions.principal_of(token)
        except NotSignedIn:
            return False
        return await may_watch(hall.db, principal, contact_id)

    if is_foreign(socket):
        await socket.close(FOREIGN)
        return
    try:
        await hall.sessions.principal_of(token)
    except NotSignedIn:
        await socket.close(NOT_SIGNED_IN)
        return
    if not await may():
        await socket.close(_NOT_YOURS)
        return
    await VideoSocket(socket, hall.bus, contact_id, "hall", may=may).run()


async def _tell_ended(hall: Hall, contact_id: UUID) -> None:
    """Both browsers at once; lost on the way, their sockets find out by themselves within seconds."""
    body = b'{"node":"","messages":[{"type":"ended"}]}'
    await asyncio.shield(hall.bus.tell(video_topic_of(contact_id), body))
