"""`yyl bench officer`: how soon after the answer a caller hears the officer, when some officers do not answer.

Real calls through edge, conference and browsers, many at once: the seat asks for the place for a fixed time, sends
the best crew by one key; the officer is rung at the phone page (WebRTC) or at a mobile through the trunk, and picks
up after a moment, or, being the first of a call that is to be missed, not at all: then the chain rings the next.
"""

import argparse
import asyncio
import contextlib
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from websockets.exceptions import ConnectionClosed

from yaoyaoling.apps.bench.hall import BenchFaultError
from yaoyaoling.apps.bench.report import Report, spread_ms
from yaoyaoling.apps.bench.voice_calls import until_heard
from yaoyaoling.apps.bench.voice_hall import OFFICER_HZ, Seat, VoiceHall, voice_hall
from yaoyaoling.apps.callers.browsers import Browser
from yaoyaoling.apps.callers.telephone import Mobile, Telephone
from yaoyaoling.apps.callers.tones import tone
from yaoyaoling.force.public import SignOn, sign_on
from yaoyaoling.places.public import Dice
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import Role

_CLASS = "0202"
_WITHIN_S = 90.0
_TARGET_S = 30.0
_FIX_EVERY_S = 20.0
_PICKS_UP_S = (1.0, 4.0)
_ORDER = (
    "select o.incident_id, (select count(*) from dispatch.crew_order e where e.incident_id = o.incident_id"
    " and e.ordered_at < o.ordered_at) as before from dispatch.crew_order o"
    " where o.crew_id = $1 and o.state = 'ordered' order by o.ordered_at desc limit 1"
)


@dataclass
class Talk:
    """One call. is_missed: its first officer does not answer. heard_s: from the answer to the officer's tone."""

    number: int
    is_missed: bool
    telephone: Telephone
    heard_s: float | None = None
    rings: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event)


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    parser = argparse.ArgumentParser("yyl bench officer")
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--seats", type=int, default=10, help="so many calls at once")
    parser.add_argument("--ask-seconds", type=float, default=12, help="asking for the place")
    parser.add_argument("--missed", type=float, default=0.3, help="share of first officers who do not answer")
    parser.add_argument("--seed", type=int, default=110)
    options = parser.parse_args(args)
    report = asyncio.run(_measure(options))
    return report.show(as_json)


async def _measure(options: argparse.Namespace) -> Report:
    report = Report(
        "officer",
        f"{options.calls} calls at {options.seats} seats, {options.ask_seconds:g} s for the place,"
        f" {options.missed:.0%} of first officers do not answer, the others after 1 to 4 s; half at the phone page"
        f" (WebRTC), half at a mobile through the trunk; seed {options.seed}",
        shared_with="the whole hall, its voice daemons, callers, seats and officers on the same cores",
    )
    async with voice_hall(options.seats) as hall:
        bench = OfficerBench(hall, options)
        talks = await bench.run()
    heard = [one.heard_s for one in talks if one.heard_s is not None]
    report.figures = {
        "calls": len(talks),
        "first_missed": sum(one.is_missed for one in talks),
        "officer_heard": len(heard),
        "officer_within_30_s_share": round(sum(one <= _TARGET_S for one in heard) / len(talks), 4),
        **spread_ms("officer_heard", heard),
        "rings": sum(one.rings for one in talks),
        "re_rings": sum(max(0, one.rings - 1) for one in talks),
        "most_rings_of_a_call": max(one.rings for one in talks),
    }
    return report


