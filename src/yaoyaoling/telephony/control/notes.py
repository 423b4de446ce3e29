"""What really happened, written down: each call's notes in their order, however long the database is away."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.errands import Errands
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.principal import system

VOICE = system("telephony.voice")
_WAIT_S = 0.3
log = logger("telephony")

Handler = Callable[[Tx, Any], Awaitable[Any]]


@dataclass
class Notes:
    """The notes of all calls; a call's are never overtaken by later ones of the same call."""

    db: Database
    _order: dict[UUID, asyncio.Lock] = field(default_factory=dict)
    _errands: Errands = field(default_factory=Errands)

    def note(self, call_id: UUID, handler: Handler, command: Command) -> "asyncio.Task[Any]":
        """Begin to write a command; the task gives the handler's reply, None when the hall refused it."""
        return self._errands.begin(self._write(call_id, handler, command))

    async def run(self, handler: Handler, command: Command, *, key: str | None = None) -> Any:
        """Write it, and go on trying while the database is away. Raises: Refused."""
        while True:
            try:
                return await execute(self.db, VOICE, handler, command, key=key)
            except DATABASE_AWAY as error:
                log.warning("voice_note_waits", command=type(command).__name__, error=repr(error))
                await asyncio.sleep(_WAIT_S)

    def forget(self, call_id: UUID) -> None:
        """The call is over and everything of it is written."""
        self._order.pop(call_id, None)

    async def settle(self) -> None:
        """Wait until all that was begun is written."""
        await self._errands.settle()

    async def _write(self, call_id: UUID, handler: Handler, command: Command) -> Any:
        async with self._order.setdefault(call_id, asyncio.Lock()):
            try:
                return await self.run(handler, command)
            except Refused as refused:
                # The hall knows better: the leg was ended meanwhile, or the call is another's.
                log.warning("voice_note_refused", command=type(command).__name__, code=refused.code)
                return None
