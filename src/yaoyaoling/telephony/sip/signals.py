"""What a dialog tells whoever holds it: one value each, in the order in which it happened."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cancelled:
    """The caller gave up before he was answered. Inbound; the last signal."""


@dataclass(frozen=True)
class Confirmed:
    """Our answer arrived (ACK). sdp: the caller's answer, when his INVITE brought no offer. Inbound."""

    sdp: str | None = None


@dataclass(frozen=True)
class Ringing:
    """The other side rings. status: 180 … 199. sdp: its media before the answer (ringback, announcement). Outbound."""

    status: int
    sdp: str | None = None


@dataclass(frozen=True)
class Answered:
    """The other side answered. sdp: its answer to our offer. Outbound."""

    sdp: str


@dataclass(frozen=True)
class Failed:
    """It never came to a call; the last signal. status: as the other side gave it, 408 when nobody answered. Outbound.

    486/600 busy, 603/403 rejected, 408/480 no answer, 404/484 no such number, 487 cancelled by us, 5xx unreachable.
    """

    status: int
    reason: str


@dataclass(frozen=True)
class Ended:
    """A call that was answered is over; the last signal. by_us: whether we hung up. reason: RFC 3326, if one came."""

    by_us: bool
    reason: str | None = None


@dataclass(frozen=True)
class Digits:
    """Keys pressed, told by INFO (application/dtmf-relay or dtmf); those in the audio come from rtpengine."""

    digits: str


Signal = Cancelled | Confirmed | Ringing | Answered | Failed | Ended | Digits
