"""The story of a photo report, told in browsers with the keyboard only: from the citizen's words to the rated file."""

import asyncio
import io
import json
import urllib.request
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.async_api import FilePayload, Route, expect

from tests.browser.people import PHONE, Person, Stage
from tests.browser.test_desks import choose, freed

WORDS = "解放北路有人打架，两个人，一个手里有棍子"


def photo(text: str, colour: str) -> bytes:
    """A picture as a phone takes it: larger than wanted, with its words on it."""
    image = Image.new("RGB", (2600, 1950), colour)
    ImageDraw.Draw(image).text((200, 200), text, fill="white", font_size=220)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


async def choose_photo(person: Person, words: str, content: bytes) -> None:
    """Tab to the photo button, press Enter, choose a file in the system's dialog."""
    file: FilePayload = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": content}
    await person.tab_to(words)
    async with person.page.expect_file_chooser() as chooser:
        await person.press("Enter")
    await (await chooser.value).set_files(files=[file])
    await person.shows(".taken img")


async def report(stage: Stage, lang: str = "zh") -> Person:
    """The citizen: words, photo, position, send."""
    with urllib.request.urlopen(f"{stage.hall.url}/api/places/city", timeout=10) as reply:
        lon, lat = json.load(reply)["center"]
    citizen = await stage.person("citizen", "/report", size=PHONE, at=(lon, lat), lang=lang)
    await citizen.shows("textarea#what")
    await citizen.tab_to("textarea")
    await citizen.write(WORDS)
    await choose_photo(citizen, "拍照" if lang == "zh" else "photos", photo("scene", "#345"))
    await citizen.tab_to("发送我的位置" if lang == "zh" else "My position")
    await citizen.press("Enter")
    await citizen.shows(".place-known")
    await stage.shot(citizen, "report")
    await citizen.axe()
    await citizen.tab_to("button[button] 报警" if lang == "zh" else "button[button] Send")
    await citizen.press("Enter")
    await citizen.page.wait_for_url("**/r/*")
    await citizen.sees("J2")
    return citizen


async def test_a_report_goes_out_once_however_long_its_next_page_takes(stage: Stage) -> None:
    """The page tries again every few seconds until the hall has it, and not once more."""
    citizen = await stage.person("citizen", "/report", size=PHONE)
    sent: list[str] = []

    async def slowly(route: Route) -> None:
        await asyncio.sleep(9)
        await route.continue_()

    await citizen.page.route("**/FollowPage*.js", slowly)
    citizen.page.on("request", lambda one: sent.append(one.url) if one.url.endswith("/api/public/reports") else None)
    await citizen.shows("textarea#what")
    await citizen.tab_to("textarea")
    await citizen.write("路灯坏了，很黑")
    await citizen.tab_to("button[button] 报警")
    await citizen.press("Enter")
    await citizen.sees("J2")
    assert len(sent) == 1, sent
    taker = await stage.staff("jiejing1", "/seat")
    await taker.shows(".seat-state")
    await taker.press("F2")
    await taker.shows(".strip.ringing")
    await taker.press("F4")
    await taker.shows("#narrative")
    await choose(taker, "F6")
    await freed(taker)


async def test_a_photo_report_becomes_a_reviewed_closed_rated_incident(stage: Stage) -> None:
    await tell(stage)


@pytest.mark.slow
@pytest.mark.shared
async def test_the_same_story_in_a_real_city(real_stage: Stage) -> None:
    await tell(real_stage)


