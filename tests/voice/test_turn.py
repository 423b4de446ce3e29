"""A browser behind a narrow network: nothing goes but through our coturn, and both hear each other all the same."""

import socket

import pytest
from playwright.async_api import Browser

from tests.engines import Engines
from tests.telephony.daemons import running_daemons
from tests.voice.hall import CITIZEN_HZ, SEAT_HZ, comes_to_hear, voice_hall
from tests.voice.talking import take

pytestmark = pytest.mark.slow


def own_address() -> str:
    """An address of this machine that is not loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: the system only chooses where from
        except OSError:
            pytest.skip("this machine has no address but loopback")
        found: str = probe.getsockname()[0]
    return found


@pytest.mark.parametrize("is_loopback", [False, True], ids=["own address", "loopback"])
async def test_a_browser_that_may_only_relay_hears_and_is_heard(
    engines: Engines, browser: Browser, *, is_loopback: bool
) -> None:
    """On loopback the other end is the machine's own address: Janus' ICE offers no loopback."""
    own = own_address()
    address = "127.0.0.1" if is_loopback else own
    async with running_daemons(media_address=address) as daemons, voice_hall(engines, daemons) as voice:
        turn = daemons.at.turn
        assert turn is not None
        await voice.ask("taker1", "POST", "/api/intake/seat", {"to": "ready"})
        try:
            seat = await voice.phone(browser, "taker1", SEAT_HZ, policy="relay")
        finally:
            print(daemons.log("coturn").read_text()[-3000:])
        caller = voice.caller(CITIZEN_HZ)
        caller.invite()
        await caller.until(183)
        call_id = await voice.call_of(caller)
        await take(voice, "taker1", call_id)
        await caller.until(200)
        caller.ack()
        await comes_to_hear(caller, {SEAT_HZ}, 15)
        await comes_to_hear(seat, {CITIZEN_HZ}, 15)
        way = await seat.page.evaluate("window.way()")
        print(way, await seat.page.evaluate("window.packets()"))
        assert way["ours"]["kind"] == "relay"
        assert turn.ports[0] <= way["ours"]["port"] <= turn.ports[1], "the port is one of coturn's"
        assert way["theirs"]["address"] == own
        caller.bye()
        await voice.until_call(call_id, "ended")
