"""A citizen rings, the seat answers, the officer joins, 12345 takes over: each hears exactly the others."""

import asyncio

from playwright.async_api import Browser

from tests.voice.hall import CITIZEN_HZ, OFFICER_HZ, PARTNER_HZ, SEAT_HZ, VoiceHall, comes_to_hear, until
from tests.voice.sip import Answerer
from tests.voice.talking import send


async def test_a_whole_call(voice: VoiceHall, browser: Browser, hotline: Answerer) -> None:
    await voice.ask("taker1", "POST", "/api/intake/seat", {"to": "ready"})
    seat = await voice.phone(browser, "taker1", SEAT_HZ)
    caller = voice.caller()
    caller.invite()
    early = await caller.until(183)
    assert "m=audio" in early.text
    call_id = await voice.call_of(caller)
    await asyncio.sleep(0.5)
    assert caller.sound.got, "the caller hears nothing before the answer"

    await voice.ask("taker1", "POST", f"/api/intake/contacts/{call_id}/take", {})
    assert (await caller.until(200)).status == 200
    caller.ack()
    await voice.until_leg(call_id, "seat", "joined")
    await comes_to_hear(caller, {SEAT_HZ})
    await comes_to_hear(seat, {CITIZEN_HZ})

    officer = await voice.phone(browser, "officer_n1", OFFICER_HZ)
    order_id = await send(voice, "taker1", call_id, "N1")
    await officer.until("ring")
    await officer.page.evaluate("send({type: 'take'})")
    await officer.until("joined")
    accepted = "select state = 'accepted' from dispatch.crew_order where id = $1"
    await until(lambda: voice.value(accepted, order_id), 8, "joining the call did not accept the order", voice.log)
    await comes_to_hear(caller, {SEAT_HZ, OFFICER_HZ})
    await comes_to_hear(seat, {CITIZEN_HZ, OFFICER_HZ})
    await comes_to_hear(officer, {CITIZEN_HZ, SEAT_HZ})

    partner = {"kind": "partner", "partner_id": "12345", "attended": "warm"}
    await voice.ask("taker1", "POST", f"/api/telephony/calls/{call_id}/legs", partner)
    partner_leg = await voice.until_leg(call_id, "partner", "joined")
    assert partner_leg
    invite = hotline.invites[0]
    assert caller.number in invite.header("From")
    assert caller.number in invite.header("P-Asserted-Identity")
    assert "110" in invite.header("Diversion")
    await comes_to_hear(caller, {SEAT_HZ, OFFICER_HZ, PARTNER_HZ})
    await comes_to_hear(hotline, {CITIZEN_HZ, SEAT_HZ, OFFICER_HZ})

    for kind in ("seat", "officer"):
        leg_id = await voice.until_leg(call_id, kind, "joined")
        await voice.ask("taker1", "DELETE", f"/api/telephony/calls/{call_id}/legs/{leg_id}")
        await voice.until_leg(call_id, kind, "left")
    await seat.until("parked")
    await comes_to_hear(caller, {PARTNER_HZ})
    await comes_to_hear(hotline, {CITIZEN_HZ})
    await comes_to_hear(seat, set())

    caller.bye()
    await voice.until_call(call_id, "ended")
    await hotline.until_bye()
    kept = "select id from evidence.recording where contact_id = $1"
    recording_id = await until(lambda: voice.value(kept, call_id), 60, "the recording was not kept", voice.log)
    parts = await voice.live.hall.db.worker_pool.fetch(
        "select kind, leg_kind, seconds, fault from evidence.recording_part where recording_id = $1", recording_id
    )
    assert {part["leg_kind"] for part in parts if part["kind"] == "leg"} == {"citizen", "seat", "officer", "partner"}
    assert any(part["kind"] == "mix" for part in parts)
    assert {part["fault"] for part in parts} <= {None, "header_repaired"}
