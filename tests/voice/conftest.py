"""Fixtures: a Chromium with microphones, and a hall with real voice."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests.browser.conftest import CHROMIUM
from tests.engines import Engines
from tests.telephony.daemons import running_daemons
from tests.voice.hall import OFFICER_HZ, PARTNER_HZ, VoiceHall, voice_hall
from tests.voice.phone import ARGUMENTS
from tests.voice.rtp import Sound
from tests.voice.sip import Answerer


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser and the daemons there is nobody to talk to; say so."""
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.timeout(240))
            if not Path(CHROMIUM).exists():
                item.add_marker(pytest.mark.skip(reason=f"no Chromium at {CHROMIUM} (apt-get install chromium)"))
            elif shutil.which("ffmpeg") is None:
                item.add_marker(pytest.mark.skip(reason="no ffmpeg (apt-get install ffmpeg)"))


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium as installed on this machine, with sound."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest.fixture
async def hotline() -> AsyncIterator[Answerer]:
    """Who answers at 12345."""
    answerer = Answerer(Sound(PARTNER_HZ))
    yield answerer
    answerer.close()


@pytest.fixture
async def mobile() -> AsyncIterator[Answerer]:
    """An officer's mobile, 13900000001."""
    answerer = Answerer(Sound(OFFICER_HZ))
    yield answerer
    answerer.close()


@pytest.fixture
async def voice(engines: Engines, hotline: Answerer, mobile: Answerer) -> AsyncIterator[VoiceHall]:
    """A hall whose telephone works; 12345 and the mobile are behind the trunk."""
    ways = {"12345": hotline, "13900000001": mobile}
    routes = ",".join(f"{number}=sip:127.0.0.1:{one.port}" for number, one in ways.items())
    async with running_daemons(routes=routes) as daemons, voice_hall(engines, daemons) as hall:
        yield hall
        print(hall.log.read_text()[-8000:])  # shown with a story that fails
