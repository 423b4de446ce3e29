"""The edge itself is away: calls that are up go on, both sides may end them, and the next caller is answered."""

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.voice.hall import CITIZEN_HZ, SEAT_HZ, VoiceHall, comes_to_hear, until
from tests.voice.talking import begin, take
from yaoyaoling.platform.supervise.process import State
from yaoyaoling.platform.supervise.supervisor import Alarm, Supervisor

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


async def test_the_edge_is_away_and_calls_go_on_and_end_meanwhile_and_afterwards(
    voice: VoiceHall, browser: Browser
) -> None:
    ours, theirs = await begin(voice, browser), await begin(voice, browser, "taker2")
    patient, hasty = voice.caller(number="13800003333"), voice.caller(number="13800004444")
    for caller in (patient, hasty):
        caller.invite()
        await caller.until(183)
    patient_id, hasty_id = await voice.call_of(patient), await voice.call_of(hasty)
    killed = time.monotonic()
    voice.daemons.kill("kamailio")

    await comes_to_hear(ours.caller, {SEAT_HZ})
    await comes_to_hear(ours.seat, {CITIZEN_HZ})
    await comes_to_hear(patient, None)
    leaving = asyncio.create_task(theirs.caller.goodbye())
    await voice.ask("taker1", "POST", f"/api/telephony/calls/{ours.call_id}/end", {})
    await voice.until_call(ours.call_id, "ended")
    assert not leaving.done(), "nobody hears the caller's goodbye before the edge is back"
    gap_s = theirs.caller.sound.gap_s(killed)
    assert gap_s < 0.5, f"the caller heard nothing for {gap_s:.2f} s"

    await voice.daemons.start("kamailio")
    back = time.monotonic()
    bye = await ours.caller.until_request("BYE", 32)
    print(f"our BYE arrived {time.monotonic() - back:.1f} s after the edge was back")
    assert bye.header("Call-ID") == ours.caller.call_id
    await leaving
    await voice.until_call(theirs.call_id, "ended")

    hasty.cancel()
    await voice.until_call(hasty_id, "abandoned")
    await voice.ask("taker1", "POST", f"/api/intake/contacts/{ours.call_id}/settle", {"disposition": "answered"})
    await take(voice, "taker1", patient_id)
    assert (await patient.until(200)).status == 200
    patient.ack()
    await comes_to_hear(patient, {SEAT_HZ})
    await comes_to_hear(ours.seat, {CITIZEN_HZ})
    patient.bye()
    await voice.until_call(patient_id, "ended")


async def test_the_supervisor_has_the_edge_back_and_the_next_caller_is_answered(
    voice: VoiceHall, tmp_path: Path
) -> None:
    voice.daemons.kill("kamailio")
    alarms: list[Alarm] = []
    supervisor = Supervisor(tmp_path, tmp_path / "status.json", alarms.append)
    try:
        await supervisor.start([voice.daemons.programs["kamailio"]])
        [keeper] = supervisor.keepers
        took = []
        for number in range(3):
            assert keeper.pid is not None
            killed = time.monotonic()
            os.kill(keeper.pid, signal.SIGKILL)
            await until(lambda: keeper.state is not State.READY, 5, "the supervisor did not see it")
            caller = voice.caller(number=f"1380000777{number}")
            caller.invite()
            knocking = asyncio.create_task(caller.knock(0.05))
            assert (await caller.until(183, 30)).status == 183
            took.append(time.monotonic() - killed)
            await knocking
            call_id = await voice.call_of(caller)
            await until(lambda: keeper.state is State.READY, 15, "not ready")
            caller.cancel()
            await voice.until_call(call_id, "abandoned")
        print("from the kill to an answered INVITE:", [f"{one:.2f} s" for one in took])
        assert len(alarms) == 3
        assert max(took) < 20, took
    finally:
        await supervisor.stop()
