"""A call that comes in."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sippy.CCEvents import CCEventConnect, CCEventDisconnect, CCEventFail, CCEventPreConnect, CCEventRing
from sippy.Network_server import Remote_address
from sippy.SipRequest import SipRequest
from sippy.UA import UA

from yaoyaoling.telephony.location.mime import parts_of
from yaoyaoling.telephony.sip.dialog import Dialog, OnSignal, sdp_body
from yaoyaoling.telephony.sip.headers import identity_of, user_of, values_of
from yaoyaoling.telephony.sip.octets import readable, to_octets, to_text
from yaoyaoling.telephony.sip.signals import Cancelled, Confirmed, Ended, Signal

_LENGTH = re.compile(rb"(?im)^((?:content-length|l)[ \t]*:[ \t]*)(\d{1,9})(?=[ \t]*\r?$)")
SDP = "application/sdp"
_EDGE_TAGS = "x-yyl-"
_CLAIMED = frozenset({"p-asserted-identity", "p-preferred-identity", "remote-party-id"})
_NOWHERE = ("127.0.0.1", 9)
_REASONS = {480: "Temporarily Unavailable", 486: "Busy Here", 488: "Not Acceptable Here", 603: "Decline"}


@dataclass(frozen=True)
class Invite:
    """What came with the call.

    caller: number or user from P-Asserted-Identity, else From; None when withheld (anonymous). display: his name there.
    dialled: user part of the request's address ("110", "sos" of urn:service:sos). geolocation: values of the headers.
    content_type, body: the whole body as it came, for `telephony.location.delivered.read_delivered`. offer: its SDP,
    also out of multipart; None when the caller waits for ours. tags: headers the edge adds, by lower-case name
    (x-yyl-*). headers: all, in order, lower-case names. source: host:port it came from.
    """

    call_id: str
    caller: str | None
    display: str | None
    dialled: str
    geolocation: tuple[str, ...]
    content_type: str
    body: bytes
    offer: str | None
    tags: dict[str, str]
    headers: tuple[tuple[str, str], ...]
    source: str


def read_invite(request: Any) -> Invite:
    """What a request of sippy's brought."""
    headers = tuple((header.name, readable(str(header.body))) for header in request.headers)
    caller, display = identity_of(headers)
    body = request.getBody()
    content_type = readable(str(body.mtype)) if body is not None else ""
    octets = to_octets(str(body)) if body is not None else b""
    address = request.text.split(" ", 2)[1]
    return Invite(
        call_id=str(request.getHFBody("call-id")),
        caller=caller,
        display=display,
        dialled=user_of(readable(address)) or "",
        geolocation=tuple(values_of(headers, "geolocation")),
        content_type=content_type,
        body=octets,
        offer=_offer_in(content_type, octets),
        tags={name: value for name, value in headers if name.startswith(_EDGE_TAGS)},
        headers=headers,
        source="{}:{}".format(*request.getSource()),
    )


def read_kept_invite(octets: bytes, *, is_vouched: bool) -> Invite:
    """An INVITE as it came to the edge. is_vouched: from a trunk; what others claim to be is not believed.

    What the edge adds of its own is not in it, so nothing of that kind counts. Of one that was cut off (it was long,
    the disk was full) the head is read as far as it goes. Raises: ValueError.
    """
    octets = _whole(octets)
    try:
        request = SipRequest(to_text(octets))
        request.text = to_text(octets)
        request.setSource(Remote_address(_NOWHERE, "udp"))
        if not is_vouched:
            request.headers = [one for one in request.headers if one.name not in _CLAIMED]
        return replace(read_invite(request), tags={})
    except Exception as error:  # sippy raises whatever its parsers trip over
        raise ValueError(f"no INVITE: {error!r}") from error


def _whole(octets: bytes) -> bytes:
    """Without a body that was cut off, and without half a line of a head that was."""
    head, ended, body = octets.partition(b"\r\n\r\n")
    if not ended:
        head = octets.rpartition(b"\r\n")[0]
    said = _LENGTH.search(head)
    if said is None or (ended and len(body) >= int(said[2])):
        return octets if ended else head + b"\r\n\r\n"
    return _LENGTH.sub(rb"\g<1>0", head) + b"\r\n\r\n"


def _offer_in(content_type: str, body: bytes) -> str | None:
    kind = content_type.split(";")[0].strip().lower()
    if kind == SDP:
        found: bytes | None = body
    elif kind.startswith("multipart/"):
        found = next((part.data for part in parts_of(content_type, body) if part.content_type == SDP), None)
    else:
        found = None
    if not found or not found.strip():
        return None
    lines = found.decode("utf-8", "replace").replace("\r\n", "\n").strip("\n").split("\n")
    return "\r\n".join([*lines, ""])


class Inbound(Dialog):
    """A call from the trunk; 100 has been sent. Signals: Cancelled | Confirmed, Digits …, Ended."""

    def __init__(
        self, invite: Invite, text: str, ua: UA, on_signal: OnSignal | None, forget: Callable[[Dialog], None]
    ) -> None:
        super().__init__(invite.call_id, ua, on_signal, forget)
        self.invite = invite
        self.remote_sdp = invite.offer
        self._text = text

    def progress(self, sdp: str | None = None) -> None:
        """183 with our media, so that the announcement is heard before the answer; without SDP 180. May be repeated."""
        if self.ended or self._answered:
            return
        if sdp is None:
            self._ua.recvEvent(CCEventRing((180, "Ringing", None)))
        else:
            self.local_sdp = sdp
            self._ua.recvEvent(CCEventRing((183, "Session Progress", sdp_body(sdp))))

    def answer(self, sdp: str) -> None:
        """200 with our media (the answer, or the offer when `invite.offer` is None). Nothing if it is over already."""
        if self.ended or self._answered:
            return
        self.local_sdp = sdp
        self._answered = True
        self._ua.recvEvent(CCEventPreConnect((200, "OK", sdp_body(sdp))))

    def refuse(self, status: int = 480, reason: str | None = None) -> None:
        """A final refusal, 4xx to 6xx. A police hall does this only with calls that are none."""
        if self.ended or self._answered:
            return
        self._ua.recvEvent(CCEventFail((status, reason or _REASONS.get(status, "Refused"))))
        self._end(Ended(by_us=True))

    def hang_up(self, reason: str | None = None) -> None:
        """BYE; before the answer 480."""
        if self._answered:
            super().hang_up(reason)
        else:
            self.refuse(480)

    def state(self) -> dict[str, Any]:
        """As promised in `Dialog`."""
        ringing = {} if self._answered else {"invite": readable(self._text), "source": self.invite.source}
        return {"kind": "inbound", "local_tag": self._ua.lTag, **super().state(), **ringing}

    def _on_own(self, event: Any) -> None:
        if isinstance(event, CCEventConnect) and self._answered:
            body = event.getData()[2]
            sdp = readable(str(body)) if body is not None else None
            self.remote_sdp = sdp or self.remote_sdp
            # sippy forgets the offer with an ACK that has no body; a re-INVITE is compared with it.
            self._ua.rSDP = sdp_body(self.remote_sdp) if self.remote_sdp else None
            self._tell(Confirmed(sdp))
        elif isinstance(event, CCEventDisconnect | CCEventFail):
            last: Signal = Cancelled()
            self._end(last)
