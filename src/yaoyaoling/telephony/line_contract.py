"""What `serve` and `yyl voice` say to each other about a browser's line, over the bus.

`ask telephony.line` opens a line, and the reply names the node that has it; everything after goes to
`ask telephony.line.<node>`. What the node has for the browser is told on `live telephony.line.<line id>`.
"""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from yaoyaoling.kernel.contract import Value

SERVICE = "telephony.line"
MOST_SDP = 20_000
MOST_CANDIDATE = 2_000


def service_of(node: str) -> str:
    """The service under which one node answers."""
    return f"{SERVICE}.{node}"


def topic_of(line_id: UUID) -> str:
    """The topic of what a node has for the browser of a line."""
    return f"{SERVICE}.{line_id}"


class LineHold(Value):
    """Where the media of a line is held, so that a node started anew can take the line up without a new offer."""

    engine: str
    state: dict[str, Any]


class LineAsk(Value):
    """What a browser wants, and who sits at it.

    `beat` comes every few seconds: it says that the browser is still there, and brings back what it holds.
    """

    verb: Literal["open", "offer", "candidate", "beat", "take", "close"]
    line_id: UUID
    person_id: UUID
    crew_id: UUID | None = None
    sdp: str | None = Field(default=None, max_length=MOST_SDP)
    candidate: dict[str, Any] | None = None
    hold: LineHold | None = None


class LineReply(Value):
    """node: who has the line now. is_known: False when the node knows nothing of it and could not take it up.

    messages: for the browser, in order. hold: what the socket keeps and brings with every beat.
    """

    node: str
    is_known: bool = True
    messages: tuple[dict[str, Any], ...] = ()
    hold: LineHold | None = None


class BrowserMessage(Value):
    """What a browser sends on its line's socket. take: a call that rings here is answered."""

    type: Literal["offer", "candidate", "take", "close"]
    sdp: str | None = Field(default=None, max_length=MOST_SDP)
    candidate: dict[str, Any] | None = None
