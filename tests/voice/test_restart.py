"""What dies in a call, and what nobody notices of it."""

import asyncio
import time

import pytest
from playwright.async_api import Browser

from tests.voice.hall import CITIZEN_HZ, PARTNER_HZ, SEAT_HZ, VoiceHall, comes_to_hear, until
from tests.voice.sip import Answerer
from tests.voice.talking import begin, hand_over

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


async def test_the_controller_dies_and_a_new_one_goes_on_with_the_call(
    voice: VoiceHall, browser: Browser, hotline: Answerer
) -> None:
    talk = await begin(voice, browser)
    before = await talk.seat.count()
    killed = time.monotonic()
    voice.kill_voice()
    await asyncio.sleep(1.0)
    await comes_to_hear(talk.caller, {SEAT_HZ})
    await comes_to_hear(talk.seat, {CITIZEN_HZ})
    await voice.start_voice()
    assert voice.said("call_taken_up")[-1]["claimed"] is True
    await comes_to_hear(talk.caller, {SEAT_HZ})
    await comes_to_hear(talk.seat, {CITIZEN_HZ})
    gap_s = talk.caller.sound.gap_s(killed)
    assert gap_s < 0.5, f"the caller heard nothing for {gap_s:.2f} s"
    await asyncio.sleep(3)
    told = await talk.seat.page.evaluate(f"window.told.slice({before})")
    assert not [one for one in told if one["type"] in ("down", "ready")], "the browser had to connect again"

    await hand_over(voice, "taker1", talk.call_id)
    await comes_to_hear(talk.caller, {SEAT_HZ, PARTNER_HZ})
    await comes_to_hear(hotline, {CITIZEN_HZ, SEAT_HZ})

    voice.kill_voice()
    await voice.start_voice()
    await voice.ask("taker1", "DELETE", f"/api/telephony/calls/{talk.call_id}/legs/{talk.seat_leg}")
    await voice.until_leg(talk.call_id, "seat", "left")
    await comes_to_hear(talk.caller, {PARTNER_HZ})
    await voice.ask("taker1", "POST", f"/api/telephony/calls/{talk.call_id}/end", {})
    bye = await talk.caller.until_request("BYE")
    assert bye.header("Call-ID") == talk.caller.call_id
    assert await hotline.until_bye()
    await voice.until_call(talk.call_id, "ended")


async def test_a_caller_hangs_up_after_the_controller_was_started_anew(voice: VoiceHall, browser: Browser) -> None:
    talk = await begin(voice, browser)
    voice.kill_voice()
    await voice.start_voice()
    talk.caller.bye()
    await voice.until_call(talk.call_id, "ended")
    await talk.seat.until("parked")


async def test_a_call_that_rings_is_answered_by_the_next_controller(voice: VoiceHall, browser: Browser) -> None:
    caller = voice.caller()
    caller.invite()
    await caller.until(183)
    call_id = await voice.call_of(caller)
    await asyncio.sleep(0.5)
    voice.kill_voice()
    await voice.start_voice()
    await voice.ask("taker1", "POST", "/api/intake/seat", {"to": "ready"})
    seat = await voice.phone(browser, "taker1", SEAT_HZ)
    await voice.ask("taker1", "POST", f"/api/intake/contacts/{call_id}/take", {})
    assert (await caller.until(200)).status == 200
    caller.ack()
    await comes_to_hear(caller, {SEAT_HZ})
    await comes_to_hear(seat, {CITIZEN_HZ})


async def test_the_conference_engine_dies_and_the_standby_goes_on(voice: VoiceHall, browser: Browser) -> None:
    talk = await begin(voice, browser)
    killed = time.monotonic()
    voice.daemons.kill("janus")
    rebuilt = await until(lambda: voice.said("call_rebuilt"), 10, "not rebuilt", voice.log)
    await comes_to_hear(talk.seat, {CITIZEN_HZ}, within_s=20)
    await comes_to_hear(talk.caller, {SEAT_HZ})
    print(rebuilt, talk.caller.sound.gap_s(killed))
    gap_s = talk.caller.sound.gap_s(killed)
    assert gap_s < 1.5, f"the caller heard nothing at all for {gap_s:.2f} s"
    assert voice.said("conferences_rebuilding")[-1]["calls"] == 1
    talk.caller.bye()
    await voice.until_call(talk.call_id, "ended")


