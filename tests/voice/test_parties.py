"""Parties of a call: who does not answer, who hangs up, who is held, and what the citizen hears meanwhile."""

import asyncio
import time
from uuid import UUID

import pytest
from playwright.async_api import Browser

from tests.voice.hall import CITIZEN_HZ, OFFICER_HZ, PARTNER_HZ, SEAT_HZ, VoiceHall, comes_to_hear, until
from tests.voice.sip import Answerer
from tests.voice.talking import begin, finish, hand_over


async def reason_of(voice: VoiceHall, leg_id: UUID) -> str | None:
    reason: str | None = await voice.value("select end_reason from telephony.leg where id = $1", leg_id)
    return reason


@pytest.mark.slow
async def test_parties_come_and_go(voice: VoiceHall, browser: Browser, hotline: Answerer, mobile: Answerer) -> None:
    """One call, so that the hall is started once: busy, rejected, cancelled, joined, held, muted, gone."""
    talk = await begin(voice, browser)

    hotline.behaviour = "busy"
    leg = await hand_over(voice, "taker1", talk.call_id)
    await until(lambda: reason_of(voice, leg), 8, "no reason", voice.log)
    assert await reason_of(voice, leg) == "busy"
    hotline.behaviour = "reject"
    leg = await hand_over(voice, "taker1", talk.call_id)
    await until(lambda: reason_of(voice, leg), 8, "no reason", voice.log)
    assert await reason_of(voice, leg) == "rejected"
    await comes_to_hear(talk.caller, {SEAT_HZ})

    hotline.behaviour = "ring"
    leg = await hand_over(voice, "taker1", talk.call_id)
    await voice.until_leg(talk.call_id, "partner", "ringing")
    await voice.ask("taker1", "DELETE", f"/api/telephony/calls/{talk.call_id}/legs/{leg}")
    await until(lambda: reason_of(voice, leg), 8, "not cancelled", voice.log)

    number = {"kind": "partner", "number": "13900000001", "display": "N1"}
    await voice.ask("taker1", "POST", f"/api/telephony/calls/{talk.call_id}/legs", number)
    officer_leg = await voice.until_leg(talk.call_id, "partner", "joined")
    await comes_to_hear(talk.caller, {SEAT_HZ, OFFICER_HZ})
    await comes_to_hear(mobile, {CITIZEN_HZ, SEAT_HZ})

    legs = f"/api/telephony/calls/{talk.call_id}/legs"
    await voice.ask("taker1", "POST", f"{legs}/{officer_leg}/mode", {"mode": "muted"})
    await comes_to_hear(talk.caller, {SEAT_HZ})
    await voice.ask("taker1", "POST", f"{legs}/{officer_leg}/mode", {"mode": "whisper"})
    await comes_to_hear(talk.seat, {CITIZEN_HZ, OFFICER_HZ})
    await comes_to_hear(talk.caller, {SEAT_HZ})
    await voice.ask("taker1", "POST", f"{legs}/{officer_leg}/mode", {"mode": "open"})
    await comes_to_hear(talk.caller, {SEAT_HZ, OFFICER_HZ})
    mobile.bye()
    await voice.until_leg(talk.call_id, "partner", "left")
    assert await reason_of(voice, officer_leg) == "hung_up"

    await voice.ask("taker1", "POST", f"/api/intake/contacts/{talk.call_id}/hold", {})
    await comes_to_hear(talk.caller, None)
    await comes_to_hear(talk.seat, set())
    await voice.ask("taker1", "POST", f"/api/intake/contacts/{talk.call_id}/resume", {})
    await comes_to_hear(talk.caller, {SEAT_HZ})
    await comes_to_hear(talk.seat, {CITIZEN_HZ})

    hotline.behaviour = "answer"
    await hand_over(voice, "taker1", talk.call_id)
    await comes_to_hear(talk.caller, {SEAT_HZ, PARTNER_HZ})
    await finish(voice, "taker1", talk)
    await hotline.until_bye()


@pytest.mark.slow
async def test_a_seat_whose_browser_dies_leaves_nobody_in_silence(voice: VoiceHall, browser: Browser) -> None:
    talk = await begin(voice, browser)
    other = await voice.phone(browser, "taker2", PARTNER_HZ)
    await voice.ask("taker2", "POST", "/api/intake/seat", {"to": "ready"})
    gone = time.monotonic()
    await talk.seat.close()
    await comes_to_hear(talk.caller, None)
    announced_s = time.monotonic() - gone

    async def offered() -> bool:
        sql = "select exists (select from intake.seat s join agencies.account a on a.id = s.account_id"
        sql += " where a.login = 'taker2' and s.contact_id = $1)"
        return bool(await voice.value(sql, talk.call_id))

    await until(offered, 12, "the caller rings at no other desk", voice.log)
    back_s = time.monotonic() - gone
    await voice.ask("taker2", "POST", f"/api/intake/contacts/{talk.call_id}/take", {})
    await comes_to_hear(talk.caller, {PARTNER_HZ})
    await comes_to_hear(other, {CITIZEN_HZ})
    print(f"announcement after {announced_s:.1f} s, at the next desk after {back_s:.1f} s")


@pytest.mark.slow
async def test_the_caller_who_gives_up_is_noted_and_who_is_alone_comes_back(voice: VoiceHall, browser: Browser) -> None:
    caller = voice.caller()
    caller.invite()
    await caller.until(183)
    call_id = await voice.call_of(caller)
    caller.cancel()
    await voice.until_call(call_id, "abandoned")

    talk = await begin(voice, browser)
    await voice.ask("taker1", "DELETE", f"/api/telephony/calls/{talk.call_id}/legs/{talk.seat_leg}")
    await comes_to_hear(talk.caller, None)
    sql = "select exists (select from ledger.event where name = 'telephony.call.left_alone' and about = $1)"
    await until(lambda: voice.value(sql, talk.call_id), 10, "nobody was told that the caller is alone", voice.log)
    talk.caller.bye()
    await voice.until_call(talk.call_id, "ended")
    await asyncio.sleep(0)
