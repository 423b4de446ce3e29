"""A call by IPv6 from end to end: signalling and sound over ::1, the rooms behind on IPv4."""

import asyncio
from pathlib import Path

import pytest

from tests.engines import Engines
from tests.telephony.daemons import running_daemons
from tests.voice.hall import CITIZEN_HZ, comes_to_hear, voice_hall
from tests.voice.test_announced import QUEUE_HZ, kept_sound, make_tones, only_span

pytestmark = pytest.mark.slow


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
