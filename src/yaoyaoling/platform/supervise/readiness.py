"""When a process counts as ready: it said so in a line, a port answers, or a page does."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

_EVERY_S = 0.05
_ANSWER_S = 5.0


@dataclass
class Output:
    """What a process has written since it started, as far as somebody waits for a line of it."""

    _tail: bytes = b""
    _awaited: dict[bytes, asyncio.Event] = field(default_factory=dict)

    def saw(self, data: bytes) -> None:
        """Take more of its output."""
        if not self._awaited:
            return
        self._tail = (self._tail + data)[-200_000:]
        for text, event in self._awaited.items():
            if text in self._tail:
                event.set()

    async def contains(self, text: bytes) -> None:
        """Return when the output contained the text, from the moment of this call on."""
        await self._awaited.setdefault(text, asyncio.Event()).wait()


Readiness = Callable[[Output], Awaitable[None]]
"""Returns when the process is ready. It is cancelled when the process ends or takes too long."""


async def at_once(_: Output) -> None:
    """Ready as soon as it runs."""


def line(text: str) -> Readiness:
    """Ready when it wrote a line with this text."""

    async def wait(output: Output) -> None:
        await output.contains(text.encode())

    return wait


def answer(ask: Callable[[], Awaitable[bool]], every_s: float = _EVERY_S) -> Readiness:
    """Ready when `ask` says so; an OSError means not yet."""

    async def wait(_: Output) -> None:
        while True:
            try:
                if await asyncio.wait_for(ask(), _ANSWER_S):
                    return
            except (OSError, TimeoutError, EOFError):
                pass
            await asyncio.sleep(every_s)

    return wait


def port(number: int, address: str = "127.0.0.1") -> Readiness:
    """Ready when somebody accepts connections there."""

    async def ask() -> bool:
        _, writer = await asyncio.open_connection(address, number)
        writer.close()
        return True

    return answer(ask)


def page(address: str, number: int, path: str, certificate: Path | None = None) -> Readiness:
    """Ready when `GET path` answers 200; certificate: the server's own, when it speaks TLS."""
    context: ssl.SSLContext | None = None
    if certificate is not None:
        context = ssl.create_default_context(cafile=str(certificate))

    async def ask() -> bool:
        return await get_status(address, number, path, context) == 200

    return answer(ask, every_s=0.1)


async def get_status(address: str, number: int, path: str, context: ssl.SSLContext | None = None) -> int:
    """The status of one GET. Raises: OSError, EOFError when there is none."""
    reader, writer = await asyncio.open_connection(address, number, ssl=context)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {address}:{number}\r\nConnection: close\r\n\r\n".encode())
        head = (await reader.readline()).split()
        if len(head) < 2 or not head[1].isdigit():
            raise EOFError
        return int(head[1])
    finally:
        writer.close()
