"""The console itself in a call: a citizen rings, the seat answers by keys, the officer by a touch; sound both ways."""

import asyncio
import contextlib
import json
import os
import time
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from playwright.async_api import Page, async_playwright

from tests.browser.conftest import CHROMIUM
from tests.browser.people import DESK, PHONE
from tests.voice.hall import CITIZEN_HZ, OFFICER_HZ, SEAT_HZ, TONES, VoiceHall, comes_to_hear, until
from tests.voice.phone import ARGUMENTS
from tests.voice.talking import send
from yaoyaoling.apps.console_build import build_console
from yaoyaoling.platform.auth import COOKIE

RATE_HZ = 48_000
PATIENCE_MS = 60_000
_TRACKS = """sessionStorage.setItem('yyl.voice.plain', '1'); window.tracks = [];
const Plain = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Plain { constructor(...given) { super(...given);
  this.addEventListener('track', ({ track }) => window.tracks.push(track)); } };"""
_HEARD = """async (tones) => { const track = window.tracks.at(-1); if (!track) return {};
  const sound = window.sound ??= new AudioContext(); await sound.resume();
  const look = sound.createAnalyser(); look.fftSize = 8192; look.smoothingTimeConstant = 0;
  const from = sound.createMediaStreamSource(new MediaStream([track])); from.connect(look);
  await new Promise((done) => setTimeout(done, 400));
  const bins = new Float32Array(look.frequencyBinCount); look.getFloatFrequencyData(bins); from.disconnect();
  return Object.fromEntries(tones.map((hz) => { const at = Math.round(hz * look.fftSize / sound.sampleRate);
    return [hz, Math.max(bins[at - 1], bins[at], bins[at + 1])]; })); }"""
_LOUD_DB = -65.0


def _tone_file(path: Path, hz: float) -> Path:
    at = np.arange(RATE_HZ * 2) / RATE_HZ
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes((8000 * np.sin(2 * np.pi * hz * at)).astype("<i2").tobytes())
    return path


@contextlib.asynccontextmanager
async def _speaking(
    voice: VoiceHall, who: str, path: str, hz: float, folder: Path, size: tuple[int, int]
) -> AsyncIterator[Page]:
    """Somebody at the real console, whose microphone gives a tone."""
    file = _tone_file(folder / f"{who}.wav", hz)
    async with voice.live.client(who) as client:
        me = (await client.get("/api/auth/me")).json()
    async with async_playwright() as playwright:
        arguments = [*ARGUMENTS, f"--use-file-for-fake-audio-capture={file}"]
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        context = await chromium.new_context(
            base_url=voice.live.url,
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            has_touch=size == PHONE,
            permissions=["microphone"],
        )
        await context.add_cookies([{"name": COOKIE, "value": voice.live.tokens[who], "url": voice.live.url}])
        await context.add_init_script(f"localStorage.setItem('yyl.me', {json.dumps(json.dumps(me))});{_TRACKS}")
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        await page.goto(path)
        yield page
        await chromium.close()


async def _comes_to_hear(page: Page, wanted: set[float], within_s: float = 30) -> None:
    deadline = time.monotonic() + within_s
    while True:
        found = await page.evaluate(_HEARD, list(TONES))
        loud = {float(hz) for hz, db in found.items() if db is not None and db > _LOUD_DB}
        if loud == wanted:
            return
        assert time.monotonic() < deadline, f"heard {found}, not {wanted}"
        await asyncio.sleep(0.2)


async def _shot(page: Page, name: str, theme: str = "light") -> None:
    """A picture for those who look; `SHOTS=folder` keeps them."""
    if "SHOTS" in os.environ:
        folder = Path(os.environ["SHOTS"])
        folder.mkdir(parents=True, exist_ok=True)
        await page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        await page.screenshot(path=folder / f"{name}.png")


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.timeout(500)
async def test_seat_and_officer_speak_in_the_console(voice: VoiceHall, tmp_path: Path) -> None:
    await build_console(lambda _: None)
    async with (
        _speaking(voice, "taker1", "/seat", SEAT_HZ, tmp_path, DESK) as seat,
        _speaking(voice, "officer_n1", "/officer", OFFICER_HZ, tmp_path, PHONE) as officer,
    ):
        await seat.locator(".voice-line .tag.ok").wait_for()
        await seat.keyboard.press("F2")
        await _shot(seat, "seat-ready")
        caller = voice.caller()
        caller.invite()
        await seat.locator(".strip.ringing").wait_for()
        await _shot(seat, "seat-ringing")
        call_id = await voice.call_of(caller)
        await seat.keyboard.press("F4")
        await caller.until(200, 20)
        caller.ack()
        await seat.locator(".call-strip .call-keys").wait_for()
        # The words go on where they were: the strip takes nothing from the narrative.
        assert await seat.evaluate("document.activeElement.id") == "narrative"
        await comes_to_hear(caller, {SEAT_HZ}, 20)
        await _comes_to_hear(seat, {CITIZEN_HZ})
        await _shot(seat, "seat-talking")

        await seat.keyboard.press("Alt+m")
        await comes_to_hear(caller, set(), 20)
        await _shot(seat, "seat-muted")
        await seat.keyboard.press("Alt+m")
        await comes_to_hear(caller, {SEAT_HZ}, 20)

        order_id = await send(voice, "taker1", call_id, "N1")
        await officer.locator(".officer-call.rings").wait_for()
        await _shot(officer, "officer-ringing")
        await officer.locator(".officer-call .btn.huge").tap()
        await officer.locator(".officer-keys").wait_for()
        accepted = "select state = 'accepted' from dispatch.crew_order where id = $1"
        await until(lambda: voice.value(accepted, order_id), 20, "joining the call did not accept the order", voice.log)
        await comes_to_hear(caller, {SEAT_HZ, OFFICER_HZ}, 20)
        await _comes_to_hear(officer, {CITIZEN_HZ, SEAT_HZ})
        await _shot(officer, "officer-talking")
        await seat.keyboard.press("Alt+t")
        await _shot(seat, "seat-adding")
        await _shot(seat, "seat-adding-dark", theme="dark")
        await _shot(officer, "officer-talking-dark", theme="dark")
        await seat.keyboard.press("Escape")
        assert await seat.evaluate("document.activeElement.id") == "narrative"

        await seat.keyboard.press("Alt+x")
        await seat.locator(".call-keys .sure").wait_for()
        assert await voice.value("select state from telephony.call where id = $1", call_id) == "talking"
        await seat.keyboard.press("Alt+x")
        await voice.until_call(call_id, "ended", 20)
        await seat.locator(".call-strip.over").wait_for()
        await _shot(seat, "seat-over")
        await officer.locator(".officer-keys").wait_for(state="detached")
