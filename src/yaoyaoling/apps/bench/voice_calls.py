"""The part of `yyl bench voice` that needs the whole hall: what a caller, a seat and an officer wait for."""

import asyncio
import os
import signal
import time
from itertools import pairwise, takewhile
from typing import Any
from uuid import UUID

from yaoyaoling.apps.bench.hall import BenchFaultError
from yaoyaoling.apps.bench.report import Figure, percentile, spread_ms
from yaoyaoling.apps.bench.voice_hall import CITIZEN_HZ, OFFICER_HZ, SEAT_HZ, Seat, VoiceHall
from yaoyaoling.apps.callers.browsers import Browser
from yaoyaoling.apps.callers.phones import Phone
from yaoyaoling.apps.callers.telephone import Telephone
from yaoyaoling.apps.callers.tones import JUDGED, first_heard, first_sound, longest_without
from yaoyaoling.platform.principal import Role
from yaoyaoling.platform.supervise.process import State

_PACE_S = 0.05
_AGAIN, _MOST = 2 * JUDGED, 3_000
_TARGET_S = 0.3
_CLASS = "0202"
_BACK_S, _SETTLE_S = 180.0, 6.0


async def until_heard(phone: Phone, hz: float, since: float, within_s: float) -> float:
    """When a telephone first heard a tone since then. Raises: TimeoutError."""
    async with asyncio.timeout(within_s):
        while (at := first_heard(_newer(phone, since), hz, since)) is None:
            # What was looked at is not looked at again, but for the last moment that may go on.
            since = max(since, phone.kept[-_AGAIN][0] if len(phone.kept) >= _AGAIN else since)
            await asyncio.sleep(_PACE_S)
    return at


async def until_sound(phone: Phone, since: float, within_s: float) -> float:
    """When a telephone first heard anything. Raises: TimeoutError."""
    async with asyncio.timeout(within_s):
        while (at := first_sound(_newer(phone, since), since)) is None:
            await asyncio.sleep(_PACE_S)
    return at


def _newer(phone: Phone, since: float) -> list[tuple[float, bytes]]:
    newer = list(takewhile(lambda one: one[0] >= since, reversed(phone.kept[-_MOST:])))
    return newer[::-1]


async def place_of(hall: VoiceHall, officer: str) -> dict[str, Any]:
    """A door-plate of the county where an officer works."""
    county = hall.hall.people[officer].org_path.split("/")[2]
    row = await hall.hall.db.worker_pool.fetchrow(
        "select full_zh, lon, lat from places.address where county_code = $1 and kind = 'doorplate'"
        " order by id limit 1",
        county,
    )
    if row is None:
        raise BenchFaultError("the town has no door-plate in that county")
    return {"text": row["full_zh"], "lon": row["lon"], "lat": row["lat"], "datum": "WGS84"}


async def waits(hall: VoiceHall, calls: int) -> dict[str, Figure]:
    """Calls one after the other to one seat; an officer with a line joins each."""
    seat = hall.seats[0]
    officer = next(one for one in hall.hall.logins(Role.OFFICER) if one == "minjing1")
    place = await place_of(hall, officer)
    line = await hall.browser(officer, OFFICER_HZ)
    rows: list[dict[str, float]] = []
    try:
        for number in range(calls):
            rows.append(await _one(hall, seat, officer, line, place, f"1000{number:07d}"))
    finally:
        await line.close()
    found: dict[str, Figure] = {"calls": len(rows)}
    for name in rows[0]:
        found |= spread_ms(name, [row[name] for row in rows])
    both = [max(row["caller_hears_seat"], row["seat_hears_caller"]) for row in rows]
    found |= spread_ms("audio_after_answer", both)
    found["audio_within_300_ms_share"] = round(sum(one <= _TARGET_S for one in both) / len(both), 3)
    return found


async def _one(
    hall: VoiceHall, seat: Seat, officer: str, line: Browser, place: dict[str, Any], number: str
) -> dict[str, float]:
    await seat.ready()
    telephone = await hall.telephone(number)
    try:
        telephone.dial()
        announced = await until_sound(telephone.phone, telephone.dialled_at, 8)
        row = {"announcement": announced - telephone.dialled_at}
        call_id = await hall.call_of(telephone)
        async with asyncio.timeout(8):
            while ("contact", str(call_id)) not in hall.picture.shown_at:
                await asyncio.sleep(_PACE_S)
        row["ring_to_strip"] = hall.picture.shown_at["contact", str(call_id)] - telephone.dialled_at
        await asyncio.sleep(0.5)
        row |= await answer(seat, telephone, call_id)
        row |= await _officer(hall, seat, telephone, line, call_id, officer, place)
        await telephone.hang_up()
    finally:
        telephone.close()
    await asyncio.sleep(0.3)
    return row