class OfficerBench:
    """The people of this bench."""

    def __init__(self, hall: VoiceHall, options: argparse.Namespace) -> None:
        self._hall = hall
        self._options = options
        self._dice = Dice(options.seed, "officer")
        self._talks: dict[UUID, Talk] = {}
        self._by_incident: dict[str, Talk] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def run(self) -> list[Talk]:
        """All calls; gives what became of each."""
        places = await self._places()
        async with contextlib.AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
            await self._officers(stack)
            background = [tasks.create_task(self._fixes(places))]
            background += [tasks.create_task(self._sit(seat, places)) for seat in self._hall.seats]
            await asyncio.sleep(2)  # the crews' first positions are known
            at_once = asyncio.Semaphore(len(self._hall.seats))
            calls = [tasks.create_task(self._call(number, at_once)) for number in range(self._options.calls)]
            talks: list[Talk] = []
            for call in asyncio.as_completed(calls):
                talks.append(await call)
                self._tell(talks)
            for task in background:
                task.cancel()
        return talks

    def _tell(self, talks: list[Talk]) -> None:
        """A line for every tenth call: whoever waits some minutes sees that it goes on, and how."""
        if len(talks) % 10 == 0:
            late = sum(one.heard_s is None or one.heard_s > _TARGET_S for one in talks)
            told = f"{len(talks)}/{self._options.calls} calls, {late} without an officer in 30 s"
            print(told, file=sys.stderr, flush=True)  # noqa: T201

    async def _call(self, number: int, at_once: asyncio.Semaphore) -> Talk:
        is_missed = Dice(self._options.seed, f"call {number}").chance(self._options.missed)
        async with at_once:
            telephone = await self._hall.telephone(f"1000{number:07d}")
            talk = Talk(number, is_missed, telephone)
            telephone.dial()
            self._talks[await self._hall.call_of(telephone)] = talk
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(talk.done.wait(), _WITHIN_S)
            await telephone.hang_up()
            telephone.close()
        return talk

    async def _sit(self, seat: Seat, places: list[dict[str, Any]]) -> None:
        """A seat: answers, asks for the place, sends by one key, waits for the officer, is free again."""
        while True:
            await seat.ready()
            call_id = await seat.offered.get()
            await seat.post(f"/api/intake/contacts/{call_id}/take")
            while call_id not in self._talks:
                await asyncio.sleep(0.02)
            talk = self._talks[call_id]
            await asyncio.wait_for(talk.telephone.answered.wait(), 10)
            began = talk.telephone.answered_at
            assert began is not None
            await asyncio.sleep(max(0.0, began + self._options.ask_seconds - time.time()))
            incident = await self._send(seat, call_id, talk, self._dice.one_of(places))
            try:
                at = await until_heard(talk.telephone.phone, OFFICER_HZ, began, _WITHIN_S - self._options.ask_seconds)
                talk.heard_s = at - began
            except TimeoutError:
                pass
            talk.rings = await self._hall.value(
                "select count(*) from dispatch.crew_order where incident_id = $1", UUID(incident)
            )
            talk.done.set()
            await seat.post(f"/api/incidents/{incident}/cancel", {"reason": "bench"})
            await seat.post("/api/intake/seat/finish")

    async def _send(self, seat: Seat, call_id: UUID, talk: Talk, place: dict[str, Any]) -> str:
        opened = await seat.post(f"/api/intake/contacts/{call_id}/incident", {"class_code": _CLASS, "place": place})
        incident: str = opened["incident_id"]
        self._by_incident[incident] = talk
        await seat.post(f"/api/dispatch/incidents/{incident}/orders")
        return incident

    # Officers ------------------------------------------------------------------------------------------------

    async def _officers(self, stack: contextlib.AsyncExitStack) -> None:
        """Every other at the phone page, the others with a number."""
        for number, login in enumerate(self._hall.hall.logins(Role.OFFICER)):
            crew = self._hall.hall.crew_of(login)
            if number % 2:
                mobile = f"1000900{number:04d}"
                said = SignOn(aboard=(login,), phone=mobile)
                await execute(self._hall.hall.db, self._hall.hall.people[login], sign_on, said)
                self._hall.exchange.mobiles[mobile] = Mobile(tone(OFFICER_HZ), partial(self._after_s, crew))
                continue
            browser = await self._hall.browser(login, OFFICER_HZ)
            stack.push_async_callback(browser.close)
            browser.on_message.append(partial(self._rung, crew, browser))

    def _rung(self, crew: UUID, browser: Browser, message: dict[str, Any]) -> None:
        async def answer() -> None:
            after_s = await self._after_s(crew)
            if after_s is not None:
                await asyncio.sleep(after_s)
                with contextlib.suppress(ConnectionClosed):  # all calls are over: the phone pages are closed
                    await browser.send({"type": "take"})

        if message["type"] == "ring":
            task = asyncio.create_task(answer())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _after_s(self, crew: UUID) -> float | None:
        """How long until the officer picks up what rings now; None: never."""
        row = await self._hall.hall.db.worker_pool.fetchrow(_ORDER, crew)
        if row is None:
            return None  # it rings no more
        talk = self._by_incident.get(str(row["incident_id"]))
        if talk is None or (talk.is_missed and row["before"] == 0):
            return None
        return self._dice.between(*_PICKS_UP_S)

    # Places --------------------------------------------------------------------------------------------------

    async def _places(self) -> list[dict[str, Any]]:
        rows = await self._hall.hall.db.worker_pool.fetch(
            "select full_zh, lon, lat from places.address where kind = 'doorplate' order by md5(id::text) limit 200"
        )
        if not rows:
            raise BenchFaultError("the town has no door-plates")
        return [{"text": row["full_zh"], "lon": row["lon"], "lat": row["lat"], "datum": "WGS84"} for row in rows]

    async def _fixes(self, places: list[dict[str, Any]]) -> None:
        """Where the crews stand, told again and again as their terminals do."""
        crews = [self._hall.hall.crew_of(login) for login in self._hall.hall.logins(Role.OFFICER)]
        fixes = [
            {"crew_id": str(crew), "lon": at["lon"], "lat": at["lat"], "datum": "WGS84", "accuracy_m": 8}
            for crew, at in zip(crews, places, strict=False)
        ]
        async with self._hall.hall.client(self._hall.hall.logins(Role.TERMINAL)[0]) as gateway:
            while True:
                reply = await gateway.post("/api/field/positions", json={"fixes": fixes})
                if reply.status_code >= 400:
                    raise BenchFaultError(reply.text)
                await asyncio.sleep(_FIX_EVERY_S)
