"""A way to a server that can be shut: what goes through it then finds nobody."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Gate:
    """Forwards a port of its own to another one of this machine."""

    target: int
    port: int = 0
    _server: asyncio.Server | None = None
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def open(self) -> None:
        """Let through, on the same port as before."""
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        """Cut everybody off, and let nobody in."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._open):
            writer.transport.abort()

    def url(self, url: str) -> str:
        """The same address, through this gate."""
        parts = urlsplit(url)
        host = f"{parts.netloc.rpartition(':')[0]}:{self.port}"
        return parts._replace(netloc=host).geturl()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, out = await asyncio.open_connection("127.0.0.1", self.target)
        self._open |= {writer, out}
        await asyncio.gather(_copy(reader, out), _copy(there, writer))
        self._open -= {writer, out}


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.transport.abort()
