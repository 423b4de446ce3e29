"""Who gave up a call is written to before anybody rings: from the ring at the SIP edge to the text on the telephone."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.people import Stage
from tests.browser.test_desks import choose, freed, seated
from yaoyaoling.apps.callers.call import Caller, CallPlan, End
from yaoyaoling.apps.callers.texter import texter
from yaoyaoling.apps.demo.centre import find_centre

pytestmark = pytest.mark.slow
NUMBER = "13900006666"


async def test_one_key_writes_to_who_gave_up_and_the_telephone_has_it(stage: Stage) -> None:
    if stage.hall.settings is None:
        pytest.skip("a hall that was running already does not say where its SMS centre is")
    voice = stage.hall.ask("/api/telephony/level", token=stage.hall.session_of("jiejing1")[0])
    if voice["sip"] is None:
        pytest.skip(voice["en"])
    host, port = voice["sip"].rpartition("@")[2].split(":")
    centre = find_centre(stage.hall.settings)
    async with texter(centre.port, NUMBER, centre.service) as telephone:
        told = await Caller((host, int(port)), CallPlan(NUMBER, b"", 2.0, 0.2, voice["number"])).ring()
        assert told.end is End.ABANDONED

        taker = await seated(stage)
        strip = taker.page.locator(".strip", has_text="Alt C")
        await expect(strip).to_have_count(1, timeout=30_000)
        await taker.press("Alt+c")
        async with asyncio.timeout(60):
            text = await telephone.read()
        assert text is not None and "110" in text
        # The centre's receipt comes back: the strip says that the telephone has it, and the key is gone.
        await expect(taker.page.locator(".strip .tag.ok[role=status]")).to_have_text("消息已送达", timeout=30_000)
        await expect(taker.page.locator(".strip", has_text="Alt C")).to_have_count(0)
        await stage.shot(taker, "text-first")
        await taker.press("F4")
        await taker.shows("#narrative")
        await expect(taker.page.get_by_text(text[:20]).first).to_be_visible(timeout=30_000)

        # The caller answers in the same conversation.
        await telephone.write("我没事了，是误拨")
        await expect(taker.page.get_by_text("我没事了，是误拨").first).to_be_visible(timeout=30_000)
        await taker.axe()
    await choose(taker, "F6")
    await freed(taker)
    assert not taker.faults
