"""The caller is asked to show what there is, and answers."""

from uuid import UUID

from yaoyaoling.citizen.handlers.submit_report import citizen_scope
from yaoyaoling.intake.public import ContactState, get_contact
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.refused import NotAllowed, Refused
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony.public import (
    AskVideo,
    MoveVideo,
    VideoSignal,
    VideoState,
    ask_video,
    find_video,
    move_video,
    see_video,
)

_CALLERS = frozenset({VideoSignal.ALLOW, VideoSignal.REFUSE, VideoSignal.NO_CAMERA, VideoSignal.END})
_LINES = frozenset({VideoSignal.GO_LIVE, VideoSignal.LOSE})


class ContactOver(Refused):
    """There is nobody to ask."""

    code = "contact_over"
    status = 409
    zh = "该报警已办结，无法再请求视频或发送文字。"
    en = "This contact has ended: no video can be asked for, and no words sent."


class AskToShow(Command):
    """token: of the caller's link."""

    contact_id: UUID
    token: str


class EndShowing(Command):
    """The hall has seen enough."""

    contact_id: UUID


class Show(Command):
    """What the caller says; by_line: what the caller's connection did."""

    contact_id: UUID
    signal: VideoSignal
    by_line: bool = False


class ShowReply(Value):
    """path: of the caller's page, below the hall's address. It is for this caller only."""

    state: VideoState
    path: str
    caller_number: str | None


async def ask_to_show(tx: Tx, command: AskToShow) -> ShowReply:
    """Ask, and let whoever holds the link see the contact. Raises: NotFound, ContactOver."""
    contact = await get_contact(tx, command.contact_id)
    if contact.state is ContactState.SETTLED:
        raise ContactOver
    await audience.grant(tx, contact.id, citizen_scope(contact.id), "reporter")
    video = await ask_video(tx, AskVideo(call_id=contact.id, incident_id=contact.incident_id))
    return ShowReply(state=video.state, path=f"/r/{command.token}", caller_number=contact.caller_number)


async def show(tx: Tx, command: Show) -> VideoState:
    """Note it; what stands so already is fine. Raises: NotFound, NotAllowed, IllegalVideoSignal."""
    if command.signal not in (_LINES if command.by_line else _CALLERS):
        raise NotAllowed
    contact = await get_contact(tx, command.contact_id)
    video = await find_video(tx, contact.id, lock=True)
    move = MoveVideo(call_id=contact.id, signal=command.signal, incident_id=contact.incident_id)
    if video is not None and _stands(video.state, command.signal):
        if command.signal is VideoSignal.GO_LIVE:
            await see_video(tx, move)
        return video.state
    return (await move_video(tx, move)).state


async def end_showing(tx: Tx, command: EndShowing) -> VideoState:
    """End it; what has ended is fine. Raises: NotFound, IllegalVideoSignal."""
    contact = await get_contact(tx, command.contact_id)
    video = await find_video(tx, contact.id, lock=True)
    if video is not None and video.state is VideoState.ENDED:
        return video.state
    move = MoveVideo(call_id=contact.id, signal=VideoSignal.END, incident_id=contact.incident_id)
    return (await move_video(tx, move)).state


def _stands(state: VideoState, signal: VideoSignal) -> bool:
    """Sent twice, or the page was opened a second time."""
    return (state, signal) in {
        (VideoState.ALLOWED, VideoSignal.ALLOW),
        (VideoState.LIVE, VideoSignal.ALLOW),
        (VideoState.LIVE, VideoSignal.GO_LIVE),
        (VideoState.ALLOWED, VideoSignal.LOSE),
        (VideoState.ENDED, VideoSignal.END),
        (VideoState.REFUSED, VideoSignal.REFUSE),
        (VideoState.NO_CAMERA, VideoSignal.NO_CAMERA),
    }
