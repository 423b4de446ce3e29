"""A telephone line of a caller: requests out and replies in, over UDP."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import cast

from yaoyaoling.apps.callers.message import Message, NoSipMessage, read

_T1_S = 0.5
_GIVE_UP_S = 32.0


class Line(asyncio.DatagramProtocol):
    """One socket. replies: what came for requests of ours, in order; requests: what others want of us."""

    def __init__(self, peer: tuple[str, int]) -> None:
        self.peer = peer
        self.replies: asyncio.Queue[Message] = asyncio.Queue()
        self.requests: asyncio.Queue[Message] = asyncio.Queue()
        self._transport: asyncio.DatagramTransport | None = None

    @classmethod
    async def open(cls, peer: tuple[str, int], own: tuple[str, int] = ("127.0.0.1", 0)) -> "Line":
        """A line on a port of its own."""
        _, line = await asyncio.get_running_loop().create_datagram_endpoint(lambda: cls(peer), local_addr=own)
        return line

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is there."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    @property
    def own(self) -> str:
        """Our address and port."""
        assert self._transport is not None
        host, port = self._transport.get_extra_info("sockname")[:2]
        return f"{host}:{port}"

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Sort what came; a BYE or a question is answered at once."""
        with contextlib.suppress(NoSipMessage):
            message = read(data)
            if message.status:
                self.replies.put_nowait(message)
                return
            if message.method in ("BYE", "OPTIONS", "NOTIFY", "INFO"):
                self.send(message.reply("200 OK", tag="peer"), addr)
            self.requests.put_nowait(message)

    def send(self, data: bytes, peer: tuple[str, int] | None = None) -> None:
        """Out with it."""
        if self._transport is not None:
            self._transport.sendto(data, peer or self.peer)

    async def ask(self, data: bytes, wanted: Callable[[Message], bool]) -> Message:
        """Send until a reply is the wanted one (RFC 3261, timers A and E); others are kept for later readers.

        Raises: TimeoutError.
        """
        pause_s = _T1_S
        async with asyncio.timeout(_GIVE_UP_S):
            while True:
                self.send(data)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pause_s):
                        while True:
                            reply = await self.replies.get()
                            if wanted(reply):
                                return reply
                pause_s = min(4.0, pause_s * 2)

    def close(self) -> None:
        """Close the socket."""
        if self._transport is not None:
            self._transport.close()
