"""Days of work orders in minutes: the hall's own commands and timers, by a clock that is moved by hand.

Contacts come, a seat takes each, what is for others is ordered from the nearest desk of its service. Desks accept, do,
return (20 %) or are dark for a watch (10 %). Who had what is then counted from the ledger alone.
"""

import heapq
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import TypeVar
from uuid import UUID

import asyncpg

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.apps.addresses import secrets_of, worker_url
from yaoyaoling.apps.bench.hall import BenchHall, bench_hall
from yaoyaoling.apps.bench.report import Figure, percentile
from yaoyaoling.apps.open import open_database_at
from yaoyaoling.apps.played import Played
from yaoyaoling.intake.commands import MoveSeat, SettleContact, TakeContact
from yaoyaoling.intake.handlers.finish import settle_contact
from yaoyaoling.intake.handlers.seats import Heartbeat, hear_seat, move_own_seat
from yaoyaoling.intake.handlers.take import take_contact
from yaoyaoling.intake.public import ReceiveContact, receive_contact
from yaoyaoling.kernel.clock import ManualClock
from yaoyaoling.kernel.contract import Command
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.liaison.handlers.send_order import WorkOrderReply
from yaoyaoling.liaison.public import (
    ALARMED_RETURNS,
    Held,
    MoveOrder,
    SendOrder,
    WorkOrderAdvanced,
    WorkOrderSent,
    get_service,
    move_order,
    send_order,
    unowned_s,
)
from yaoyaoling.liaison.states import OPEN, WorkOrderSignal, WorkOrderState
from yaoyaoling.oversight.events import MatterOverdue
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.platform.principal import PUBLIC, Principal, Role, system

NON_POLICE, REJECTED, DARK = 0.309, 0.2, 0.1
_WATCH_S = 8 * 3600.0
_SEATS = 6
_HEARD_S = 5.0
_ANSWERS_S, _TALKS_S = (3.0, 20.0), (30.0, 120.0)
_LOOKS_S = (20.0, 240.0)
"""How soon a seat deals with what came back."""
_ACCEPTS, _DOES = (0.05, 0.9), (0.3, 1.1)
"""Of the time a desk has; more than 1: late."""
Step = Callable[[], Awaitable[object]]
C = TypeVar("C", bound=Command)
R = TypeVar("R")


async def play(hours: float, per_hour: float, seed: int) -> dict[str, Figure]:
    """Play, then judge; figures by name. Raises: BenchFaultError."""
    async with bench_hall(processes=False, call_takers=_SEATS) as hall:
        conn = await asyncpg.connect(worker_url(hall.settings))
        clock = ManualClock(hall.db.clock.now())
        db = await open_database_at(hall.settings, clock)
        try:
            newest = await db.worker_pool.fetchval("select coalesce(max(position), 0) from ledger.position")
            signer = secrets_of(hall.settings).signer(hall.settings.origin)
            stage = Played(db=db, clock=clock, conn=conn, signer=signer, follows_after=newest)
            days = Days(hall, stage, random.Random(seed), per_hour)  # noqa: S311 - a bench
            await days.run(hours)
            return judged(await stage.facts(newest), clock.now(), days)
        finally:
            await db.close()
            await conn.close()


