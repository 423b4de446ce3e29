"""What an adapter is: the one contract between a way of sending messages and the hall; a test suite runs on each."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from pydantic import Field

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point

TextChannel = Literal["sms", "wechat", "device", "mail"]
"""By which way the citizen sees it; of `intake`'s channels those on which words come as messages."""


class PartOf(Value):
    """One of several pieces that make one message; number from 1."""

    reference: int = Field(ge=0, le=65_535)
    total: int = Field(ge=2, le=255)
    number: int = Field(ge=1, le=255)


class Media(Value):
    """A picture that still lies with the other side, under its name there; fetched after the message is stored."""

    kind: Literal["picture"] = "picture"
    remote_id: str = Field(min_length=1, max_length=400)


class Thread(Value):
    """Which mail it is, and which it refers to: an answer names both, so that it stands under them. Message-IDs without
    their brackets."""

    mail_id: str | None = Field(default=None, max_length=240)
    refers_to: tuple[str, ...] = Field(default=(), max_length=20)
    subject: str = Field(default="", max_length=300)


AmlMethod = Literal[
    "gnss",  # 卫星
    "wifi",  # 无线局域网
    "cell",  # 基站
    "fused",  # 综合
    "unknown",  # 未知
]
"""How a handset found its place."""


class Aml(Value):
    """What a handset tells by itself while it calls (ETSI TS 103 625). point: WGS-84; None when it has none.

    radius_m: of the area it is in, with so much confidence (percent); None: unknown. measured_at: when; UTC. imsi,
    imei, mcc, mnc: of card, handset and network, read and not kept.
    """

    version: int = Field(ge=1, le=99)
    point: Point | None = None
    radius_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    measured_at: datetime | None = None
    confidence: float | None = Field(default=None, ge=0, le=100, allow_inf_nan=False)
    method: AmlMethod = "unknown"
    imsi: str | None = Field(default=None, max_length=18)
    imei: str | None = Field(default=None, max_length=18)
    mcc: str | None = Field(default=None, max_length=4)
    mnc: str | None = Field(default=None, max_length=4)


class Arrived(Value):
    """What a citizen sent. sender: a telephone number, or the channel's own name of the person.

    key: the channel's own name of the message: told twice, it is taken once. raw: a piece's octets, put together
    before they are read (a character may lie across two pieces); coding: how. point: WGS-84. is_proven: the sender is
    who it says; is_answerable: no machine wrote it, that might answer an answer.
    """

    sender: str = Field(min_length=1, max_length=254)
    words: str = Field(default="", max_length=40_000)
    key: str | None = Field(default=None, max_length=200)
    point: Point | None = None
    uncertainty_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    pictures: tuple[bytes, ...] = Field(default=(), max_length=9)
    media: tuple[Media, ...] = Field(default=(), max_length=9)
    part: PartOf | None = None
    raw: bytes = b""
    coding: int = 0
    nonce: str | None = None
    """Of the signed request it came by: noted in the same transaction, and refused from then on."""
    thread: Thread | None = None
    is_proven: bool = True
    is_answerable: bool = True
    aml: Aml | None = None
    """It is no message: the sender's handset tells where it is while it calls."""


class Receipt(Value):
    """What became of a message we sent. remote_id: the name the other side gave it; also: other ways it may have been
    written then. reason: why it failed."""

    remote_id: str = Field(min_length=1, max_length=200)
    also: tuple[str, ...] = Field(default=(), max_length=8)
    state: Literal["delivered", "failed"]
    reason: str | None = Field(default=None, max_length=80)
    nonce: str | None = None


class Wish(Value):
    """A person wants no messages but those about an open report, or wants them again; said by no words, but by leaving
    the account, or by following it. key: told twice it is taken once."""

    sender: str = Field(min_length=1, max_length=120)
    wish: Literal["stop", "start"]
    key: str = Field(max_length=200)
    nonce: str | None = None


class Whereabouts(Value):
    """Where a person's phone is, told by the phone: no message, but a message may follow. point: WGS-84."""

    sender: str = Field(min_length=1, max_length=120)
    point: Point
    uncertainty_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    key: str = Field(max_length=200)
    nonce: str | None = None


class Parcel(Value):
    """A message to send. taken: pieces the other side has already, with its names of them: those are not sent again.
    thread: of what it answers."""

    message_id: str
    to: str
    words: str
    taken: Mapping[int, str] = {}
    thread: Thread | None = None


NoteTaken = Callable[[int, int, str], Awaitable[None]]
"""Called for each piece the other side took, before the next is sent: number, of how many, its name there."""


class Inlet(Protocol):
    """Where an adapter hands in what came. All return when it is stored; only then is it acknowledged."""

    async def arrived(self, adapter: str, channel: TextChannel, one: Arrived) -> None:
        """A citizen sent something."""

    async def receipt(self, adapter: str, one: Receipt) -> None:
        """The other side says what became of a message."""

    async def told(self, adapter: str, channel: TextChannel, one: Wish | Whereabouts) -> None:
        """Something about a person that is no message."""


class NotNow(Exception):
    """Not sent: the line is away, or too much at once. Tried again after so many seconds."""

    def __init__(self, reason: str, after_s: float = 1.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after_s = after_s


class Never(Exception):
    """The other side will not take this message, however often it is sent."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Adapter(Protocol):
    """One way to citizens. It has its own settings, keeps its own line, and holds nothing that must not be lost."""

    name: str
    channel: TextChannel

    @property
    def is_up(self) -> bool:
        """Whether something may be sent now."""

    async def run(self, inlet: Inlet) -> None:
        """Keep the line until cancelled; a line that is lost is made again."""

    async def send(self, parcel: Parcel, note: NoteTaken) -> None:
        """Send it, telling of each piece taken. Raises: NotNow, Never."""


@runtime_checkable
class FetchesMedia(Protocol):
    """An adapter whose pictures are fetched by their names."""

    name: str

    @property
    def is_up(self) -> bool:
        """Whether something may be fetched now."""

    async def fetch(self, media: Media) -> bytes:
        """Its octets. Raises: NotNow; Never, when it is not there or is none."""
