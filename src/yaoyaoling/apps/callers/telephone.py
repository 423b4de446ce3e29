"""A telephone that rings 110: its SIP by `Dialog`, its sound by `Phones`. Mobiles are rung at an `Exchange`."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from yaoyaoling.apps.callers.line import Line
from yaoyaoling.apps.callers.message import Dialog, Message
from yaoyaoling.apps.callers.phones import Phone, Phones

_MANNERS_S = 8.0


def offer_of(port: int) -> bytes:
    """A-law and telephone keys in packets of 20 ms, as SDP."""
    return (
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
        "a=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n"
    ).encode()


def media_of(sdp: bytes) -> tuple[str, int] | None:
    """Where the other side wants its sound; None when it says nothing of it."""
    lines = sdp.decode(errors="replace").splitlines()
    host = next((line.split()[-1] for line in lines if line.startswith("c=IN IP4 ")), None)
    port = next((int(line.split()[1]) for line in lines if line.startswith("m=audio ")), 0)
    return None if host is None or not port else (host, port)


@dataclass
class Telephone:
    """One call. Moments in seconds since 1970: dialled_at, early_at (183), answered_at, ended_at; status: the last."""

    phones: Phones
    line: Line
    dialog: Dialog
    phone: Phone
    dialled_at: float = 0.0
    early_at: float | None = None
    answered_at: float | None = None
    ended_at: float | None = None
    status: int = 0
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    async def open(
        cls, phones: Phones, edge: tuple[str, int], number: str, says: bytes, dialled: str = "110"
    ) -> "Telephone":
        """number: the caller's, or `anonymous`."""
        line = await Line.open(edge)
        host, port = edge
        dialog = Dialog(dialled, f"sip:{dialled}@{host}:{port}", line.own, number)
        return cls(phones, line, dialog, phones.open(says))

    def dial(self, more: Iterable[str] = (), body: bytes | None = None) -> None:
        """INVITE; all that comes of it is followed by itself. body: other than plain SDP, its type among `more`."""
        self.dialled_at = time.time()
        data = self.dialog.invite(offer_of(self.phone.port) if body is None else body, more)
        self._tasks = [asyncio.create_task(self._follow(data)), asyncio.create_task(self._watch())]

    async def _follow(self, invite: bytes) -> None:
        def is_ours(one: Message) -> bool:
            return one.method == "INVITE" and one.get("call-id") == self.dialog.call_id

        try:
            reply = await self.line.ask(invite, is_ours)
        except TimeoutError:
            self._end()
            return
        while True:
            if is_ours(reply):
                self._take(reply)
            reply = await self.line.replies.get()

    def _take(self, reply: Message) -> None:
        self.status = reply.status
        if 100 < reply.status < 300 and (media := media_of(reply.body)) is not None:
            self.phone.to = media
        if reply.status == 183 and self.early_at is None:
            self.early_at = time.time()
        if 200 <= reply.status < 300:
            if self.answered_at is None:
                self.answered_at = time.time()
                self.dialog.answered(reply)
                self.answered.set()
            self.line.send(self.dialog.ack(reply))
        elif reply.status >= 300:
            self.line.send(self.dialog.ack(reply))
            self._end()

    async def _watch(self) -> None:
        while (await self.line.requests.get()).method != "BYE":
            pass
        self._end()

    def _end(self) -> None:
        self.ended_at = self.ended_at or time.time()
        self.ended.set()

    def press(self, key: str) -> None:
        """Press a key, after the answer."""
        self.line.send(self.dialog.press(key))

    async def hang_up(self) -> None:
        """CANCEL before an answer, BYE after it; waits for the last word, a few seconds."""
        if self.ended_at is None and self.dialled_at:
            if self.answered_at is None:
                self.line.send(self.dialog.cancel())
                await self._until_ended()
            else:
                self.line.send(self.dialog.bye())
                await asyncio.sleep(0.05)
                self._end()

    async def _until_ended(self) -> None:
        try:
            await asyncio.wait_for(self.ended.wait(), _MANNERS_S)
        except TimeoutError:
            self._end()

    def close(self) -> None:
        """Away with it."""
        for task in getattr(self, "_tasks", []):
            task.cancel()
        self.phones.drop(self.phone)
        self.line.close()


@dataclass
class Mobile:
    """Who is rung at a number. answers_after_s: None does not answer, however long it rings. phone: while talking."""

    says: bytes
    answers_after_s: Callable[[], Awaitable[float | None]]
    phone: Phone | None = None
    rang: int = 0


class Exchange:
    """The gateway behind which mobiles are: all numbers at one address."""

    def __init__(self, phones: Phones, anyone: Callable[[str], Mobile] | None = None) -> None:
        """anyone: who is rung at a number that is none of the mobiles; None: nobody, 404."""
        self.mobiles: dict[str, Mobile] = {}
        self._phones = phones
        self._anyone = anyone
        self._calls: dict[str, tuple[Mobile, Message, asyncio.Task[None]]] = {}

    async def open(self, port: int = 0) -> int:
        """Listen, at any port for 0; gives the port. Raises: OSError."""
        self._line = await Line.open(("127.0.0.1", 9), ("127.0.0.1", port))
        self._serving = asyncio.create_task(self._serve())
        return int(self._line.own.rpartition(":")[2])

    def close(self) -> None:
        """Nobody is reached any more."""
        self._serving.cancel()
        self._line.close()

    async def _serve(self) -> None:
        while True:
            request = await self._line.requests.get()
            call_id = request.get("call-id")
            if request.method == "INVITE" and call_id not in self._calls:
                number = request.uri.partition("sip:")[2].partition("@")[0]
                mobile = self.mobiles.get(number) or (self._anyone(number) if self._anyone else None)
                if mobile is None:
                    self._reply(request, "404 Not Found")
                    continue
                mobile.rang += 1
                self._calls[call_id] = (mobile, request, asyncio.create_task(self._ring(mobile, request)))
            elif request.method in ("CANCEL", "BYE") and call_id in self._calls:
                mobile, invite, ringing = self._calls.pop(call_id)
                ringing.cancel()
                if request.method == "CANCEL":
                    self._reply(request, "200 OK")
                    self._reply(invite, "487 Request Terminated")
                if mobile.phone is not None and request.method == "BYE":
                    self._phones.drop(mobile.phone)
                    mobile.phone = None

    async def _ring(self, mobile: Mobile, invite: Message) -> None:
        self._reply(invite, "180 Ringing")
        after_s = await mobile.answers_after_s()
        if after_s is None:
            return
        await asyncio.sleep(after_s)
        mobile.phone = self._phones.open(mobile.says)
        mobile.phone.to = media_of(invite.body)
        self._reply(invite, "200 OK", offer_of(mobile.phone.port))

    def _reply(self, request: Message, status: str, body: bytes = b"") -> None:
        contact = f"sip:mobile@{self._line.own}"
        self._line.send(request.reply(status, tag="mobile", contact=contact, body=body), _sender_of(request))


def _sender_of(request: Message) -> tuple[str, int]:
    """Where replies go (RFC 3261 section 18.2.2): our edge says its own address in Via, and no port when it is 5060."""
    host, _, port = request.get("via").split()[1].split(";")[0].partition(":")
    return host, int(port or 5060)
