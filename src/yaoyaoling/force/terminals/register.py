"""The register of terminals as the position process holds it: read again every few seconds, and when one is unknown."""

import asyncio
from dataclasses import replace

import asyncpg

from yaoyaoling.force.commands import PairTerminal
from yaoyaoling.force.handlers.pair_terminal import pair_terminal
from yaoyaoling.force.terminals.session import Terminal
from yaoyaoling.force.terminals.store import load_register, new_code
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.principal import system

log = logger("force")
EVERY_S, AT_MOST_EVERY_S = 2.0, 0.5
_SELF = system("terminals")


class HeldRegister:
    """As `session.Register`; without the database it goes on with what it knows, and pairs nobody."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[str, Terminal] = {}
        self._read_at = -AT_MOST_EVERY_S
        self._reading = asyncio.Lock()

    async def run(self) -> None:
        """Read it again and again."""
        while True:
            await self._read()
            await asyncio.sleep(EVERY_S)

    async def find(self, number: str) -> Terminal | None:
        """See `session.Register`."""
        if number not in self._known:
            await self._read()
        return self._known.get(number)

    async def pair(self, terminal: Terminal, maker: str) -> str | None:
        """See `session.Register`."""
        code, code_hash = new_code()
        command = PairTerminal(number=terminal.number, pairing=terminal.pairing, maker=maker, code_hash=code_hash)
        try:
            done = await execute(self._db, _SELF, pair_terminal, command)
        except (asyncpg.PostgresError, *DATABASE_AWAY) as error:
            log.warning("terminals_wait", error=repr(error))
            return None
        if done:
            self._known[terminal.number] = replace(terminal, code_hash=code_hash)
        return code if done else None

    async def _read(self) -> None:
        clock = asyncio.get_running_loop().time
        came = clock()
        async with self._reading:
            if self._read_at >= came:
                return  # somebody else asked for the same
            await asyncio.sleep(max(0.0, self._read_at + AT_MOST_EVERY_S - clock()))
            self._read_at = clock()
            try:
                async with self._db.snapshot(_SELF) as tx:
                    self._known = await load_register(tx)
            except (asyncpg.PostgresError, *DATABASE_AWAY) as error:
                log.warning("terminals_wait", error=repr(error))