async def tell(stage: Stage) -> None:
    """Each person at their own screen; not one click."""
    taker = await stage.staff("jiejing1", "/seat")
    await taker.shows(".seat-state")
    await taker.press("F2")
    desk = await stage.staff("zhihui", "/board")

    citizen = await report(stage)
    number = (await citizen.page.locator(".stage .num").inner_text()).split("·")[0].split()[-1]

    # The seat: it rings, it is taken, typed, located and sent without a mouse.
    await taker.shows(".strip.ringing")
    await stage.shot(taker, "seat-ringing")
    await taker.press("F4")
    # A moment lies between what is drawn and where the cursor is put.
    await expect(taker.page.locator("#narrative")).to_be_focused(timeout=25_000)
    await expect(taker.page.locator(".seat-form header h2")).to_have_text(number)
    await taker.write("，双方已分开")
    await taker.press("Tab", "Tab")
    for _ in range(3):
        if "类别" in await taker.focused():
            break
        await taker.press("Tab")
    await taker.write("djdo")
    # In the list itself: suggestions may say the same words a moment before.
    await taker.shows(".combobox-list:not([hidden]) li :text('打架斗殴')")
    await taker.press("Enter", "Tab", "2", "Tab")
    await taker.shows(".combobox-list:not([hidden]) li")
    await stage.shot(taker, "seat-candidates")
    await taker.press("Enter")
    await taker.shows(".seat-place strong")
    await taker.axe()
    await taker.press("Control+Enter")
    await taker.shows(".seat-crews .orders li")
    await stage.shot(taker, "seat-sent")
    incident = await taker.page.locator(".seat-form header h2").inner_text()
    assert incident != number

    # The desk sees it in the same second.
    await desk.shows(f".board-lists :text('{incident[-6:]}')", 5)
    await desk.press("/")
    await desk.write(incident[-6:])
    await desk.press("Escape", "j")
    await desk.shows(".board-detail")
    assert incident in await desk.page.locator(".board-detail h2").inner_text()
    await desk.axe()
    await stage.shot(desk, "board")

    # The citizen follows.
    await citizen.sees("已通知警组")

    # The officer: accept, depart, arrive, feed back.
    order = await _order_of(desk)
    # He stands a street away: whoever tarries at the place is noted as arrived by his position, before any key.
    login, where = stage.hall.officer_of(order["crew_id"]), (order["lon"], order["lat"] + 0.005)
    officer = await stage.staff(login, "/officer", size=PHONE, at=where)
    await officer.sees("签收")
    await stage.shot(officer, "officer-new")
    await officer.axe()
    await officer.tab_to("button[button] 签收")
    await officer.press("Enter")
    await citizen.sees("警组正在赶来")
    await stage.shot(citizen, "follow")
    await citizen.axe()
    await officer.tab_to("button[button] 出发")
    await officer.press("Enter")
    await officer.shows("button:text-is('到场')")
    await officer.tab_to("button[button] 到场")
    await officer.press("Enter")
    await officer.shows("section[aria-label='处警反馈']")
    await citizen.sees("警组已到现场")
    await feed_back(officer)
    await stage.shot(officer, "officer-feedback")
    await officer.shows(".done-line :text('待复核')")

    # Two second persons: of a level-two incident the dispatch is checked as well as the feedback.
    reviewer = await stage.staff("fuhe1", "/review")
    for _ in range(2):
        await reviewer.shows(".decision")
        await stage.shot(reviewer, "review")
        await reviewer.axe()
        before = await reviewer.page.locator(".virtual-row").count()
        await reviewer.press("p")
        await reviewer.sees("确认通过")
        await reviewer.press("Enter")
        await expect(reviewer.page.locator(".virtual-row")).to_have_count(before - 1, timeout=25_000)

    # Closed; the citizen rates; the file tells it all.
    await citizen.sees("已办结")
    await citizen.axe()
    await rate(citizen)
    await citizen.sees("已收到您的评价")
    await desk.press("Enter")
    await desk.page.wait_for_url("**/incidents/*")
    await desk.sees("报警人评价")
    text = await desk.page.locator(".timeline").inner_text()
    for said in ("立警", "派出", "已签收", "已出发", "已到场", "反馈", "复核通过", "已结警", "接警 5 分，处警 4 分"):
        assert said in text, f"{said} is not in the file:\n{text}"
    await desk.axe()
    await stage.shot(desk, "file")
    await taker.press("F9")
    await taker.sees("空闲，等待来警")
    stage.no_faults()


async def _order_of(desk: Person) -> dict[str, Any]:
    """The live order of the incident chosen on the board, and where the incident is."""
    order: dict[str, Any] = await desk.page.evaluate(
        """async () => {
          const id = new URLSearchParams(location.search).get('incident');
          const view = await (await fetch(`/api/dispatch/incidents/${id}`)).json();
          const { data } = await (await fetch(`/api/incidents/${id}`)).json();
          const order = view.orders.find((one) => one.ended_at === null);
          return { ...order, lon: data.lon, lat: data.lat };
        }"""
    )
    return order


async def feed_back(officer: Person) -> None:
    """Outcome, words, photo, send."""
    await officer.tab_to("input[radio]")
    await officer.press("ArrowRight")
    await officer.tab_to("textarea")
    await officer.write("到场后双方已停手，现场调解，互相道歉")
    await choose_photo(officer, "拍照", photo("mediated", "#274"))
    await officer.tab_to("提交反馈")
    await officer.press("Enter")


async def rate(citizen: Person) -> None:
    """Five for the answering, four for the handling."""
    await citizen.tab_to("input[radio]")
    await citizen.press("Space", "ArrowLeft")
    await citizen.tab_to("input[radio]")
    await citizen.press("Space", "ArrowLeft", "ArrowLeft")
    await citizen.tab_to("textarea")
    await citizen.write("来得很快，谢谢")
    await citizen.tab_to("提交评价")
    await citizen.press("Enter")
