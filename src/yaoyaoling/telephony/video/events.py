"""Facts about the caller's video. Pictures are not recorded here: a seat keeps stills (`citizen.still.kept`)."""

from typing import ClassVar
from uuid import UUID

from yaoyaoling.kernel.contract import Event
from yaoyaoling.telephony.video.states import VideoSignal, VideoState


class VideoAsked(Event):
    """A seat asks for the caller's video; call_id is the contact's id. by_name: who asked."""

    name: ClassVar[str] = "telephony.video.asked"

    call_id: UUID
    state: VideoState
    by_name: str


class VideoAdvanced(Event):
    """It was allowed, went live, was lost, refused or ended."""

    name: ClassVar[str] = "telephony.video.advanced"

    call_id: UUID
    signal: VideoSignal
    was: VideoState
    state: VideoState


EVENTS = (VideoAsked, VideoAdvanced)
