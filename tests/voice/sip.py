"""A small SIP party by hand: odd enough to test with, and independent of the stack under test."""

import asyncio
import secrets
import socket
from dataclasses import dataclass, field

from tests.voice.rtp import Sound, family_of


@dataclass
class Message:
    """One SIP message as it came."""

    text: str

    @property
    def first(self) -> str:
        """The start line."""
        return self.text.split("\r\n", 1)[0]

    @property
    def status(self) -> int | None:
        """The status of a response."""
        return int(self.first.split()[1]) if self.first.startswith("SIP/2.0") else None

    @property
    def method(self) -> str:
        """The method of a request, or of what a response answers."""
        return self.header("CSeq").split()[1]

    def headers(self, name: str) -> list[str]:
        """All values of a header."""
        head = self.text.split("\r\n\r\n", 1)[0]
        pairs = (line.partition(":") for line in head.split("\r\n")[1:])
        return [value.strip() for key, _, value in pairs if key.strip().lower() == name.lower()]

    def header(self, name: str) -> str:
        """The first value. Raises: IndexError."""
        return self.headers(name)[0]

    def media(self) -> tuple[str, int]:
        """Where the other side wants its sound."""
        lines = self.text.split("\r\n")
        address = next(line for line in lines if line.startswith("c=")).split()[-1]
        return address, int(next(line for line in lines if line.startswith("m=audio")).split()[1])


def bracketed(host: str) -> str:
    """As it stands in a SIP address."""
    return f"[{host}]" if ":" in host else host


@dataclass
class SipParty:
    """A UDP port that speaks SIP, with sound."""

    sound: Sound
    came: "asyncio.Queue[Message]" = field(default_factory=asyncio.Queue)

    def __post_init__(self) -> None:
        self.host = self.sound.host
        self._socket = socket.socket(family_of(self.host), socket.SOCK_DGRAM)
        self._socket.bind((self.host, 0))
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]
        self.own = f"{bracketed(self.host)}:{self.port}"
        self.tag = secrets.token_hex(4)
        asyncio.get_running_loop().add_reader(self._socket, self._read)

    def send(self, text: str, to: tuple[str, int]) -> None:
        """Out it goes."""
        self._socket.sendto(text.encode(), to)

    def sdp(self) -> str:
        """Our offer or answer: A-law and telephone keys, 20 ms."""
        at = f"IN IP{6 if ':' in self.host else 4} {self.host}"
        return "\r\n".join(
            (
                "v=0", f"o=- 1 1 {at}", "s=-", f"c={at}", "t=0 0",
                f"m=audio {self.sound.port} RTP/AVP 8 101", "a=rtpmap:8 PCMA/8000",
                "a=rtpmap:101 telephone-event/8000", "a=ptime:20", "a=sendrecv", "",
            )
        )  # fmt: skip

    def reply(self, request: Message, status: int, reason: str, to: tuple[str, int], body: str = "") -> None:
        """Answer a request."""
        kept = [f"{name}: {value}" for name in ("Via", "Record-Route") for value in request.headers(name)]
        tag = "" if ";tag=" in request.header("To") else f";tag={self.tag}"
        lines = [
            f"SIP/2.0 {status} {reason}",
            *kept,
            f"From: {request.header('From')}",
            f"To: {request.header('To')}{tag}",
            f"Call-ID: {request.header('Call-ID')}",
            f"CSeq: {request.header('CSeq')}",
            f"Contact: <sip:party@{self.own}>",
        ]
        self.send("\r\n".join([*lines, *_body(body)]), to)

    def close(self) -> None:
        """Stop."""
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()
        self.sound.close()

    def _read(self) -> None:
        data, sender = self._socket.recvfrom(65_000)
        message = Message(data.decode("utf-8", "replace"))
        if not self.on_message(message, sender):
            self.came.put_nowait(message)

    def on_message(self, message: Message, sender: tuple[str, int]) -> bool:
        """Whether it was dealt with."""
        if message.status is None and message.method in ("BYE", "OPTIONS"):
            self.reply(message, 200, "OK", sender)
        return False


def _body(body: str) -> list[str]:
    kind = ["Content-Type: application/sdp"] if body else []
    return [*kind, f"Content-Length: {len(body.encode())}", "", body]


@dataclass
class Caller(SipParty):
    """Somebody who dials 110. proxy: where the trunk is."""

    proxy: tuple[str, int] = ("127.0.0.1", 5060)
    number: str = "13800001234"
    dialled: str = "110"
    extra: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        self.call_id = f"{secrets.token_hex(8)}@caller"
        self._cseq, self._to, self._contact, self._routes = 1, f"<sip:{self.dialled}@hall>", "", [""]
        self.told: list[Message] = []
        self._is_heard = False

    def invite(self, body: str | None = None, content_type: str = "application/sdp") -> None:
        """Dial."""
        text = self._request("INVITE", body or self.sdp(), self.extra, content_type)
        self._branch = text.split("branch=")[1].split(";")[0].split("\r")[0]
        self._dialled = text
        self._dial(text, 0.5)

    async def knock(self, every_s: float) -> None:
        """Dial on, oftener than phones do, until something comes: to measure when somebody is there."""
        while not self._is_heard:
            self.send(self._dialled, self.proxy)
            await asyncio.sleep(every_s)

    def _dial(self, text: str, again_s: float) -> None:
        """Send, and again until something comes, as every phone does over UDP (RFC 3261 section 17.1.1.2)."""
        if self._is_heard or self._socket.fileno() < 0:
            return
        self.send(text, self.proxy)
        if again_s < 5:
            asyncio.get_running_loop().call_later(again_s, self._dial, text, 2 * again_s)

    def on_message(self, message: Message, sender: tuple[str, int]) -> bool:
        """What comes of the INVITE ends its repeats."""
        self._is_heard = self._is_heard or message.status is not None
        return super().on_message(message, sender)

    async def until(self, status: int, timeout_s: float = 5.0) -> Message:
        """The first response to our INVITE with this status or a higher one; what it says of media is used."""
        async with asyncio.timeout(timeout_s):
            while True:
                message = await self.came.get()
                self.told.append(message)
                if message.status is None or message.method != "INVITE":
                    continue
                if message.status >= 180 and "m=audio" in message.text:
                    self.sound.peer = message.media()
                if message.status >= status:
                    self._keep(message)
                    return message

    async def until_request(self, method: str, timeout_s: float = 5.0) -> Message:
        """The next request of that method."""
        async with asyncio.timeout(timeout_s):
            while True:
                message = await self.came.get()
                self.told.append(message)
                if message.status is None and message.method == method:
                    return message

    def ack(self) -> None:
        """We have the answer."""
        self.send(self._request("ACK", "", (), cseq=self._cseq), self.proxy)

    def bye(self) -> None:
        """Hang up after the answer."""
        self._cseq += 1
        self.send(self._request("BYE", "", ()), self.proxy)

    async def goodbye(self, within_s: float = 32.0) -> None:
        """Hang up as phones do over UDP: said again until it is answered (RFC 3261 section 17.1.2.2)."""
        self._cseq += 1
        text, again_s = self._request("BYE", "", ()), 0.5
        async with asyncio.timeout(within_s):
            while True:
                self.send(text, self.proxy)
                try:
                    async with asyncio.timeout(again_s):
                        while True:
                            message = await self.came.get()
                            if message.status is not None and message.method == "BYE":
                                return
                except TimeoutError:
                    again_s = min(4.0, 2 * again_s)

    def press(self, key: str) -> None:
        """Press a key, as lines without telephone events tell of it (INFO)."""
        self._cseq += 1
        body = f"Signal={key}\r\nDuration=160\r\n"
        self.send(self._request("INFO", body, (), "application/dtmf-relay"), self.proxy)

    def cancel(self) -> None:
        """Hang up before the answer."""
        self.send(self._request("CANCEL", "", (), branch=self._branch, is_first=True), self.proxy)

    def _keep(self, message: Message) -> None:
        self._to = message.header("To")
        contacts = message.headers("Contact")
        self._contact = contacts[0].split("<")[1].split(">")[0] if contacts else ""
        self._routes = list(reversed(message.headers("Record-Route")))

    def _request(
        self, method: str, body: str, extra: tuple[str, ...], content_type: str = "application/sdp",
        *, cseq: int | None = None, branch: str | None = None, is_first: bool = False,
    ) -> str:  # fmt: skip
        target = self._contact if self._contact and not is_first else f"sip:{self.dialled}@{bracketed(self.proxy[0])}"
        routes = [f"Route: {one}" for one in self._routes if one] if self._contact and not is_first else []
        lines = [
            f"{method} {target} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.own};branch={branch or 'z9hG4bK' + secrets.token_hex(6)};rport",
            *routes,
            "Max-Forwards: 70",
            f"From: <sip:{self.number}@{self.own}>;tag={self.tag}",
            f"To: {f'<sip:{self.dialled}@hall>' if is_first else self._to}",
            f"Call-ID: {self.call_id}",
            f"CSeq: {cseq or self._cseq} {method}",
            f"Contact: <sip:{self.number}@{self.own}>",
            *extra,
        ]
        kind = [f"Content-Type: {content_type}"] if body else []
        return "\r\n".join([*lines, *kind, f"Content-Length: {len(body.encode())}", "", body])


