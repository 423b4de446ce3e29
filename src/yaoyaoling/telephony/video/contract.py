"""What `serve` and `yyl voice` say to each other about the caller's video, over the bus.

`ask telephony.video` opens a line at any node; the caller's line and all who watch it then ask the node that has the
room, `ask telephony.video.<node>`. A node tells all sockets of a call on `live telephony.video.<call id>` that there is
something to see, again and again while there is; what is for one browser goes to `live telephony.video.line.<line id>`.
"""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.kernel.contract import Value

SERVICE = "telephony.video"
MOST_SDP = 30_000
MOST_TYPED = 1_000


def service_of(node: str) -> str:
    """The service under which one node answers."""
    return f"{SERVICE}.{node}"


def topic_of(call_id: UUID) -> str:
    """What all sockets of a call hear."""
    return f"{SERVICE}.{call_id}"


def topic_of_line(line_id: UUID) -> str:
    """What one browser hears."""
    return f"{SERVICE}.line.{line_id}"


class VideoAsk(Value):
    """What a browser wants. publish: the caller's offer; watch: an offer is wanted, `answer` answers it."""

    verb: Literal["open", "publish", "watch", "answer", "candidate", "beat", "close"]
    call_id: UUID
    line_id: UUID
    sdp: str | None = Field(default=None, max_length=MOST_SDP)
    candidate: dict[str, Any] | None = None


class VideoReply(Value):
    """node: who answered. is_known: whether that node has the room of the call, and the line in it."""

    node: str
    is_known: bool = True
    messages: tuple[dict[str, Any], ...] = ()


class BrowserMessage(Value):
    """What a browser sends: its offer as the caller, its answer as one who watches, candidates, the end of it, and what
    is being typed, which is shown to the other side and kept nowhere."""

    type: Literal["publish", "answer", "candidate", "stop", "typing"]
    sdp: str | None = Field(default=None, max_length=MOST_SDP)
    candidate: dict[str, Any] | None = None
    text: str = Field(default="", max_length=MOST_TYPED)
