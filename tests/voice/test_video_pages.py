"""The same story on the console's own pages: the caller's phone, the seat, the officer's phone. Pictures of each."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page

from tests.voice.hall import VoiceHall
from tests.voice.test_video import until_video, world_of
from yaoyaoling.apps.http import CONSOLE
from yaoyaoling.platform.auth import COOKIE

PHONE, DESK = (390, 844), (1366, 768)
_MOVES = """async () => {
  const video = document.querySelector('.talk-picture'), pen = document.createElement('canvas').getContext('2d');
  const look = () => { pen.drawImage(video, 0, 0, 64, 48); return pen.getImageData(0, 0, 64, 48).data.join(); };
  for (let n = 0; n < 100; n++) {
    if (video.videoWidth > 0) {
      const before = look();
      await new Promise((done) => setTimeout(done, 120));
      if (look() !== before) return [video.videoWidth, video.videoHeight];
    } else await new Promise((done) => setTimeout(done, 100));
  }
  return null;
}"""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CONSOLE / "index.html").exists(), reason="the console is not built"),
]


async def person(
    browser: Browser, voice: VoiceHall, path: str, who: str | None, size: tuple[int, int], lang: str, theme: str
) -> Page:
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if theme == "dark" else "light"
    )
    if who is not None:
        await context.add_cookies([{"name": COOKIE, "value": voice.live.tokens[who], "url": voice.live.url}])
    await context.add_init_script(
        f"localStorage.setItem('yyl.language', '{lang}'); localStorage.setItem('yyl.theme', '{theme}');"
        + ("" if who is None else "localStorage.getItem('yyl.me') ?? localStorage.setItem('yyl.me', '{}');")
    )
    await context.grant_permissions(["camera"], origin=voice.live.url)
    page = await context.new_page()
    page.set_default_timeout(20_000)
    await page.goto(voice.live.url + path)
    return page


async def shot(page: Page, name: str) -> None:
    if "SHOTS" in os.environ:
        folder = Path(os.environ["SHOTS"])
        folder.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=folder / f"{name}.png")


@pytest.mark.parametrize(("lang", "theme"), [("zh", "light"), ("en", "dark")])
async def test_pages_of_a_call_with_video(voice: VoiceHall, browser: Browser, lang: str, theme: str) -> None:
    world = world_of(voice)
    await voice.ask("taker1", "POST", "/api/intake/seat", {"to": "ready"})
    contact = await world.report()
    await voice.ask("taker1", "POST", f"/api/intake/contacts/{contact}/take", {})
    said = {"zh": ("发送视频链接", "打开摄像头", "留存画面"), "en": ("Send link", "Turn the camera", "Keep this")}[lang]
    seat = await person(browser, voice, "/seat", "taker1", DESK, lang, theme)
    await seat.locator(".talk-box > summary").first.click()
    await seat.get_by_role("button", name=said[0]).click()
    link = await seat.locator(".talk-link").inner_text()
    caller = await person(browser, voice, urlsplit(link).path, None, PHONE, lang, theme)
    await caller.get_by_role("button", name=said[1]).wait_for()
    await shot(caller, f"caller-asked-{lang}-{theme}")
    await caller.get_by_role("button", name=said[1]).click()
    await until_video(voice, contact, "live")
    await seat.locator(".talk-picture").wait_for()
    size = await seat.evaluate(_MOVES)
    print(f"\nthe seat's page shows {size[0]}x{size[1]}, moving")
    assert size is not None and min(size) > 0  # how many pixels, the line decides

    await caller.locator(".talk input").fill("他在隔壁，有刀")
    await seat.locator(".talk-list .typing").wait_for()
    await shot(seat, f"seat-typing-{lang}-{theme}")
    await caller.locator(".talk button[type=submit]").click()
    await seat.locator(".talk-list li:not(.own):not(.typing)", has_text="他在隔壁").wait_for()
    await seat.locator(".talk input").fill("别出声，民警马上到")
    await seat.locator(".talk button[type=submit]").click()
    await caller.locator(".talk-list li:not(.own)", has_text="别出声").wait_for()
    await seat.locator(".talk-list li.own", has_text="对方已看到" if lang == "zh" else "seen").wait_for()

    await seat.get_by_role("button", name=said[2]).click()
    await seat.locator(".photos img").first.wait_for()
    await caller.locator(".talk-picture").scroll_into_view_if_needed()
    await shot(caller, f"caller-live-{lang}-{theme}")
    await seat.locator(".talk-picture").scroll_into_view_if_needed()
    await shot(seat, f"seat-live-{lang}-{theme}")

    incident = await world.open("taker1", contact)
    await world.send("taker1", incident, "N1")
    assert await voice.value("select count(*) from evidence.media where contact_id = $1", contact) == 1
    officer = await person(browser, voice, "/officer", "officer_n1", PHONE, lang, theme)
    await officer.locator(".talk-picture").wait_for()
    assert await officer.evaluate(_MOVES) is not None
    await officer.locator(".talk-picture").scroll_into_view_if_needed()
    await shot(officer, f"officer-live-{lang}-{theme}")

    await caller.get_by_role("button", name="停止视频" if lang == "zh" else "Stop").click()
    await until_video(voice, contact, "ended")
    await seat.locator(".talk-picture").wait_for(state="detached")
    await shot(seat, f"seat-ended-{lang}-{theme}")
    await shot(caller, f"caller-ended-{lang}-{theme}")
    for page in (seat, caller, officer):
        await page.context.close()
