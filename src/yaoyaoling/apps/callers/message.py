"""SIP messages as a telephone needs them: lines out, lines in (RFC 3261)."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

_SHORT = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
    "c": "content-type",
}


class NoSipMessage(ValueError):
    """What came is none."""


@dataclass(frozen=True)
class Message:
    """first: request or status line. headers in their order, names in small letters."""

    first: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    @property
    def status(self) -> int:
        """Of a reply; 0 of a request."""
        return int(self.first.split()[1]) if self.first.startswith("SIP/2.0 ") else 0

    @property
    def method(self) -> str:
        """Of the request, or of the request that is replied to."""
        return self.get("cseq").split()[-1] if self.status else self.first.split()[0]

    @property
    def uri(self) -> str:
        """Whom a request is for."""
        return self.first.split()[1]

    def all(self, name: str) -> list[str]:
        """Values of a header."""
        return [value for key, value in self.headers if key == name]

    def get(self, name: str) -> str:
        """The first value, or nothing."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def contact(self) -> str:
        """The address in Contact."""
        found = re.search(r"<([^>]+)>", self.get("contact"))
        return found[1] if found else self.get("contact").split(";")[0].strip()

    def reply(self, status: str, *, tag: str, contact: str = "", body: bytes = b"", more: Iterable[str] = ()) -> bytes:
        """A reply to this request. status: e.g. `180 Ringing`."""
        to = self.get("to") if ";tag=" in self.get("to") else f"{self.get('to')};tag={tag}"
        lines = [f"SIP/2.0 {status}", *(f"Via: {via}" for via in self.all("via"))]
        lines += [f"Record-Route: {one}" for one in self.all("record-route")]
        lines += [f"From: {self.get('from')}", f"To: {to}", f"Call-ID: {self.get('call-id')}"]
        lines += [f"CSeq: {self.get('cseq')}", *([f"Contact: <{contact}>"] if contact else []), *more]
        return finished(lines, body)


def finished(lines: Iterable[str], body: bytes = b"") -> bytes:
    """Header lines and a body as they go out; it is SDP unless a line says what else."""
    lines = list(lines)
    is_told = any(line.lower().startswith("content-type:") for line in lines)
    kind = ["Content-Type: application/sdp"] if body and not is_told else []
    return "\r\n".join([*lines, *kind, f"Content-Length: {len(body)}", "", ""]).encode() + body


def read(data: bytes) -> Message:
    """What came. Raises: NoSipMessage."""
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode(errors="replace").split("\r\n")
    if "SIP/2.0" not in first or len(first.split()) < 3:
        raise NoSipMessage(first[:80])
    headers = []
    for line in lines:
        name, _, value = line.partition(":")
        key = name.strip().lower()
        headers.append((_SHORT.get(key, key), value.strip()))
    return Message(first, tuple(headers), body)


@dataclass
class Dialog:
    """One call as a caller keeps it. peer: where our requests go; what the replies told: tag, target, route."""

    number: str
    target: str
    own: str
    caller: str
    call_id: str = field(default_factory=lambda: secrets.token_hex(10))
    tag: str = field(default_factory=lambda: secrets.token_hex(5))
    branch: str = field(default_factory=lambda: f"z9hG4bK{secrets.token_hex(8)}")
    transport: str = "UDP"
    cseq: int = 1
    to: str = ""
    route: tuple[str, ...] = ()

    def invite(self, body: bytes, more: Iterable[str] = ()) -> bytes:
        """The call itself."""
        return self._request("INVITE", self.target, self.branch, body=body, more=more)

    def ack(self, reply: Message) -> bytes:
        """For a final reply: of its own after 2xx, within the INVITE's transaction after a refusal."""
        if reply.status < 300:
            return self._request("ACK", self.target, f"z9hG4bK{secrets.token_hex(8)}")
        return self._request("ACK", self.target, self.branch, to=reply.get("to"))

    def cancel(self) -> bytes:
        """Hang up before the answer."""
        return self._request("CANCEL", self.target, self.branch)

    def bye(self) -> bytes:
        """Hang up."""
        self.cseq += 1
        return self._request("BYE", self.target, f"z9hG4bK{secrets.token_hex(8)}")

    def press(self, key: str) -> bytes:
        """A key, as lines without telephone events tell of it (INFO)."""
        self.cseq += 1
        body = f"Signal={key}\r\nDuration=160\r\n".encode()
        kind = ("Content-Type: application/dtmf-relay",)
        return self._request("INFO", self.target, f"z9hG4bK{secrets.token_hex(8)}", body=body, more=kind)

    def answered(self, reply: Message) -> None:
        """Take tag, target and route of a 2xx."""
        self.to = reply.get("to")
        self.target = reply.contact or self.target
        self.route = tuple(reversed(reply.all("record-route")))

    @property
    def _host(self) -> str:
        return self.target.partition("@")[2]

    def _request(
        self, method: str, target: str, branch: str, *, body: bytes = b"", more: Iterable[str] = (), to: str = ""
    ) -> bytes:
        told_to = to or self.to or f"<sip:{self.number}@{self._host}>"
        lines = [f"{method} {target} SIP/2.0", f"Via: SIP/2.0/{self.transport} {self.own};rport;branch={branch}"]
        lines += [f"Route: {one}" for one in self.route]
        lines += ["Max-Forwards: 70", f"From: {self._from};tag={self.tag}", f"To: {told_to}"]
        lines += [f"Call-ID: {self.call_id}", f"CSeq: {self.cseq} {method}"]
        lines += [f"Contact: <sip:{self.caller}@{self.own};transport={self.transport.lower()}>", *more]
        return finished(lines, body)

    @property
    def _from(self) -> str:
        if self.caller == "anonymous":
            return '"Anonymous" <sip:anonymous@anonymous.invalid>'
        return f"<sip:{self.caller}@{self.own}>"