@dataclass
class Days:
    """What happens when. dark: (desk, watch) that does not answer. refused: commands the hall refused, by code."""

    hall: BenchHall
    stage: Played
    dice: random.Random
    per_hour: float
    contacts: int = 0
    refused: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    _steps: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)
    began: datetime = field(init=False)
    _desks: dict[str, tuple[str, Principal]] = field(default_factory=dict)
    _seats: list[str] = field(default_factory=list)
    _hall_code: str = ""
    _free_at: dict[str, datetime] = field(default_factory=dict)
    _dark: dict[tuple[str, int], bool] = field(default_factory=dict)

    async def run(self, hours: float) -> None:
        """Play so long, and until what was begun then is settled by its clocks."""
        self.began = self.stage.clock.now()
        self._seats = self.hall.logins(Role.CALL_TAKER)[:_SEATS]
        async with self.stage.db.snapshot(system("bench")) as tx:
            self._hall_code = await get_hall_code(tx)
            rows = await tx.fetch("select org_code, service from liaison.desk where is_active")
        partners = {one.org_code: one for one in self.hall.people.values() if Role.PARTNER in one.roles}
        self._desks = {row["org_code"]: (row["service"], partners[row["org_code"]]) for row in rows}
        end = self.began + timedelta(hours=hours)
        self._at(self.began + self._gap(), self._contact)
        while self._steps and self._steps[0][0] <= end:
            at, _, step = heapq.heappop(self._steps)
            await self.stage.advance(max(0.0, (at - self.stage.clock.now()).total_seconds()))
            await step()
        await self.stage.advance(max(0.0, (end - self.stage.clock.now()).total_seconds()))

    def watch_of(self, at: datetime) -> int:
        """Which watch of the hall a moment lies in; two seats sit in each."""
        return int((at - self.began).total_seconds() // _WATCH_S)

    def on_duty(self, at: datetime) -> list[str]:
        """Logins that sit then."""
        first = 2 * self.watch_of(at) % len(self._seats)
        return self._seats[first : first + 2]

    def names_on_duty(self, at: datetime) -> set[str]:
        """The same by name."""
        return {self.hall.people[login].name for login in self.on_duty(at)}

    def _at(self, at: datetime, step: Step) -> None:
        heapq.heappush(self._steps, (at, next(self._numbers), step))

    def _in(self, seconds: float, step: Step) -> None:
        self._at(self.stage.clock.now() + timedelta(seconds=seconds), step)

    def _gap(self) -> timedelta:
        return timedelta(hours=self.dice.expovariate(self.per_hour))

    async def _do(self, who: Principal, handler: Callable[[Tx, C], Awaitable[R]], command: C) -> R | None:
        """A command and all that follows; None when it is refused, which is counted."""
        try:
            reply = await execute(self.stage.db, who, handler, command)
        except Refused as error:
            self.refused[error.code] += 1
            return None
        await self.stage.settle()
        return reply

    # The hall ------------------------------------------------------------------------------------------------

    async def _sit(self, login: str) -> None:
        """Ready for what comes; its console is heard while something is in hand, and lost in between."""
        await self._do(self.hall.people[login], move_own_seat, MoveSeat(to="ready", takes_calls=False))

    async def _live(self, login: str) -> None:
        if self.stage.clock.now() < self._free_at[login]:
            await self._do(self.hall.people[login], hear_seat, Heartbeat())
            self._in(_HEARD_S, lambda: self._live(login))

    async def _contact(self) -> None:
        self._at(self.stage.clock.now() + self._gap(), self._contact)
        self.contacts += 1
        contact_id = new_id()
        service, words = self._words()
        received = ReceiveContact(
            contact_id=contact_id, channel="web", hall_code=self._hall_code, caller_number="13800001234", text=words,
            citizen_scope=f"k/{contact_id}",
        )  # fmt: skip
        await self._do(PUBLIC, _receive, received)
        self._in(self.dice.uniform(*_ANSWERS_S), lambda: self._take(contact_id, service, words))

    def _words(self) -> tuple[str | None, str]:
        """(service that is needed, words); None: the police's own."""
        if self.dice.random() >= NON_POLICE:
            return None, "问一下报案回执到哪里拿"
        service = self.dice.choice(sorted({service for service, _ in self._desks.values()}))
        return service, f"需要{get_service(service).zh}帮忙"

    async def _take(self, contact_id: UUID, service: str | None, words: str) -> None:
        now = self.stage.clock.now()
        free = [login for login in self.on_duty(now) if self._free_at.get(login, now) <= now]
        if not free:
            self._in(5.0, lambda: self._take(contact_id, service, words))
            return
        login = free[0]
        seat = self.hall.people[login]
        await self._sit(login)
        if await self._do(seat, take_contact, TakeContact(contact_id=contact_id)) is None:
            return
        talks_s = self.dice.uniform(*_TALKS_S)
        self._free_at[login] = now + timedelta(seconds=talks_s)
        self._in(_HEARD_S, lambda: self._live(login))
        self._in(talks_s - 1, lambda: self._finish(seat, contact_id, service, words))

    async def _finish(self, seat: Principal, contact_id: UUID, service: str | None, words: str) -> None:
        if service is not None:
            desk = self._desk(service, ())
            command = SendOrder(contact_id=contact_id, desk_code=desk, asked=words)
            if (sent := await self._do(seat, send_order, command)) is not None:
                self._expect(sent.work_order_id, desk, (desk,))
        await self._do(seat, settle_contact, SettleContact(contact_id=contact_id, disposition="answered"))

    def _desk(self, service: str, tried: Iterable[str]) -> str:
        """A desk of the service that was not tried yet, else any other one."""
        rest = [code for code in sorted(self._desks) if code not in tried]
        fits = [code for code in rest if self._desks[code][0] == service]
        return fits[0] if fits else self.dice.choice(rest)

    # The partners --------------------------------------------------------------------------------------------

    def _expect(self, order_id: UUID, desk: str, tried: tuple[str, ...]) -> None:
        """What the desk will do about an order that was sent to it now."""
        service, _ = self._desks[desk]
        known, now = get_service(service), self.stage.clock.now()
        key = desk, self.watch_of(now)
        if self._dark.setdefault(key, self.dice.random() < DARK):
            self._in(known.accept_s + self.dice.uniform(*_LOOKS_S), lambda: self._came_back(order_id, tried))
        elif self.dice.random() < REJECTED:
            self._in(known.accept_s * self.dice.uniform(*_ACCEPTS), lambda: self._reject(order_id, desk, tried))
        else:
            self._in(known.accept_s * self.dice.uniform(*_ACCEPTS), lambda: self._accept(order_id, desk))

    async def _reject(self, order_id: UUID, desk: str, tried: tuple[str, ...]) -> None:
        await self._move(self._desks[desk][1], order_id, WorkOrderSignal.RETURN, "不属本单位职责")
        self._in(self.dice.uniform(*_LOOKS_S), lambda: self._came_back(order_id, tried))

    async def _accept(self, order_id: UUID, desk: str) -> None:
        service, partner = self._desks[desk]
        if await self._move(partner, order_id, WorkOrderSignal.ACCEPT) is not None:
            done_s = get_service(service).done_s * self.dice.uniform(*_DOES)
            self._in(done_s, lambda: self._move(partner, order_id, WorkOrderSignal.FINISH, "已处理完毕"))

    async def _came_back(self, order_id: UUID, tried: tuple[str, ...]) -> None:
        """A seat that sits now: the first time another desk, the second time the hall does it itself."""
        seat = self.hall.people[self.dice.choice(self.on_duty(self.stage.clock.now()))]
        if len(tried) >= ALARMED_RETURNS:
            await self._move(seat, order_id, WorkOrderSignal.KEEP, "首接自办")
            return
        desk = self._desk(self._desks[tried[0]][0], tried)
        if await self._move(seat, order_id, WorkOrderSignal.RESEND, desk=desk) is not None:
            self._expect(order_id, desk, (*tried, desk))

    async def _move(
        self, who: Principal, order_id: UUID, signal: WorkOrderSignal, text: str = "", desk: str | None = None
    ) -> WorkOrderReply | None:
        command = MoveOrder(work_order_id=order_id, signal=signal, text=text, desk_code=desk)
        return await self._do(who, move_order, command)


async def _receive(tx: Tx, command: ReceiveContact) -> None:
    await receive_contact(tx, command)


def judged(facts: Iterable[Recorded], until: datetime, days: Days) -> dict[str, Figure]:
    """Who had what, from the ledger's facts alone."""
    held: dict[UUID, list[Held]] = defaultdict(list)
    sent: dict[UUID, datetime] = {}
    to_owner_s: list[float] = []
    returns: dict[UUID, int] = defaultdict(int)
    alarmed: set[UUID] = set()
    for fact in facts:
        match fact.event:
            case WorkOrderSent() | WorkOrderAdvanced() as event:
                due = event.accept_by if event.state is WorkOrderState.SENT else event.done_by
                held[event.work_order_id].append(Held(fact.at, event.state, event.owner_code, event.owner_name, due))
                if isinstance(event, WorkOrderSent):
                    sent[event.work_order_id] = fact.at
                elif event.state is WorkOrderState.RETURNED:
                    returns[event.work_order_id] += 1
                elif event.signal is WorkOrderSignal.ACCEPT:
                    to_owner_s.append((fact.at - sent[event.work_order_id]).total_seconds())
            case MatterOverdue() as event if event.thing == "work_order":
                alarmed.add(event.reference)
    twice = {order for order, times in returns.items() if times >= ALARMED_RETURNS}
    return {
        "played_contacts": days.contacts,
        "orders": len(held),
        "orders_returned": len(returns),
        "orders_returned_twice": len(twice),
        "second_return_without_alarm": len(twice - alarmed),
        "commands_refused": sum(days.refused.values()),
        "orders_without_owner": sum(unowned_s(one, until) > 0 for one in held.values()),
        "unowned_s": round(sum(unowned_s(one, until) for one in held.values()), 1),
        "named_off_duty_s": round(sum(_off_duty_s(one, until, days) for one in held.values()), 1),
        "accepted_after_p50_s": round(percentile(to_owner_s, 0.5)) if to_owner_s else None,
        "accepted_after_p99_s": round(percentile(to_owner_s, 0.99)) if to_owner_s else None,
        "open_at_the_end": sum(one[-1].state in OPEN for one in held.values()),
    }


def _off_duty_s(facts: list[Held], until: datetime, days: Days) -> float:
    """Seconds in which the hall had it under the name of somebody who did not sit then."""
    ends = [*(one.at for one in facts[1:]), until]
    lost = 0.0
    for one, end in zip(facts, ends, strict=True):
        if one.state not in (WorkOrderState.SENT, WorkOrderState.RETURNED):
            continue
        at = one.at
        while at < end:
            stop = min(end, days.began + timedelta(seconds=_WATCH_S * (days.watch_of(at) + 1)))
            if one.owner_name not in days.names_on_duty(at):
                lost += (stop - at).total_seconds()
            at = stop
    return lost
