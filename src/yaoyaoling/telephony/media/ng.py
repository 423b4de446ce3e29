"""rtpengine by its ng protocol: bencode over UDP, repeated with the same cookie until it answers."""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable
from typing import Any

from yaoyaoling.telephony.media.bencode import NotBencoded, decoded, encoded

# It knows a cookie again and gives the same answer (its own memory of them: 30 s).
_WAITS_S = (0.25, 0.5, 1.0, 2.0)
_FINE = ("ok", "pong")


class RtpengineRefused(RuntimeError):
    """It answered with an error."""


class RtpengineAway(TimeoutError):
    """It did not answer within 4 s."""


class _Socket(asyncio.DatagramProtocol):
    """Answers by cookie."""

    def __init__(self) -> None:
        self.waiting: dict[bytes, asyncio.Future[dict[str, Any]]] = {}

    def datagram_received(self, data: bytes, _addr: Any) -> None:
        cookie, _, body = data.partition(b" ")
        future = self.waiting.pop(cookie, None)
        if future is not None and not future.done():
            try:
                answer = decoded(body)
            except NotBencoded as fault:
                future.set_exception(RtpengineRefused(str(fault)))
                return
            future.set_result(answer if isinstance(answer, dict) else {})

    def error_received(self, _exc: Exception) -> None:
        """Nobody listens there now; the repetition may find somebody."""


class _Digits(asyncio.DatagramProtocol):
    """Keys pressed in the audio, one JSON a datagram."""

    def __init__(self, on_digit: Callable[[str, str, str], None]) -> None:
        self._on_digit = on_digit

    def datagram_received(self, data: bytes, _addr: Any) -> None:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            event = json.loads(data)
            self._on_digit(event["callid"], event["source_tag"], _KEYS[int(event["event"])])


_KEYS = dict(enumerate("0123456789*#ABCD"))


class Rtpengine:
    """One rtpengine. Raises RtpengineRefused, RtpengineAway."""

    def __init__(
        self,
        transport: asyncio.DatagramTransport,
        protocol: _Socket,
        outside: str | None,
        inside: str | None,
        *,
        encrypts: bool,
        family: str,
    ) -> None:
        self.family = family
        self.outside = outside
        self.inside = inside
        self.encrypts = encrypts
        self._transport = transport
        self._protocol = protocol
        self._listening: list[asyncio.BaseTransport] = []

    @classmethod
    async def connect(
        cls, host: str, port: int, *, outside: str | None = None, inside: str | None = None, encrypts: bool = False,
        family: str = "IP4",
    ) -> "Rtpengine":  # fmt: skip
        """Open the socket; says nothing about whether anybody is there (`ping`).

        outside, inside: names of its interfaces towards the trunk and towards Janus; None when it has only one.
        encrypts: calls of ours offer SRTP (SDES) and nothing else. family: what the trunk's side speaks, IP4 or IP6.
        """
        loop = asyncio.get_running_loop()
        transport, protocol = await loop.create_datagram_endpoint(_Socket, remote_addr=(host, port))
        return cls(transport, protocol, outside, inside, encrypts=encrypts, family=family)

    async def ping(self) -> None:
        """Whether it is there."""
        await self._ask("ping")

    async def offer(self, call_id: str, from_tag: str, sdp: str, **options: Any) -> str:
        """Give one side's offer; gives the SDP for the other side. Options as the ng protocol names them, _ for -."""
        return str((await self._ask("offer", call_id=call_id, from_tag=from_tag, sdp=sdp, **options))["sdp"])

    async def answer(self, call_id: str, from_tag: str, to_tag: str, sdp: str, **options: Any) -> str:
        """Give the answer of to_tag's side; gives the SDP for from_tag's side."""
        answer = await self._ask("answer", call_id=call_id, from_tag=from_tag, to_tag=to_tag, sdp=sdp, **options)
        return str(answer["sdp"])

    async def delete(self, call_id: str) -> None:
        """Forget a call and free its ports. Nothing if it is not known."""
        with contextlib.suppress(RtpengineRefused):
            await self._ask("delete", call_id=call_id, delete_delay=0)

    async def play(self, call_id: str, tag: str, file: str, repeat: int = 1) -> None:
        """Play a file to the side of `tag`. Stop it before room audio, else the two mix up."""
        await self._ask("play media", call_id=call_id, from_tag=tag, file=file, repeat_times=repeat)

    async def stop(self, call_id: str, tag: str) -> None:
        """Stop what `play` started."""
        await self._ask("stop media", call_id=call_id, from_tag=tag)

    async def press(self, call_id: str, tag: str, digit: str, duration_ms: int = 160) -> None:
        """Press a key as if the side of `tag` had: RFC 4733 where the other side takes it, else as its two tones."""
        await self._ask("play DTMF", call_id=call_id, from_tag=tag, code=digit, duration=duration_ms)

    async def query(self, call_id: str) -> dict[str, Any]:
        """Its streams and their counters."""
        return await self._ask("query", call_id=call_id)

    async def listen_digits(self, host: str, port: int, on_digit: Callable[[str, str, str], None]) -> int:
        """Receive keys pressed in the audio where `--dtmf-log-dest` sends them; gives the port.

        on_digit(call id, tag of the side, digit).
        """
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: _Digits(on_digit), local_addr=(host, port))
        self._listening.append(transport)
        return int(transport.get_extra_info("sockname")[1])

    def close(self) -> None:
        """Close the sockets."""
        for transport in (self._transport, *self._listening):
            transport.close()

    async def _ask(self, command: str, **options: Any) -> dict[str, Any]:
        cookie = secrets.token_hex(8).encode()
        asked = {"command": command, **{key.replace("_", "-"): value for key, value in options.items()}}
        data = cookie + b" " + encoded(asked)
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._protocol.waiting[cookie] = future
        try:
            for wait_s in _WAITS_S:
                self._transport.sendto(data)
                done, _ = await asyncio.wait((future,), timeout=wait_s)
                if done:
                    break
            else:
                raise RtpengineAway(command)
        finally:
            self._protocol.waiting.pop(cookie, None)
        answer = future.result()
        if answer.get("result") not in _FINE:
            raise RtpengineRefused(f"{command}: {answer.get('error-reason', answer.get('result'))}")
        return answer
