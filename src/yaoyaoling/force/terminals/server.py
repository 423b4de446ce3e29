"""Terminals on TCP: each connection a task of its own, none able to hold up another."""

import asyncio
import contextlib
from collections import Counter

import numpy as np

from yaoyaoling.force.positions.batch import Batch
from yaoyaoling.force.positions.process import PositionsProcess
from yaoyaoling.force.terminals.frames import BadFrameError, Framer, write_frame
from yaoyaoling.force.terminals.session import Register, Session
from yaoyaoling.platform.logs import logger

log = logger("force")
TAKE_S = 0.05
"""Fixes of all terminals are taken together so often."""
KNOWN_WITHIN_S, SILENT_S, WRITE_S = 30.0, 600.0, 10.0
MOST_CONNECTIONS = 20_000


class TerminalServer:
    """Feeds the pipeline; faults are counted and written by the process."""

    def __init__(self, process: PositionsProcess, register: Register) -> None:
        self._process = process
        self._register = register
        self._batches: list[Batch] = []
        self._open: set[asyncio.Task[None]] = set()
        self.frames: Counter[str] = Counter()
        self.port = 0

    @property
    def connections(self) -> int:
        """How many are open."""
        return len(self._open)

    async def run(self, address: str, port: int) -> None:
        """Serve until cancelled. Raises: OSError when the port is taken."""
        server = await asyncio.start_server(self._serve, address, port)
        self.port = server.sockets[0].getsockname()[1]
        log.info("terminals_ready", address=address, port=self.port)
        try:
            while True:
                await asyncio.sleep(TAKE_S)
                self._take_all()
        finally:
            server.close()
            for task in self._open:
                task.cancel()

    def _take_all(self) -> None:
        if self._batches:
            batches, self._batches = self._batches, []
            self._process.take(np.concatenate(batches), None)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        if len(self._open) >= MOST_CONNECTIONS:
            writer.close()
            return
        self._open.add(task)
        address = str((writer.get_extra_info("peername") or ("?",))[0])
        session = Session(self._register, self._batches_append, self._note, address)
        try:
            # A connection's own end, and ours: streams take a cancelled task for a fault.
            with contextlib.suppress(OSError, TimeoutError, asyncio.CancelledError):
                await self._talk(session, reader, writer)
        finally:
            self._open.discard(task)
            writer.close()

    def _batches_append(self, batch: Batch) -> None:
        self._batches.append(batch)

    def _note(self, device: str, fault: str, org_path: str) -> None:
        self.frames[fault] += 1
        self._process.note_fault(device, fault, org_path)

    async def _talk(self, session: Session, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        framer = Framer()
        clock = asyncio.get_running_loop().time
        known_by = clock() + KNOWN_WITHIN_S
        while not session.has_ended():
            wait_s = SILENT_S if session.terminal else known_by - clock()
            data = await asyncio.wait_for(reader.read(8192), max(0.0, wait_s))
            if not data:
                return
            for found in framer.feed(data):
                if isinstance(found, BadFrameError):
                    session.wrong(found.fault)
                    continue
                reply = await session.answer(found)
                self.frames["answered"] += 1
                if reply is not None:
                    writer.write(write_frame(reply))
                if session.has_ended():
                    break
            await asyncio.wait_for(writer.drain(), WRITE_S)
