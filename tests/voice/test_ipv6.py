"""Calls by IPv6 from end to end, in, out and into browsers; the rooms behind are on IPv4."""

import asyncio
import contextlib
import socket
from ipaddress import ip_address
from pathlib import Path

import psutil
import pytest
from playwright.async_api import Browser

from tests.engines import Engines
from tests.telephony.daemons import running_daemons
from tests.voice.hall import CITIZEN_HZ, OFFICER_HZ, SEAT_HZ, comes_to_hear, voice_hall
from tests.voice.rtp import Sound
from tests.voice.sip import Answerer
from tests.voice.talking import begin
from tests.voice.test_announced import QUEUE_HZ, kept_sound, make_tones, only_span

pytestmark = pytest.mark.slow


def own_address() -> str:
    """An IPv6 address of this machine that is neither loopback nor of a link only."""
    for ones in psutil.net_if_addrs().values():
        for one in ones:
            if one.family == socket.AF_INET6:
                address = ip_address(one.address)
                if not (address.is_loopback or address.is_link_local):
                    return one.address
    pytest.skip("this machine has no IPv6 address but loopback")


async def test_a_caller_by_ipv6_hears_us_and_is_heard(engines: Engines, tmp_path: Path) -> None:
    if not Path("/proc/net/if_inet6").exists():
        pytest.skip("this machine has no IPv6")
    async with running_daemons(sip_address="::1", media_address="::1") as daemons:
        await make_tones(daemons, tmp_path)
        async with voice_hall(engines, daemons) as voice:
            caller = voice.caller(CITIZEN_HZ, host="::1")
            caller.invite()
            early = await caller.until(183)
            assert "c=IN IP6 ::1" in early.text
            call_id = await voice.call_of(caller)
            await comes_to_hear(caller, None)
            await asyncio.sleep(2)
            caller.cancel()
            await voice.until_call(call_id, "abandoned")
            sound, rate, _ = await kept_sound(voice, call_id, tmp_path / "kept.ogg")
    for hz in (CITIZEN_HZ, QUEUE_HZ):
        spans = only_span(sound, rate, hz)
        assert sum(b - a for a, b in spans) > 1.5, f"{hz} Hz is not in the recording: {spans}"


@pytest.mark.parametrize("where", ["loopback", "own address"])
async def test_a_call_goes_out_by_ipv6_and_a_browser_talks_with_both(
    engines: Engines, browser: Browser, where: str
) -> None:
    """On loopback Janus offers browsers the machine's own addresses, whichever it has: its ICE leaves loopback out."""
    if not Path("/proc/net/if_inet6").exists():
        pytest.skip("this machine has no IPv6")
    at = "::1" if where == "loopback" else own_address()
    mobile = Answerer(Sound(OFFICER_HZ, host=at))
    routes = f"13900000001=sip:{mobile.own}"
    with contextlib.closing(mobile):
        async with (
            running_daemons(sip_address=at, media_address=at, routes=routes, open_calls=True) as daemons,
            voice_hall(engines, daemons) as voice,
        ):
            talk = await begin(voice, browser, host=at)
            way = await talk.seat.page.evaluate("window.way()")
            print(way)
            if where == "own address":
                assert way["theirs"]["address"] == at
            number = {"kind": "partner", "number": "13900000001", "display": "N1"}
            await voice.ask("taker1", "POST", f"/api/telephony/calls/{talk.call_id}/legs", number)
            await voice.until_leg(talk.call_id, "partner", "joined")
            assert f"c=IN IP6 {at}" in mobile.invites[0].text
            await comes_to_hear(talk.caller, {SEAT_HZ, OFFICER_HZ})
            await comes_to_hear(mobile, {CITIZEN_HZ, SEAT_HZ})
            await comes_to_hear(talk.seat, {CITIZEN_HZ, OFFICER_HZ})
            mobile.bye()
            await voice.until_leg(talk.call_id, "partner", "left")
            await voice.ask("taker1", "POST", f"/api/telephony/calls/{talk.call_id}/end", {})
            assert (await talk.caller.until_request("BYE")).header("Call-ID") == talk.caller.call_id
            await voice.until_call(talk.call_id, "ended")
