"""`yyl bench flood`: junk calls from rotating numbers through the trunk that also brings genuine callers.

Half of the junk rings once and is gone (by BYE when it was answered), half says nothing until it is hung up on.
Seats are real browsers that answer: whoever speaks is talked to; who says nothing is asked to press 1, once, and
then hung up on unless the key comes; who hung up before the answer is looked at and put away.
"""

import argparse
import asyncio
import contextlib
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from yaoyaoling.apps.bench.flood_seats import FloodSeats
from yaoyaoling.apps.bench.hall import BenchFaultError
from yaoyaoling.apps.bench.report import Figure, Report, spread_ms
from yaoyaoling.apps.bench.voice_calls import until_heard
from yaoyaoling.apps.bench.voice_hall import CITIZEN_HZ, SEAT_HZ, VoiceHall, voice_hall
from yaoyaoling.apps.callers.located import HEADERS, located
from yaoyaoling.apps.callers.telephone import Telephone, offer_of
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import Dice
from yaoyaoling.platform.principal import Role

_TARGET_S = 3.0
_PATIENCE_S = 60.0
_LEADS_S = 5.0
"""The junk is there before the first genuine caller."""
_ONE_RING_S = (0.5, 3.0)
_JUNK_PATIENCE_S = 30.0
_KINDS = ("silent", "withheld", "first_time", "no_place", "with_place", "with_history")


@dataclass
class Genuine:
    """One caller who needs help. reached_s: from the INVITE until the call-taker's voice was heard."""

    kind: str
    number: str
    at_s: float
    reached_s: float | None = None
    is_dropped: bool = False
    call_id: UUID | None = None


@dataclass
class Junk:
    """How the junk went. sent: INVITEs."""

    sent: int = 0
    answered: int = 0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)


def main(as_json: bool, args: list[str]) -> int:
    """Run and print; gives the exit code."""
    parser = argparse.ArgumentParser("yyl bench flood")
    parser.add_argument("--genuine", type=int, default=100)
    parser.add_argument("--junk", type=float, default=500, help="junk INVITE a minute")
    parser.add_argument("--seconds", type=float, default=120, help="within which the genuine callers ring")
    parser.add_argument("--seats", type=int, default=40)
    parser.add_argument("--seed", type=int, default=110)
    options = parser.parse_args(args)
    report = asyncio.run(_measure(options))
    return report.show(as_json)


async def _measure(options: argparse.Namespace) -> Report:
    report = Report(
        "flood",
        f"{options.junk:g} junk INVITE a minute from rotating numbers and {options.genuine} genuine callers within"
        f" {options.seconds:g} s through one exempt trunk; {options.seats} seats that answer; seed {options.seed}",
        shared_with="the whole hall, its voice daemons, all callers and all seats on the same cores",
    )
    async with voice_hall(options.seats) as hall:
        report.figures = await Flood(hall, options).run()
    return report


