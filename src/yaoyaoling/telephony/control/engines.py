"""The engines of a voice process: two Janus of which one carries all rooms, rtpengine, the SIP stack."""

import asyncio
import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from yaoyaoling.kernel.clock import wall_now
from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.media.janus import Janus, JanusAway, JanusRefused
from yaoyaoling.telephony.media.ng import Rtpengine
from yaoyaoling.telephony.sip.stack import SipStack

_AGAIN_S = 0.5
_SOON_S = 0.1
"""While none answers, each is asked more often: callers wait for it."""
log = logger("telephony")


@dataclass
class Conferences:
    """Which Janus carries the rooms. make: a Janus by its name; order: first wanted first. note: where the session is
    written down, so that a process started anew claims it even while the database is away.

    on_switched: another one (or the same, started anew) carries them from now on. on_away: none answers any more; when
    one is back, `on_switched` is called.
    """

    make: Mapping[str, Callable[[], Janus]]
    order: tuple[str, ...]
    note: Path
    on_switched: Callable[[], None] = lambda: None
    on_away: Callable[[], None] = lambda: None
    name: str = ""
    claimed: bool = False
    lost_at: datetime | None = None
    _open: dict[str, Janus] = field(default_factory=dict)
    _usable: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def active(self) -> Janus:
        """The one that carries the rooms. Raises: JanusAway while none does."""
        if self.is_away:
            raise JanusAway("no Janus answers")
        return self._open[self.name]

    @property
    def is_away(self) -> bool:
        """Whether none carries them: also while the one that did is connected to again and has no rooms yet."""
        return not self._usable.is_set()

    async def start(self) -> None:
        """Claim the session of the process before us, else begin one; wait until some Janus answers."""
        noted = self._noted()
        for name, session in noted.items():
            if name in self.make and await self._connect(name, session):
                self.name, self.claimed = name, self._claimed
                self._settle()
                return
        while not await self._choose():
            await asyncio.sleep(_AGAIN_S)

    async def usable(self) -> Janus:
        """The active one, as soon as there is one."""
        await self._usable.wait()
        return self.active

    async def run(self) -> None:
        """Keep a connection to each, for ever: the standby must be there in the moment it is wanted."""
        async with asyncio.TaskGroup() as tasks:
            for name in self.order:
                tasks.create_task(self._keep(name))

    async def close(self) -> None:
        """Leave sessions and rooms for a successor."""
        for janus in self._open.values():
            janus.on_lost = None
            with contextlib.suppress(JanusAway, OSError):
                await janus.close(keep=True)

    async def _choose(self) -> bool:
        for name in self.order:
            if name in self._open or await self._connect(name, None):
                self.name = name
                self._settle()
                return True
        return False

    async def _keep(self, name: str) -> None:
        """Whoever is gone is connected to here and nowhere else: two sessions of one engine would lose each other."""
        while True:
            if name not in self._open and await self._connect(name, None) and self.is_away:
                self._switch(name)
            await asyncio.sleep(_SOON_S if self.is_away else _AGAIN_S)

    async def _connect(self, name: str, claim: int | None) -> bool:
        janus = self.make[name]()
        try:
            self._claimed = await janus.connect(claim)
        except (JanusAway, JanusRefused, OSError):
            return False
        janus.on_lost = lambda: self._lost(name)
        self._open[name] = janus
        return True

    def _settle(self) -> None:
        self._usable.set()
        try:
            self.note.write_text(json.dumps({self.name: self.active.session}))
        except OSError as error:  # a full disk must not keep the rooms from going on
            log.error("conference_engine_not_noted", error=repr(error))
        log.info("conference_engine", name=self.name, claimed=self.claimed)

    def _switch(self, name: str) -> None:
        self.name, self.claimed = name, False
        self._settle()
        self.on_switched()

    def _lost(self, name: str) -> None:
        self._open.pop(name, None)
        if name != self.name:
            return
        self.lost_at = wall_now()
        log.error("conference_engine_lost", name=name)
        self._usable.clear()
        other = next((one for one in self.order if one in self._open), None)
        if other is not None:
            self._switch(other)
        else:
            log.error("conference_engines_away")
            self.on_away()

    def _noted(self) -> dict[str, int]:
        with contextlib.suppress(OSError, ValueError):
            found: dict[str, int] = json.loads(self.note.read_text())
            return found
        return {}


@dataclass
class Engines:
    """What calls are made of. sounds: announcements by name. rtpengine None: the level without."""

    conferences: Conferences
    rtpengine: Rtpengine | None
    sounds: Mapping[str, Path]
    sip: SipStack = field(init=False)
