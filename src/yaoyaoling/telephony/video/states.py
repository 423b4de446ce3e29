"""States of the caller's video (报警人视频): asked for, allowed, live, and how it came to nothing."""

from enum import StrEnum

from yaoyaoling.kernel.refused import Refused


class VideoState(StrEnum):
    """Where the video of a call stands."""

    ASKED = "asked"  # 已请求，待对方同意
    ALLOWED = "allowed"  # 已同意，正在连接
    LIVE = "live"  # 视频中
    ENDED = "ended"  # 已结束
    REFUSED = "refused"  # 对方未同意
    NO_CAMERA = "no_camera"  # 没有可用的摄像头


class VideoSignal(StrEnum):
    """What can happen to it."""

    ASK = "ask"
    ALLOW = "allow"
    GO_LIVE = "go_live"
    LOSE = "lose"
    END = "end"
    REFUSE = "refuse"
    NO_CAMERA = "no_camera"


class IllegalVideoSignal(Refused):
    """The video's state does not allow that."""

    code = "video_state"
    status = 409
    zh = "视频当前状态（{state}）不允许此操作（{signal}）。"
    en = "The video's state ({state}) does not allow this ({signal})."


_S, _N = VideoState, VideoSignal
TABLE: dict[tuple[VideoState, VideoSignal], VideoState] = {
    (_S.ASKED, _N.ALLOW): _S.ALLOWED,
    (_S.ASKED, _N.REFUSE): _S.REFUSED,
    (_S.ASKED, _N.NO_CAMERA): _S.NO_CAMERA,
    (_S.ASKED, _N.END): _S.ENDED,
    (_S.ALLOWED, _N.GO_LIVE): _S.LIVE,
    (_S.ALLOWED, _N.REFUSE): _S.REFUSED,
    (_S.ALLOWED, _N.NO_CAMERA): _S.NO_CAMERA,
    (_S.ALLOWED, _N.END): _S.ENDED,
    (_S.LIVE, _N.LOSE): _S.ALLOWED,
    (_S.LIVE, _N.END): _S.ENDED,
    # Whoever refused, or had no camera, may think again while the link stands; the seat may ask again.
    (_S.REFUSED, _N.ALLOW): _S.ALLOWED,
    (_S.NO_CAMERA, _N.ALLOW): _S.ALLOWED,
    (_S.REFUSED, _N.ASK): _S.ASKED,
    (_S.NO_CAMERA, _N.ASK): _S.ASKED,
    (_S.ENDED, _N.ASK): _S.ASKED,
}
PUBLISHABLE = frozenset({_S.ALLOWED, _S.LIVE})
"""The caller's camera may send."""


def advance_video(state: VideoState, signal: VideoSignal) -> VideoState:
    """The state after a signal. Raises: IllegalVideoSignal."""
    try:
        return TABLE[(state, signal)]
    except KeyError:
        raise IllegalVideoSignal(state=state.value, signal=signal.value) from None
