"""How long a caller waits for what: printed, never a gate. `pytest -s -m slow tests/voice/test_figures.py`."""

import asyncio
import os
import time

import numpy as np
import pytest
from playwright.async_api import Browser

from tests.voice.hall import CITIZEN_HZ, SEAT_HZ, VoiceHall, until
from tests.voice.phone import Phone
from tests.voice.sip import Caller
from tests.voice.talking import Conversation, finish
from tests.voice.tones import FRAME, RATE_HZ, decode

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
_CALLS = int(os.environ.get("CALLS", "8"))


def first_heard(caller: Caller, hz: float, since: float) -> float | None:
    """When a tone first filled a packet (20 ms), monotonic seconds."""
    wave = np.exp(-2j * np.pi * hz * np.arange(FRAME) / RATE_HZ)
    for came, payload in list(caller.sound.got):
        if came >= since and len(payload) == FRAME and abs(decode(payload) @ wave) / FRAME > 400:
            return came
    return None


async def test_how_long_a_caller_waits(voice: VoiceHall, browser: Browser) -> None:
    await voice.ask("taker1", "POST", "/api/intake/seat", {"to": "ready"})
    seat = await voice.phone(browser, "taker1", SEAT_HZ)
    rows: list[dict[str, float]] = []
    for _ in range(_CALLS):
        rows.append(await one_call(voice, seat))
        await voice.ask("taker1", "POST", "/api/intake/seat", {"to": "ready"})
    for name in rows[0]:
        values = sorted(1000 * row[name] for row in rows)
        print(f"{name:30} median {values[len(values) // 2]:6.0f} ms   worst {values[-1]:6.0f} ms")
    print(f"{len(rows)} calls, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


async def one_call(voice: VoiceHall, seat: Phone) -> dict[str, float]:
    caller = voice.caller(CITIZEN_HZ)
    dialled = time.monotonic()
    caller.invite()
    await caller.until(183)
    row = {"INVITE to 183": time.monotonic() - dialled}
    call_id = await voice.call_of(caller)
    row["INVITE to the queue"] = time.monotonic() - dialled
    await until(lambda: caller.sound.got, 5, "no sound", voice.log)
    row["INVITE to first sound"] = caller.sound.got[0][0] - dialled
    await asyncio.sleep(1.0)
    await seat.page.evaluate("window.heard = []")
    taken, taken_wall = time.monotonic(), time.time()
    await voice.ask("taker1", "POST", f"/api/intake/contacts/{call_id}/take", {})
    row["answer: request"] = time.monotonic() - taken
    await caller.until(200)
    row["answer to 200"] = time.monotonic() - taken
    caller.ack()
    heard = await until(lambda: first_heard(caller, SEAT_HZ, taken), 8, "the seat is not heard", voice.log)
    row["answer to the seat heard"] = heard - taken
    at = await until(lambda: seat.heard_at(CITIZEN_HZ), 8, "the citizen is not heard", voice.log)
    row["answer to the citizen heard"] = at - taken_wall
    seat_leg = await voice.until_leg(call_id, "seat", "joined")
    noted = "select extract(epoch from joined_at - asked_at)::float8 from telephony.leg where id = $1"
    row["leg asked to joined"] = await voice.value(noted, seat_leg)
    await finish(voice, "taker1", Conversation(caller, seat, call_id, seat_leg))
    return row
