"""uvicorn inside a process of ours: it leaves the signals to us and ends what it began."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Iterator, Sequence
from typing import Any

import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.server import ServerProtocol


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


class QuickSockets(WebSocketsSansIOProtocol):
    """WebSockets that compress quickly: at the usual level half of what a web process did was to compress positions."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        quickly = ServerPerMessageDeflateFactory(
            server_max_window_bits=12, client_max_window_bits=12, compress_settings={"memLevel": 5, "level": 1}
        )
        logger = logging.getLogger("uvicorn.error")
        self.conn = ServerProtocol(extensions=[quickly], max_size=self.config.ws_max_size, logger=logger)