@dataclass
class Answerer(SipParty):
    """Somebody who is rung: a mobile, 12345, an officer. behaviour: answer, busy, reject, ring (and never answers)."""

    behaviour: str = "answer"
    after_s: float = 0.05
    invites: list[Message] = field(default_factory=list)

    def on_message(self, message: Message, sender: tuple[str, int]) -> bool:
        """Behave as told."""
        super().on_message(message, sender)
        if message.status is None and message.method == "INVITE" and ";tag=" not in message.header("To"):
            self.invites.append(message)
            self._waiting = asyncio.ensure_future(self._answer(message, sender))
        elif message.status is None and message.method == "CANCEL":
            self.reply(message, 200, "OK", sender)
            self._waiting.cancel()
            self.reply(self.invites[-1], 487, "Request Terminated", sender)
        return False

    async def _answer(self, invite: Message, sender: tuple[str, int]) -> None:
        self.reply(invite, 100, "Trying", sender)
        if self.behaviour == "busy":
            self.reply(invite, 486, "Busy Here", sender)
            return
        if self.behaviour == "reject":
            self.reply(invite, 603, "Decline", sender)
            return
        self.reply(invite, 180, "Ringing", sender)
        if self.behaviour == "ring":
            return
        await asyncio.sleep(self.after_s)
        if "m=audio" in invite.text:
            self.sound.peer = invite.media()
        self.reply(invite, 200, "OK", sender, self.sdp())
        self.peer, self.invite = sender, invite

    async def until_bye(self, timeout_s: float = 5.0) -> Message:
        """When the other side hangs up."""
        async with asyncio.timeout(timeout_s):
            while True:
                message = await self.came.get()
                if message.status is None and message.method == "BYE":
                    return message

    def bye(self) -> None:
        """Hang up."""
        invite = self.invite
        target = invite.header("Contact").split("<")[1].split(">")[0]
        routes = [f"Route: {one}" for one in invite.headers("Record-Route")]
        lines = [
            f"BYE {target} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.own};branch=z9hG4bK{secrets.token_hex(6)};rport",
            *routes,
            "Max-Forwards: 70",
            f"From: {invite.header('To')};tag={self.tag}",
            f"To: {invite.header('From')}",
            f"Call-ID: {invite.header('Call-ID')}",
            "CSeq: 77 BYE",
        ]
        self.send("\r\n".join([*lines, *_body("")]), self.peer)
