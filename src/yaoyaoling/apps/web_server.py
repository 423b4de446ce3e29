"""uvicorn inside a process of ours: it leaves the signals to us and ends what it began."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator, Sequence

import uvicorn


class QuietServer(uvicorn.Server):
    """Leaves the signals to us: uvicorn's own handling ends the process before the engines are closed."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing is captured."""
        yield


async def serve_gently(server: uvicorn.Server, sockets: Sequence[socket.socket] = ()) -> None:
    """Serve; when cancelled, answer what was begun first. sockets: that listen already; none: what its settings say."""
    serving = asyncio.create_task(server.serve(list(sockets) or None))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise
