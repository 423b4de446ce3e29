"""Sends what is in the outbox to partners' platforms: at least once, under one id, in order, whoever dies meanwhile.

It runs in the process that keeps the lines to citizens, under its lock: one works at a time, and what it had begun when
it died is simply still queued.
"""

import asyncio
import contextlib
from collections import Counter
from uuid import UUID

import httpx

from yaoyaoling.liaison import store
from yaoyaoling.liaison.exchange.line import Line, find_line
from yaoyaoling.liaison.exchange.outgoing import SELECT_OUT, Outgoing, outgoing_of
from yaoyaoling.liaison.handlers.move_outgoing import NoteExchange, note_exchange
from yaoyaoling.liaison.policy import is_moot
from yaoyaoling.liaison.settings import LiaisonSettings
from yaoyaoling.liaison.states import ExchangeSignal
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.types import DATABASE_AWAY
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.logs import logger
from yaoyaoling.platform.principal import system
from yaoyaoling.platform.signing import signed_headers

log = logger("liaison")
_SELF = system("exchange")
_POLL_S = 0.3
_AT_ONCE, _AT_ONCE_A_DESK = 16, 4
_LATER = frozenset({408, 425, 429})
_KNOWN_NOT = frozenset({404, 409, 410})
_DUE = (
    f"{SELECT_OUT} o where state = 'queued' and next_try_at <= $1 and (kind = 'order.withdrawn' or not exists ("
    "select from liaison.outgoing e where e.thing_id = o.thing_id and e.desk_code = o.desk_code and e.seq < o.seq"
    " and e.state in ('queued', 'dead'))) order by queued_at, seq limit $2"
)
"""What may be sent now: of one order nothing overtakes anything, but that it is no longer theirs."""


class ExchangeOutbox:
    """Sends until cancelled."""

    def __init__(self, db: Database, settings: LiaisonSettings) -> None:
        self._db = db
        self._settings = settings
        self._sending: dict[UUID, tuple[str, asyncio.Task[None]]] = {}
        self._again = asyncio.Event()
        self._client = httpx.AsyncClient(timeout=settings.reply_s, limits=httpx.Limits(max_connections=_AT_ONCE))

    async def run(self) -> None:
        """Send; a lost database is waited for."""
        try:
            while True:
                try:
                    await self._start_due()
                except DATABASE_AWAY as error:
                    log.warning("exchange_waits", error=repr(error))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._again.wait(), _POLL_S)
                self._again.clear()
        finally:
            tasks = [task for _, task in self._sending.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._client.aclose()

    async def _start_due(self) -> None:
        if len(self._sending) >= _AT_ONCE:
            return
        async with self._db.snapshot(_SELF) as tx:
            due = [outgoing_of(row) for row in await tx.fetch(_DUE, tx.now, _AT_ONCE * 4)]
        busy = Counter(desk for desk, _ in self._sending.values())
        for one in due:
            # A platform that answers nothing holds up no other.
            is_full = len(self._sending) >= _AT_ONCE or busy[one.desk_code] >= _AT_ONCE_A_DESK
            if is_full or one.id in self._sending:
                continue
            busy[one.desk_code] += 1
            self._sending[one.id] = (one.desk_code, asyncio.create_task(self._send(one)))

    async def _send(self, one: Outgoing) -> None:
        try:
            await self._note(one, *await self._try(one))
        except DATABASE_AWAY as error:
            log.warning("exchange_waits", error=repr(error))
        except Exception:
            # Whatever one message does, the others go on; its own time runs out.
            log.exception("exchange_failed", message=str(one.id))
            with contextlib.suppress(*DATABASE_AWAY):
                await self._note(one, None, "fault", 10.0)
        finally:
            self._sending.pop(one.id, None)
            self._again.set()  # what waited behind it may go now

    async def _note(self, one: Outgoing, signal: ExchangeSignal | None, reason: str | None, after_s: float) -> None:
        note = NoteExchange(exchange_id=one.id, signal=signal, reason=reason, after_s=after_s)
        await execute(self._db, _SELF, note_exchange, note)

    async def _try(self, one: Outgoing) -> tuple[ExchangeSignal | None, str | None, float]:
        """What became of it: the signal, or None for later; why; after how long."""
        async with self._db.snapshot(_SELF) as tx:
            line = await find_line(tx, one.desk_code)
            order = None if one.work_order_id is None else await store.get_order(tx, one.work_order_id)
        if one.body is None:
            return ExchangeSignal.DROP, "erased", 0
        if order is not None and is_moot(one.kind, one.desk_code, order.state, order.desk_code):
            return ExchangeSignal.DROP, "moot", 0
        if line is None or not line.is_active:
            return None, "line_off", 10.0
        return await self._post(one, one.body.encode(), line)

    async def _post(self, one: Outgoing, body: bytes, line: Line) -> tuple[ExchangeSignal | None, str | None, float]:
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(one.id)}
        headers |= signed_headers(line.secret, body)
        try:
            # Of what they answer only the status is read, however much there is.
            async with self._client.stream("POST", line.url, content=body, headers=headers) as reply:
                status = reply.status_code
        except (httpx.HTTPError, httpx.InvalidURL):
            return None, "no_reply", 1.0
        if reply.is_success or (one.kind == "order.withdrawn" and status in _KNOWN_NOT):
            return ExchangeSignal.SEND, None, 0
        if status in _LATER or status >= 500:
            return None, f"http_{status}", _retry_after(reply)
        return ExchangeSignal.FAIL, f"http_{status}", 0


def _retry_after(reply: httpx.Response) -> float:
    text = reply.headers.get("retry-after", "")
    return min(300.0, float(text)) if text.isascii() and text.isdigit() else 1.0