class Flood:
    """All callers."""

    def __init__(self, hall: VoiceHall, options: argparse.Namespace) -> None:
        self._hall = hall
        self._options = options
        self._dice = Dice(options.seed, "flood")
        self._junk = Junk()

    async def run(self) -> dict[str, Figure]:
        """Gives the figures."""
        callers = self._callers()
        await self._earlier_calls(callers)
        seats = FloodSeats(self._hall)
        async with seats.at_work():
            flood = asyncio.create_task(self._flood())
            await asyncio.sleep(_LEADS_S)
            try:
                await asyncio.gather(*(self._call(one) for one in callers))
            finally:
                flood.cancel()
                for task in list(self._junk.tasks):
                    task.cancel()
                await asyncio.gather(flood, *self._junk.tasks, return_exceptions=True)
        return await self._figures(callers, seats)

    def _callers(self) -> list[Genuine]:
        count, seconds = self._options.genuine, self._options.seconds
        return [
            Genuine(
                kind=(kind := _KINDS[number % len(_KINDS)]),
                number="anonymous" if kind == "withheld" else f"1000{number:07d}",
                at_s=(number + self._dice.between(0, 1)) * seconds / count,
            )
            for number in range(count)
        ]

    async def _earlier_calls(self, callers: list[Genuine]) -> None:
        """Who has a history had an incident before; those without place rang before, and nothing came of it."""
        taker = self._hall.hall.logins(Role.CALL_TAKER)[-1]
        place = await self._place()
        async with (
            self._hall.hall.client(self._hall.hall.logins(Role.TRUNK)[0]) as trunk,
            self._hall.hall.client(taker) as seat,
        ):

            async def post(client: Any, path: str, body: dict[str, Any]) -> dict[str, Any]:
                reply = await client.post(path, json=body)
                if reply.status_code >= 400:
                    raise BenchFaultError(f"{path}: {reply.status_code} {reply.text}")
                answer: dict[str, Any] = reply.json()
                return answer

            for one in callers:
                if one.kind not in ("with_history", "no_place"):
                    continue
                ring = {"trunk_call_id": f"earlier-{one.number}", "caller_number": one.number}
                contact = (await post(trunk, "/api/telephony/rings", ring))["call_id"]
                await post(seat, f"/api/intake/contacts/{contact}/take", {})
                path = f"/api/intake/contacts/{contact}"
                if one.kind == "with_history":
                    opened = await post(seat, f"{path}/incident", {"class_code": "0202", "place": place})
                    await post(seat, f"/api/incidents/{opened['incident_id']}/cancel", {"reason": "bench"})
                    await post(seat, "/api/intake/seat/finish", {})
                else:
                    await post(seat, f"{path}/settle", {"disposition": "answered"})
            await post(seat, "/api/intake/seat", {"to": "off"})

    async def _place(self) -> dict[str, Any]:
        row = await self._hall.hall.db.worker_pool.fetchrow(
            "select full_zh, lon, lat from places.address where kind = 'doorplate' order by id limit 1"
        )
        assert row is not None
        return {"text": row["full_zh"], "lon": row["lon"], "lat": row["lat"], "datum": "WGS84"}

    # Genuine callers -----------------------------------------------------------------------------------------

    async def _call(self, one: Genuine) -> None:
        await asyncio.sleep(one.at_s)
        telephone = await self._hall.telephone(one.number, 0 if one.kind == "silent" else CITIZEN_HZ)
        try:
            if one.kind == "with_place":
                at = await self._place()
                point = Point(lon=at["lon"], lat=at["lat"])
                telephone.dial(HEADERS, located(offer_of(telephone.phone.port), point))
            else:
                telephone.dial()
            try:
                heard = await until_heard(telephone.phone, SEAT_HZ, telephone.dialled_at, _PATIENCE_S)
                one.reached_s = heard - telephone.dialled_at
            except TimeoutError:
                one.is_dropped = telephone.ended_at is not None
            try:
                one.call_id = await self._hall.call_of(telephone)
            except TimeoutError:
                # The hall never knew of it: whatever the wire said, this caller is lost.
                one.is_dropped = True
                return
            if one.kind == "silent":
                await self._press_when_asked(telephone, one.call_id)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(telephone.ended.wait(), _PATIENCE_S)
            await telephone.hang_up()
        finally:
            telephone.close()

    async def _press_when_asked(self, telephone: Telephone, call_id: UUID) -> None:
        """A second after the question began, 1 is pressed: without a word."""
        key = ("call", str(call_id))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(10):
                while not self._hall.picture.entities.get(key, {}).get("asked_key_at"):
                    await asyncio.sleep(0.1)
                await asyncio.sleep(1.0)
                telephone.press("1")

    # Junk ----------------------------------------------------------------------------------------------------

    async def _flood(self) -> None:
        every_s, begun, number = 60 / self._options.junk, time.monotonic(), 0
        while True:
            task = asyncio.create_task(self._junk_call(number, self._dice.chance(0.5)))
            self._junk.tasks.add(task)
            task.add_done_callback(self._junk.tasks.discard)
            number += 1
            await asyncio.sleep(max(0.0, begun + number * every_s - time.monotonic()))

    async def _junk_call(self, number: int, is_one_ring: bool) -> None:
        telephone = await self._hall.telephone(f"1000{5_000_000 + number:07d}", 0)
        try:
            telephone.dial()
            self._junk.sent += 1
            patience_s = self._dice.between(*_ONE_RING_S) if is_one_ring else _JUNK_PATIENCE_S
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(telephone.answered.wait(), patience_s)
                self._junk.answered += 1
                if not is_one_ring:
                    await asyncio.wait_for(telephone.ended.wait(), _JUNK_PATIENCE_S)
            await telephone.hang_up()
        finally:
            telephone.close()

    # What came of it -----------------------------------------------------------------------------------------

    async def _figures(self, callers: list[Genuine], seats: FloodSeats) -> dict[str, Figure]:
        twice = {
            row["about"]
            for row in await self._hall.hall.db.worker_pool.fetch(
                "select about from ledger.event where name = 'telephony.call.key_asked'"
                " group by about having count(*) > 1"
            )
        }
        by_kind: dict[str, list[Genuine]] = defaultdict(list)
        for one in callers:
            by_kind[one.kind].append(one)
        reached = [one.reached_s for one in callers if one.reached_s is not None]
        figures: dict[str, Figure] = {
            "junk_sent": self._junk.sent,
            "junk_answered": self._junk.answered,
            "seats": len(self._hall.seats),
            "seats_busy_share": seats.busy_share(),
            "genuine": len(callers),
            **spread_ms("reached", reached),
        }
        for kind, ones in by_kind.items():
            within = sum(one.reached_s is not None and one.reached_s <= _TARGET_S for one in ones)
            figures |= {
                f"{kind}_n": len(ones),
                f"{kind}_within_3_s_share": round(within / len(ones), 4),
                f"{kind}_not_reached": sum(one.reached_s is None for one in ones),
                f"{kind}_dropped": sum(one.is_dropped for one in ones),
                f"{kind}_asked_twice": sum(one.call_id in twice for one in ones),
            }
        return figures
