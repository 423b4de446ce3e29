"""Legs of live calls, heard as they are recorded: each party by itself, each line kept as it is understood."""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from yaoyaoling.evidence.public import LiveLeg
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.principal import system
from yaoyaoling.triage.commands import KeepHeard
from yaoyaoling.triage.handlers.keep_heard import keep_heard
from yaoyaoling.triage.speech.contract import Listener, Recogniser, Said

PAUSE_S = 0.5
_SHARE = 10
"""Reading may take a tenth of the time: a long recording is looked at less often."""
_MOST_TEXT = 2000
log = logger("triage")


class LegFile(NamedTuple):
    """A leg that is being recorded. call_id: the contact's too; party: its name in the conference."""

    call_id: UUID
    party: str
    path: Path


class Transcriber:
    """Follows the legs that live; what it cannot hear it says once, and nothing waits for it."""

    def __init__(self, db: Database, recogniser: Recogniser, legs: Callable[[], Sequence[LegFile]]) -> None:
        self._db, self._recogniser, self._legs = db, recogniser, legs
        self._open: dict[LegFile, tuple[LiveLeg, Listener]] = {}

    async def run(self) -> None:
        """For ever."""
        while True:
            began = time.monotonic()
            await self.once()
            await asyncio.sleep(max(PAUSE_S, (time.monotonic() - began) * _SHARE))

    async def once(self) -> None:
        """Hear what came since of every leg; finish those that are gone."""
        living = set(self._legs())
        for leg in living - set(self._open):
            self._open[leg] = LiveLeg(leg.path), self._recogniser.listen()
        for leg, (file, listener) in list(self._open.items()):
            said = await asyncio.to_thread(_heard, file, listener, leg not in living)
            if leg not in living:
                del self._open[leg]
            for one in said:
                await self._keep(leg, one)

    async def _keep(self, leg: LegFile, said: Said) -> None:
        command = KeepHeard(
            contact_id=leg.call_id,
            party=leg.party[:40],
            text=said.text[:_MOST_TEXT],
            began_s=said.began_s,
            ended_s=said.ended_s,
            recogniser=self._recogniser.name[:60],
        )
        try:
            await execute(self._db, system("speech"), keep_heard, command)
        except DATABASE_AWAY as error:
            log.warning("line_not_kept", call=str(leg.call_id), error=repr(error))


def _heard(file: LiveLeg, listener: Listener, is_over: bool) -> list[Said]:
    _, samples = file.more()
    said = listener.hear(samples) if len(samples) else []
    return [*said, *listener.finish()] if is_over else said