async def test_both_conference_engines_die_at_once_and_the_caller_is_told_to_wait_until_one_is_back(
    voice: VoiceHall, browser: Browser
) -> None:
    talk = await begin(voice, browser)
    killed = time.monotonic()
    for name in ("janus", "janus-standby"):
        voice.daemons.kill(name)
    await until(lambda: voice.said("conferences_away"), 10, "nobody noticed", voice.log)
    await comes_to_hear(talk.caller, None)
    gap_s = talk.caller.sound.gap_s(killed)
    late = voice.caller(number="13800009999")
    late.invite()
    assert (await late.until(180)).status == 180, "whoever rings now hears it ring"
    # Less than it takes until the caller would ring at another seat (three seconds to be lost, three more to be gone).
    await asyncio.sleep(2)
    await comes_to_hear(talk.caller, None)
    assert "BYE" not in [one.method for one in talk.caller.told], "the caller is not dropped"

    began = time.monotonic()
    await voice.daemons.start("janus-standby", "janus")
    rebuilt = await until(lambda: voice.said("call_rebuilt"), 20, "not rebuilt", voice.log)
    assert (await late.until(183, 20)).status == 183
    await comes_to_hear(talk.seat, {CITIZEN_HZ}, within_s=20)
    back_s = time.monotonic() - began
    await comes_to_hear(talk.caller, {SEAT_HZ})
    await comes_to_hear(late, None)
    await voice.until_leg(talk.call_id, "seat", "joined")
    print(f"silence {gap_s:.2f} s; seat and caller together {back_s:.2f} s after the start began; {rebuilt}")
    assert gap_s < 3.0, f"the caller heard nothing at all for {gap_s:.2f} s"
    assert len(rebuilt) == 1, "who rang meanwhile has a room already"
    talk.caller.bye()
    await voice.until_call(talk.call_id, "ended")


async def test_the_database_is_away_and_the_caller_hears_us_all_the_same(voice: VoiceHall, browser: Browser) -> None:
    await voice.ask("taker1", "POST", "/api/intake/seat", {"to": "ready"})
    seat = await voice.phone(browser, "taker1", SEAT_HZ)
    await voice.database.shut()
    caller = voice.caller()
    caller.invite()
    await caller.until(183)
    await comes_to_hear(caller, None)
    assert await voice.value("select count(*) from telephony.call") == 0
    await voice.database.open()
    call_id = await voice.call_of(caller)
    await voice.ask("taker1", "POST", f"/api/intake/contacts/{call_id}/take", {})
    await caller.until(200)
    caller.ack()
    await comes_to_hear(caller, {SEAT_HZ})
    await comes_to_hear(seat, {CITIZEN_HZ})


async def test_all_of_voice_dies_at_once_and_whoever_rang_is_to_be_called_back(voice: VoiceHall) -> None:
    """A machine that lost its power: nobody stays in the queue behind a line that is not there any more."""
    caller = voice.caller()
    caller.invite()
    await caller.until(183)
    call_id = await voice.call_of(caller)
    await asyncio.sleep(0.5)
    voice.kill_voice()
    engines = ("janus", "janus-standby", "rtpengine")
    for name in engines:
        voice.daemons.kill(name)
    await voice.daemons.start(*engines)
    await voice.start_voice()
    await voice.until_call(call_id, "abandoned")

    async def is_to_be_called_back() -> bool:
        return bool(await voice.value("select call_back from intake.contact where id = $1", call_id))

    await until(is_to_be_called_back, 8, "nobody calls back", voice.log)
