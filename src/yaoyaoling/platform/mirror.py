"""Following the position process: all rows at the start and after a gap, then what moves."""

import asyncio
import struct
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
from nats.aio.msg import Msg

from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.positions import STATE, Told, unpack_told

log = logger("platform")
OnTold = Callable[[Told], Awaitable[None]]
_ASK = struct.Struct("<cQ")
_ANSWER_S = 2.0
_AGAIN_S = 1.0


def pack_state_ask(kind: bytes, first: int) -> bytes:
    """Asks for the rows from the first-th on. kind: b"i" (index) or b"m" (map)."""
    return _ASK.pack(kind, first)


def unpack_state_ask(body: bytes) -> tuple[bytes, int]:
    """(kind, first). Raises: struct.error."""
    kind, first = _ASK.unpack(body)
    return kind, first


class Mirror:
    """Hears one topic and keeps whoever it belongs to whole."""

    def __init__(self, bus: Bus, topic: str, kind: bytes, row: np.dtype[Any], on_told: OnTold) -> None:
        self._bus, self._topic, self._kind, self._row, self._on_told = bus, topic, kind, row, on_told
        self._next: tuple[int, int] | None = None
        self._is_behind = asyncio.Event()
        self._is_behind.set()
        self.is_whole = False

    async def run(self) -> None:
        """Follow for ever."""
        await self._bus.listen(self._topic, self._hear)
        while True:
            await self._is_behind.wait()
            self._is_behind.clear()
            self.is_whole = await self._ask_for_all()
            if not self.is_whole:
                self._is_behind.set()
                await asyncio.sleep(_AGAIN_S)

    async def _hear(self, message: Msg) -> None:
        try:
            told = unpack_told(message.data, self._row)
        except ValueError as error:
            log.error("positions_unreadable", topic=self._topic, error=str(error))
            return
        if self._next is not None and self._next != (told.run, told.number):
            self._is_behind.set()
        self._next = (told.run, told.number + 1)
        await self._on_told(told)

    async def _ask_for_all(self) -> bool:
        first = 0
        while True:
            answer = await self._bus.ask(STATE, pack_state_ask(self._kind, first), timeout_s=_ANSWER_S)
            if answer is None:
                return False
            try:
                told = unpack_told(answer, self._row)
            except ValueError as error:
                log.error("positions_unreadable", topic=STATE, error=str(error))
                return False
            if not len(told.rows):
                return True
            await self._on_told(told)
            first += len(told.rows)
