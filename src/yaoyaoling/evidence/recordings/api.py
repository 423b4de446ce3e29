"""Routes: recordings of a call, listening to them, holding them."""

import re
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Header, Response
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime, Field

from yaoyaoling.evidence.handlers.hold_recording import (
    HoldRecording,
    ReleaseRecording,
    hold_recording,
    release_recording,
)
from yaoyaoling.evidence.handlers.listen import Listen, ListenReply, listen
from yaoyaoling.evidence.recordings.sealed import RecordingFiles
from yaoyaoling.evidence.recordings.views import OpenSound, RecordingView, list_recordings, open_sound
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["evidence"])
_LISTENERS = (
    Role.CALL_TAKER,
    Role.COMMANDER,
    Role.COUNTY_DESK,
    Role.STATION_DESK,
    Role.REVIEWER,
    Role.INSPECTOR,
)
Listener = Annotated[Principal, allow(*_LISTENERS)]
Keeper = Annotated[Principal, allow(Role.COMMANDER, Role.REVIEWER, Role.INSPECTOR)]
RangeHeader = Annotated[str | None, Header(alias="Range", max_length=200)]
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_SOUND: dict[int | str, dict[str, Any]] = {
    200: {"content": {"audio/ogg": _BYTES}},
    206: {"content": {"audio/ogg": _BYTES}, "description": "The range of bytes that was asked for"},
    416: {"description": "The range begins behind the end"},
}


class ListenBody(Value):
    """Why one listens."""

    purpose: str = Field(min_length=4, max_length=200)


class HoldBody(Value):
    """Why it must be kept, and how long; until left out: until the hold is lifted."""

    reason: str = Field(min_length=4, max_length=200)
    until: AwareDatetime | None = None


class ReleaseBody(Value):
    """Why it need not be held any more."""

    reason: str = Field(min_length=4, max_length=200)


@router.get("/api/evidence/recordings")
async def get_recordings(hall: HallDep, principal: Listener, subject: UUID) -> list[RecordingView]:
    """Recordings of an incident's calls, or of one contact's; subject: the id of either."""
    async with hall.db.snapshot(principal) as tx:
        return await list_recordings(tx, subject)


@router.post("/api/evidence/recordings/{recording_id}/listen")
async def post_listen(recording_id: UUID, body: ListenBody, desk: DeskDep, principal: Listener) -> ListenReply:
    """Say why you listen; then the sound can be played for a shift. Who listened, and why, stays in the ledger."""
    return await desk.run(principal, listen, Listen(recording_id=recording_id, purpose=body.purpose))


@router.get("/api/evidence/recordings/{recording_id}/sound", response_class=Response, responses=_SOUND)
async def get_sound(recording_id: UUID, hall: HallDep, principal: Listener, wanted: RangeHeader = None) -> Response:
    """The call as one sound, whole or a range of its bytes (RFC 9110 §14)."""
    sound = await open_sound(hall.db, hall.need(RecordingFiles), principal, recording_id)
    return _stream(sound, wanted, {})


@router.post("/api/evidence/recordings/{recording_id}/parts/{part_id}/listen")
async def post_listen_original(
    recording_id: UUID, part_id: UUID, body: ListenBody, desk: DeskDep, principal: Keeper
) -> ListenReply:
    """Say why you take an original; then it can be fetched for a shift."""
    return await desk.run(principal, listen, Listen(recording_id=recording_id, part_id=part_id, purpose=body.purpose))


@router.get("/api/evidence/recordings/{recording_id}/parts/{part_id}", response_class=Response, responses=_SOUND)
async def get_original(
    recording_id: UUID, part_id: UUID, hall: HallDep, principal: Keeper, wanted: RangeHeader = None
) -> Response:
    """An original as it was recorded, byte for byte."""
    sound = await open_sound(hall.db, hall.need(RecordingFiles), principal, recording_id, part_id)
    name = quote(sound.name.rsplit("/", 1)[-1])
    return _stream(sound, wanted, {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})


@router.post("/api/evidence/recordings/{recording_id}/hold", status_code=204)
async def post_hold(recording_id: UUID, body: HoldBody, desk: DeskDep, principal: Keeper) -> None:
    """保全: it is not erased, whatever its age, until a day or until the hold is lifted."""
    await desk.run(principal, hold_recording, HoldRecording(recording_id=recording_id, **body.model_dump()))


@router.post("/api/evidence/recordings/{recording_id}/release", status_code=204)
async def post_release(recording_id: UUID, body: ReleaseBody, desk: DeskDep, principal: Keeper) -> None:
    """解除保全."""
    await desk.run(principal, release_recording, ReleaseRecording(recording_id=recording_id, reason=body.reason))


def range_of(wanted: str | None, size: int) -> tuple[int, int] | None:
    """First byte and the one after the last of a Range header; the whole file when it is none we know.

    None: it begins behind the end.
    """
    found = _RANGE.fullmatch(wanted or "")
    if found is None or not any(found.groups()):
        return 0, size
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size) if int(last) and size else None
    start, end = int(first), size if not last else min(size, int(last) + 1)
    if last and int(last) < start:
        return 0, size
    return None if start >= size else (start, end)


def _stream(sound: OpenSound, wanted: str | None, headers: dict[str, str]) -> Response:
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private, no-store", **headers}
    found = range_of(wanted, sound.size)
    if found is None:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{sound.size}"})
    start, end = found
    headers["Content-Length"] = str(end - start)
    if (start, end) == (0, sound.size) and not (wanted and _RANGE.fullmatch(wanted)):
        return StreamingResponse(sound.read(start, end), media_type=sound.mime, headers=headers)
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{sound.size}"
    return StreamingResponse(sound.read(start, end), status_code=206, media_type=sound.mime, headers=headers)
