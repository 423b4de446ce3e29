"""Asking a daemon whether it works, in its own language: a process that runs may still be deaf."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

from yaoyaoling.telephony.daemons.layout import Address, JanusAt

_WITHIN_S = 1.0
Ask = Callable[[], Awaitable[bool]]


async def answers_ng(at: Address) -> bool:
    """Whether rtpengine answers a ping."""
    return b"pong" in await _ask(at, secrets.token_hex(4).encode() + b" d7:command4:pinge")


async def answers_sip(at: Address) -> bool:
    """Whether a SIP server answers OPTIONS, whatever it says."""
    name = secrets.token_hex(6)
    request = (
        f"OPTIONS sip:alive@{at} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK{name}\r\n"
        f"Max-Forwards: 1\r\nFrom: <sip:alive@127.0.0.1>;tag={name}\r\nTo: <sip:alive@{at}>\r\nCall-ID: {name}\r\n"
        "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
    )
    return (await _ask(at, request.encode())).startswith(b"SIP/2.0 ")


async def answers_stun(at: Address) -> bool:
    """Whether a TURN server answers a STUN binding request (RFC 8489)."""
    request = b"\x00\x01\x00\x00\x21\x12\xa4\x42" + secrets.token_bytes(12)
    return (await _ask(at, request))[:2] == b"\x01\x01"


async def answers_janus(at: JanusAt) -> bool:
    """Whether Janus speaks its protocol on its WebSocket: the upgrade is answered."""
    async with asyncio.timeout(_WITHIN_S):
        reader, writer = await asyncio.open_connection(*at.ws)
        try:
            writer.write(
                f"GET / HTTP/1.1\r\nHost: {at.ws}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eWFveWFvbGluZyBhbGl2ZQ==\r\n"
                "Sec-WebSocket-Protocol: janus-protocol\r\n\r\n".encode()
            )
            return b" 101 " in await reader.readline()
        finally:
            writer.close()


class _Question(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002 - asyncio calls it so
        if not self.answer.done():
            self.answer.set_result(data)

    def error_received(self, exc: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(exc)


async def _ask(at: Address, data: bytes) -> bytes:
    """The first datagram that comes back. Raises: OSError, TimeoutError."""
    transport, question = await asyncio.get_running_loop().create_datagram_endpoint(
        _Question, remote_addr=(at.host, at.port)
    )
    try:
        transport.sendto(data)
        return await asyncio.wait_for(question.answer, _WITHIN_S)
    finally:
        transport.close()
