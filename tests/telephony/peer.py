"""A SIP phone of the tests: says exactly what it is told, over real UDP, and shows every octet it received."""

import asyncio
import secrets
import socket
from dataclasses import dataclass, field

SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 8 101\r\n"
    "a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\na={direction}\r\n"
)


def sdp(port: int, direction: str = "sendrecv") -> str:
    return SDP.format(port=port, direction=direction)


@dataclass
class Message:
    """A message as it came."""

    first: str
    headers: list[tuple[str, str]]
    body: bytes

    @classmethod
    def read(cls, data: bytes) -> "Message":
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("utf-8", "replace").split("\r\n")
        return cls(first, [(a.strip().lower(), b.strip()) for a, _, b in (one.partition(":") for one in lines)], body)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    def one(self, name: str) -> str:
        return self.all(name)[0]

    @property
    def status(self) -> int:
        return int(self.first.split()[1]) if self.first.startswith("SIP/2.0") else 0

    @property
    def method(self) -> str:
        return self.first.split()[0]

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Peer(asyncio.DatagramProtocol):
    """One phone with one call at a time."""

    to: tuple[str, int] = ("127.0.0.1", 0)
    user: str = "13900000001"
    port: int = 0
    call_id: str = ""
    tag: str = ""
    their_tag: str = ""
    target: str = ""
    number: int = 0
    route: list[str] = field(default_factory=list)

    async def open(self) -> "Peer":
        self.inbox: asyncio.Queue[Message] = asyncio.Queue()
        self.seen: list[Message] = []
        self.wire: list[bytes] = []
        self.transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: self, local_addr=("127.0.0.1", 0)
        )
        self.port = self.transport.get_extra_info("sockname")[1]
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * 1024 * 1024)
        self.fresh()
        return self

    def fresh(self) -> None:
        """Forget the last call."""
        self.call_id, self.tag = f"{secrets.token_hex(8)}@peer", secrets.token_hex(4)
        self.their_tag, self.number, self.branch, self.route = "", 1, "", []

    def close(self) -> None:
        self.transport.close()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.wire.append(data)
        message = Message.read(data)
        self.seen.append(message)
        if message.method == "OPTIONS":
            self.send_reply(message, 200, "OK")  # the edge asks whether we are there
            return
        self.inbox.put_nowait(message)

    def error_received(self, exc: Exception) -> None:
        """The other side is not there."""

    def send(self, data: bytes | str) -> None:
        self.transport.sendto(data.encode() if isinstance(data, str) else data, self.to)

    def request(
        self,
        method: str,
        body: bytes | str = b"",
        kind: str = "application/sdp",
        *,
        headers: list[str] | None = None,
        uri: str | None = None,
        same_branch: bool = False,
        identity: str | None = None,
        contact: bool = True,
    ) -> bytes:
        """The octets of a request; within the call when it has been answered."""
        octets = body.encode() if isinstance(body, str) else body
        if not same_branch:
            self.branch = f"z9hG4bK{secrets.token_hex(6)}"
        tag = f";tag={self.their_tag}" if self.their_tag and method != "CANCEL" else ""
        lines = [
            f"{method} {uri or self.target or f'sip:110@127.0.0.1:{self.to[1]}'} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};branch={self.branch};rport",
            f"From: {identity or f'<sip:{self.user}@127.0.0.1>'};tag={self.tag}",
            f"To: <sip:110@psap.example>{tag}",
            f"Call-ID: {self.call_id}",
            f"CSeq: {self.number} {method}",
            "Max-Forwards: 70",
            *([f"Contact: <sip:{self.user}@127.0.0.1:{self.port};transport=UDP>"] if contact else []),
            *(f"Route: {one}" for one in self.route),
            *(headers or []),
            *([f"Content-Type: {kind}"] if octets else []),
            f"Content-Length: {len(octets)}",
        ]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + octets

    async def until(self, what: int | str, within_s: float = 5) -> Message:
        """The next message of a status (or above, final) or a method."""
        async with asyncio.timeout(within_s):
            while True:
                message = await self.inbox.get()
                wanted = message.method == what if isinstance(what, str) else message.status >= what
                if wanted:
                    self._learn(message)
                    return message

    def _learn(self, message: Message) -> None:
        if message.status > 100 and "INVITE" in message.one("cseq"):
            self.their_tag = message.one("to").partition(";tag=")[2]
            self.route = list(reversed(message.all("record-route")))
            if message.all("contact"):
                self.target = message.one("contact").partition("<")[2].partition(">")[0]

    def ack(self, body: str = "") -> None:
        self.send(self.request("ACK", body, contact=False))

    async def call(self, body: str, **more: object) -> Message:
        """INVITE, up to the 200, with its ACK."""
        self.send(self.request("INVITE", body, **more))  # type: ignore[arg-type]
        answer = await self.until(200, 10)
        if answer.status == 200:
            self.ack()
        return answer

    async def again(self, method: str, body: str = "", kind: str = "application/sdp") -> Message:
        """A request within the call and its final reply."""
        self.number += 1
        self.send(self.request(method, body, kind))
        reply = await self.until(200)
        if method == "INVITE":
            self.ack()
        return reply

    def reply(self, request: Message, status: int, reason: str, body: str = "", headers: tuple[str, ...] = ()) -> None:
        """Answer a request we received."""
        self.their_tag = request.one("from").partition(";tag=")[2]
        self.call_id = request.one("call-id")
        self.send_reply(request, status, reason, body, headers)

    def send_reply(
        self, request: Message, status: int, reason: str, body: str = "", headers: tuple[str, ...] = ()
    ) -> None:
        """The reply alone, whatever call it belongs to."""
        to = request.one("to")
        lines = [
            f"SIP/2.0 {status} {reason}",
            *(f"Via: {one}" for one in request.all("via")),
            *(f"Record-Route: {one}" for one in request.all("record-route")),
            f"From: {request.one('from')}",
            f"To: {to if 'tag=' in to else f'{to};tag={self.tag}'}",
            f"Call-ID: {request.one('call-id')}",
            f"CSeq: {request.one('cseq')}",
            f"Contact: <sip:{self.user}@127.0.0.1:{self.port}>",
            *headers,
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body.encode())}",
        ]
        self.send("\r\n".join(lines) + "\r\n\r\n" + body)
