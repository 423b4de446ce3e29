"""A carrier's SMS centre for the demo: a program of its own that really speaks SMPP 3.4 on loopback.

The hall binds under its own name, a phone under its number; what one sends to the other is passed on, with a receipt
when the other has it. A phone that is off gets its messages when it is on again.
"""

import asyncio
import contextlib
from collections import defaultdict, deque
from collections.abc import Coroutine
from dataclasses import dataclass

from smpp34 import Esme, Server, SmppError, SubmitSmEvent, Unbound

from yaoyaoling.platform.logs import logger

log = logger("apps")
_WAITING = 100
"""So many messages wait for a phone that is off."""
_RECEIPT = 0x04


@dataclass(frozen=True)
class Passed:
    """A message on its way. number: the centre's name of it."""

    number: str
    source: str
    to: str
    octets: bytes
    coding: int
    esm_class: int
    wants_receipt: bool


class SmsCentre:
    """Passes messages on. hall: the name under which the hall binds; service: the number people write to."""

    def __init__(self, port: int, hall: str, service: str) -> None:
        self._server = Server("127.0.0.1", port, system_id="centre")
        self._hall = hall
        self._service = service
        self._bound: dict[str, Esme] = {}
        self._waiting: dict[str, deque[Passed]] = defaultdict(lambda: deque(maxlen=_WAITING))
        self._numbers = 0
        self._passing: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Work until cancelled."""
        await self._server.start()
        log.info("sms_centre_ready")
        try:
            while True:
                self._take(await self._server.next())
        finally:
            await self._server.stop()

    def _take(self, event: Esme | SubmitSmEvent | Unbound) -> None:
        if isinstance(event, Esme):
            self._bound[event.system_id] = event
            self._start(self._flush(event.system_id))
        elif isinstance(event, Unbound):
            gone = [name for name, one in self._bound.items() if one.session_id == event.session_id]
            for name in gone:
                del self._bound[name]
        else:
            self._numbers += 1
            number = f"{self._numbers:010d}"
            event.accept(number)
            passed = Passed(
                number, event.source_addr, event.destination_addr, event.short_message, event.data_coding,
                event.esm_class, bool(event.registered_delivery & 1),
            )  # fmt: skip
            self._start(self._pass_on(passed))

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)

    async def _flush(self, name: str) -> None:
        waiting = self._waiting.pop(name, deque())
        for passed in waiting:
            await self._pass_on(passed)

    async def _pass_on(self, passed: Passed) -> None:
        to = self._hall if passed.to == self._service else passed.to
        if not await self._deliver(to, passed):
            self._waiting[to].append(passed)
            return
        if passed.wants_receipt:
            line = f"id:{passed.number} sub:001 dlvrd:001 stat:DELIVRD err:000 text:"
            sender = self._hall if passed.source == self._service else passed.source
            receipt = Passed(passed.number, passed.to, passed.source, line.encode(), 0, _RECEIPT, False)
            await self._deliver(sender, receipt)

    async def _deliver(self, name: str, passed: Passed) -> bool:
        """Whether the other side has it."""
        session = self._bound.get(name)
        if session is None:
            return False
        with contextlib.suppress(SmppError, OSError):
            reply = await session.deliver_sm(
                passed.to, passed.octets, source_addr=passed.source, data_coding=passed.coding,
                esm_class=passed.esm_class, dest_addr_npi=1, source_addr_npi=1,
            )  # fmt: skip
            return reply.is_success
        return False
