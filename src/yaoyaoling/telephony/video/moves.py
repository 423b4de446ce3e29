"""Ask for the caller's video, and note what became of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony.video.events import VideoAdvanced, VideoAsked
from yaoyaoling.telephony.video.states import TABLE, VideoSignal, VideoState, advance_video

SILENT_TIMER = "telephony.video_silent"
_SILENT_S = 15.0
"""A picture whose line was not heard of for so long is gone, with the process that held it."""


class AskVideo(Command):
    """A seat wants to see. incident_id: what the contact belongs to."""

    call_id: UUID
    incident_id: UUID | None = None


class MoveVideo(Command):
    """Something happened to it."""

    call_id: UUID
    signal: VideoSignal
    incident_id: UUID | None = None


class Video(Value):
    """The video of a call: since when it is in this state, and who asked for it first."""

    call_id: UUID
    state: VideoState
    asked_by: str
    asked_at: datetime
    since: datetime
    version: int


async def find_video(tx: Tx, call_id: UUID, *, lock: bool = False) -> Video | None:
    """The video of a call the actor may see; None when nobody asked for it."""
    row = await tx.fetchrow(
        "select call_id, state, asked_by, asked_at, since, version from telephony.video where call_id = $1"
        + (" for update" if lock else ""),
        call_id,
    )
    return None if row is None else Video(**dict(row))


async def ask_video(tx: Tx, command: AskVideo) -> Video:
    """Ask; while it is asked for or live already nothing changes."""
    by_name = tx.principal.name
    made = await tx.fetchval(
        "insert into telephony.video (call_id, state, asked_by, asked_at, since, version)"
        " values ($1, $2, $3, $4, $4, 1) on conflict do nothing returning version",
        command.call_id,
        VideoState.ASKED.value,
        by_name,
        tx.now,
    )
    video = await _get(tx, command.call_id)
    if made is None:
        if (video.state, VideoSignal.ASK) not in TABLE:
            return video
        video = await _save(tx, video, VideoState.ASKED, asked_by=by_name)
    event = VideoAsked(call_id=video.call_id, state=video.state, by_name=by_name)
    _tell(tx, video, event, command.incident_id)
    return video


async def move_video(tx: Tx, command: MoveVideo) -> Video:
    """Note it. Raises: NotFound, IllegalVideoSignal."""
    video = await _get(tx, command.call_id)
    was, state = video.state, advance_video(video.state, command.signal)
    video = await _save(tx, video, state)
    if state is VideoState.LIVE:
        await see_video(tx, command)
    elif was is VideoState.LIVE:
        await tx.cancel_timer(SILENT_TIMER, str(video.call_id))
    event = VideoAdvanced(call_id=video.call_id, signal=command.signal, was=was, state=state)
    _tell(tx, video, event, command.incident_id)
    return video


async def see_video(tx: Tx, command: MoveVideo) -> None:
    """The line that carries a live picture was heard of: put off the moment at which it counts as lost."""
    payload = {"call_id": command.call_id, "incident_id": command.incident_id}
    due = tx.now + timedelta(seconds=_SILENT_S)
    await tx.set_timer(SILENT_TIMER, str(command.call_id), due, payload, about=command.call_id)


async def on_video_silent(tx: Tx, payload: dict[str, Any]) -> None:
    """Nobody says any more that the picture flows: it does not. The caller may show again by the same link."""
    video = await find_video(tx, UUID(payload["call_id"]), lock=True)
    if video is None or video.state is not VideoState.LIVE:
        return
    incident_id = None if payload["incident_id"] is None else UUID(payload["incident_id"])
    move = MoveVideo(call_id=video.call_id, signal=VideoSignal.LOSE, incident_id=incident_id)
    await move_video(tx, move)


async def _get(tx: Tx, call_id: UUID) -> Video:
    video = await find_video(tx, call_id, lock=True)
    if video is None:
        raise NotFound
    return video


async def _save(tx: Tx, video: Video, state: VideoState, *, asked_by: str | None = None) -> Video:
    changed = {"state": state, "since": tx.now, "version": video.version + 1}
    if asked_by is not None:
        changed |= {"asked_by": asked_by, "asked_at": tx.now}
    moved = video.model_copy(update=changed)
    await tx.execute(
        "update telephony.video set state = $2, asked_by = $3, asked_at = $4, since = $5, version = $6"
        " where call_id = $1",
        moved.call_id,
        moved.state.value,
        moved.asked_by,
        moved.asked_at,
        moved.since,
        moved.version,
    )
    return moved


def _tell(tx: Tx, video: Video, event: VideoAsked | VideoAdvanced, incident_id: UUID | None) -> None:
    tx.record(event, stream=f"video:{video.call_id}", seq=video.version, about=video.call_id, incident=incident_id)
