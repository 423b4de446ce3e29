"""A carrier's SMS centre for tests, put together with another library (`smpplib`) than ours: a real TCP server."""

import asyncio
import contextlib
import struct
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from smpplib.smpp import make_pdu, parse_pdu


class Counter:
    """What `smpplib` asks for sequence numbers."""

    def __init__(self) -> None:
        self.sequence = 0

    def next_sequence(self) -> int:
        """The next one."""
        self.sequence += 1
        return self.sequence


@dataclass
class Centre:
    """A centre to which one client may bind. taken: messages it took; statuses: what it answers to the next ones."""

    password: str = "secret"
    taken: list[Any] = field(default_factory=list)
    statuses: deque[int] = field(default_factory=deque)
    answers: list[tuple[int, int]] = field(default_factory=list)
    """Sequence and status of what the client answered to our messages."""
    heard: list[str] = field(default_factory=list)
    is_mute: bool = False
    """Takes everything and answers nothing."""
    bound: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0
    _writer: asyncio.StreamWriter | None = None
    _server: asyncio.Server | None = None
    _counter: Counter = field(default_factory=Counter)
    _ids: int = 1000

    async def start(self) -> None:
        """Listen; on the same port as before when it was stopped."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Hang up, and listen no more."""
        await self.hang_up()
        if self._server is not None:
            self._server.close()

    async def hang_up(self) -> None:
        """Cut the connection."""
        self.bound.clear()
        if self._writer is not None:
            self._writer.transport.abort()
            self._writer = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readexactly(16)
                octets = head + await reader.readexactly(struct.unpack(">I", head[:4])[0] - 16)
                if self.is_mute:
                    continue
                self._answer(parse_pdu(octets, client=self._counter, allow_unknown_opt_params=True), writer)
                await writer.drain()
        writer.close()

    def _answer(self, request: Any, writer: asyncio.StreamWriter) -> None:
        self.heard.append(request.command)
        match request.command:
            case "bind_transceiver":
                status = 0 if request.password == self.password.encode() else 0x0E
                self._reply(writer, request, status, system_id="centre")
                if status == 0:
                    self.bound.set()
            case "submit_sm":
                status = self.statuses.popleft() if self.statuses else 0
                if status == 0:
                    self._ids += 1
                    self.taken.append((str(self._ids), request))
                self._reply(writer, request, status, message_id=str(self._ids) if status == 0 else "")
            case "deliver_sm_resp":
                self.answers.append((request.sequence, request.status))
            case "enquire_link" | "unbind":
                self._reply(writer, request, 0)
            case _:
                pass

    def _reply(self, writer: asyncio.StreamWriter, request: Any, status: int, **fields: Any) -> None:
        reply = make_pdu(f"{request.command}_resp", client=self._counter, **fields)
        reply.sequence = request.sequence
        reply.status = status
        writer.write(reply.generate())

    async def deliver(self, sender: str, octets: bytes, *, coding: int = 8, esm_class: int = 0, **tlvs: Any) -> int:
        """A message of a citizen, or with esm_class 4 a receipt; gives its sequence number."""
        request = make_pdu(
            "deliver_sm", client=self._counter, source_addr=sender, destination_addr="110", short_message=octets,
            data_coding=coding, esm_class=esm_class, sm_length=len(octets), service_type="", dest_addr_ton=0,
            dest_addr_npi=1, source_addr_ton=0, source_addr_npi=1, **tlvs,
        )  # fmt: skip
        await self.send(request.generate())
        return int(request.sequence)

    async def send(self, octets: bytes) -> None:
        """Anything, also what is no request at all."""
        assert self._writer is not None
        self._writer.write(octets)
        await self._writer.drain()

    async def answered(self, sequence: int) -> int:
        """The status with which the client answered."""
        async with asyncio.timeout(10):
            while True:
                for one, status in self.answers:
                    if one == sequence:
                        return status
                await asyncio.sleep(0.02)