async def answer(seat: Seat, telephone: Telephone, call_id: UUID) -> dict[str, float]:
    """The seat takes it; how long until each hears the other, seconds from the key."""
    began = time.time()
    await seat.post(f"/api/intake/contacts/{call_id}/take")
    request_s = time.time() - began
    caller = await until_heard(telephone.phone, SEAT_HZ, began, 8)
    heard = await until_heard(seat.browser.phone, CITIZEN_HZ, began, 8)
    assert telephone.answered_at is not None
    return {
        "answer_request": request_s,
        "answer_to_200": telephone.answered_at - began,
        "caller_hears_seat": caller - began,
        "seat_hears_caller": heard - began,
    }


async def _officer(
    hall: VoiceHall, seat: Seat, telephone: Telephone, line: Browser, call_id: UUID, officer: str, place: dict[str, Any]
) -> dict[str, float]:
    """One key sends the crew; the officer's page answers as soon as it rings."""
    body = {"class_code": _CLASS, "place": place}
    opened = await seat.post(f"/api/intake/contacts/{call_id}/incident", body)
    incident = opened["incident_id"]
    rang: list[float] = []

    def on_message(message: dict[str, Any]) -> None:
        if message["type"] == "ring" and not rang:
            rang.append(time.time())
            asyncio.get_running_loop().create_task(line.send({"type": "take"}))

    line.on_message.append(on_message)
    began = time.time()
    await seat.post(f"/api/dispatch/incidents/{incident}/orders", {"crew_id": str(hall.hall.crew_of(officer))})
    caller = await until_heard(telephone.phone, OFFICER_HZ, began, 10)
    heard = await until_heard(line.phone, CITIZEN_HZ, began, 10)
    line.on_message.remove(on_message)
    await seat.post(f"/api/incidents/{incident}/cancel", {"reason": "bench"})
    await seat.post("/api/intake/seat/finish")
    return {
        "officer_rings": rang[0] - began,
        "officer_joined": caller - began,
        "officer_hears_caller": heard - began,
    }


async def kills(hall: VoiceHall, calls: int) -> dict[str, Figure]:
    """Calls that go on while first the controller and then the conference engine is killed."""
    talks = [await _begun(hall, seat, f"1001{number:07d}") for number, seat in enumerate(hall.seats[:calls])]
    found: dict[str, Figure] = {"calls_in_kill": len(talks)}
    await asyncio.sleep(1)
    found |= await _kill(hall, talks, "voice", "controller_kill")
    await asyncio.sleep(_SETTLE_S)
    found |= await _kill(hall, talks, "janus", "janus_kill")
    for telephone, _ in talks:
        await telephone.hang_up()
        telephone.close()
    return found


async def _begun(hall: VoiceHall, seat: Seat, number: str) -> tuple[Telephone, Seat]:
    await seat.ready()
    telephone = await hall.telephone(number)
    telephone.dial()
    call_id = await hall.call_of(telephone)
    await seat.post(f"/api/intake/contacts/{call_id}/take")
    await until_heard(telephone.phone, SEAT_HZ, telephone.dialled_at, 8)
    await until_heard(seat.browser.phone, CITIZEN_HZ, telephone.dialled_at, 8)
    return telephone, seat


async def _kill(hall: VoiceHall, talks: list[tuple[Telephone, Seat]], program: str, name: str) -> dict[str, Figure]:
    """SIGKILL, until it has run again for a while.

    gap: the longest time without any packet at a caller; seat unheard: without the seat's tone. back: until the
    supervisor has it ready again.
    """
    keeper = hall.hall.own.keeper_of(program)
    restarts, began = keeper.restarts, time.time()
    assert keeper.pid is not None
    os.kill(keeper.pid, signal.SIGKILL)
    async with asyncio.timeout(_BACK_S):
        while keeper.restarts == restarts or keeper.state is not State.READY:
            await asyncio.sleep(_PACE_S)
    back_s = time.time() - began
    await asyncio.sleep(_SETTLE_S)
    until = time.time() - 1
    gaps, alone, back = [], [], 0
    for telephone, seat in talks:
        times = [began, *(at for at, _ in telephone.phone.kept if began <= at <= until), until]
        gaps.append(max(after - before for before, after in pairwise(times)))
        alone.append(longest_without(telephone.phone.kept, SEAT_HZ, began, until))
        both = (telephone.phone.kept, SEAT_HZ), (seat.browser.phone.kept, CITIZEN_HZ)
        back += all(first_heard(kept, hz, until - 2) is not None for kept, hz in both)
    return {
        f"{name}_gap_ms": round(max(gaps) * 1000, 1),
        f"{name}_gap_p50_ms": round(percentile(gaps, 0.5) * 1000, 1),
        f"{name}_seat_unheard_ms": round(max(alone) * 1000, 1),
        f"{name}_both_hear_again": back,
        f"{name}_process_back_ms": round(back_s * 1000, 1),
    }
