"""Whose it is, and who calls again and again: a station disputes, the level above settles; a caller gets an owner."""

import asyncio
import itertools
import secrets
import time
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.people import Person, Stage
from tests.browser.test_desks import center, post
from yaoyaoling.kernel.clock import wall_now

pytestmark = pytest.mark.slow
STATION, COUNTY, TAKER = "paichusuo", "xianju", "jiejing2"
SAID, SETTLED = "现场在河对岸，归对面的所", "以辖区界线为准，报警人站在桥头"
_STEP = 0.004
"""Degrees between the places asked for: some 400 metres."""
_PATIENCE_S = 60


def place_of_station(stage: Stage) -> dict[str, Any]:
    """A place that is clearly the station's whose desk somebody plays."""
    token, me = stage.hall.session_of(STATION)
    lon, lat = center(stage)
    for ring in range(40):
        side = range(-ring, ring + 1)
        for east, north in itertools.product(side, side):
            if max(abs(east), abs(north)) == ring:
                at = {"lon": lon + east * _STEP, "lat": lat + north * _STEP, "datum": "WGS84"}
                whose = stage.hall.ask("/api/triage/jurisdiction", {**at, "radius_m": 60}, token)
                if whose["station_code"] == me["org_code"] and not whose["others"]:
                    return at
    raise AssertionError("the station has no ground near the middle of the city")


async def taken(stage: Stage) -> str:
    """The report that waits longest, taken by a call-taker whom nobody plays."""
    token, me = stage.hall.session_of(TAKER)
    stage.hall.ask("/api/intake/seat", {"to": "ready"}, token)
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        seats = stage.hall.picture(TAKER, "seat").values()
        seat = next((one for one in seats if one["account_name"] == me["name"]), None)
        if seat is not None and seat["state"] == "offered":
            contact: str = seat["contact_id"]
            stage.hall.ask(f"/api/intake/contacts/{contact}/take", {}, token)
            return contact
        await asyncio.sleep(0.5)
    raise AssertionError("nobody was offered the report")


def handed_back(stage: Stage) -> None:
    """The seat is as it was found."""
    token, _ = stage.hall.session_of(TAKER)
    stage.hall.ask("/api/intake/seat/finish", {}, token)
    stage.hall.ask("/api/intake/seat", {"to": "off"}, token)


async def opened_at(stage: Stage, place: dict[str, Any]) -> tuple[str, str]:
    """An incident there: its id, and the end of its number as the board shows it."""
    token, _ = stage.hall.session_of(TAKER)
    post(stage, "/api/public/reports", {"text": "桥头有人打架", "position": {**place, "accuracy_m": 10}})
    contact = await taken(stage)
    body = {"class_code": "0202", "place": {**place, "text": "滨江路桥头"}, "narrative": "桥头有人打架"}
    incident: str = stage.hall.ask(f"/api/intake/contacts/{contact}/incident", body, token)["incident_id"]
    handed_back(stage)
    return incident, stage.hall.picture("zhihui", "incident")[incident]["number"][-6:]


async def settled(stage: Stage, contacts: int) -> None:
    """So many reports that wait are answered, so that no later story meets them."""
    token, _ = stage.hall.session_of(TAKER)
    for _ in range(contacts):
        contact = await taken(stage)
        stage.hall.ask(f"/api/intake/contacts/{contact}/settle", {"disposition": "answered", "note": ""}, token)
        handed_back(stage)


async def at_row(person: Person, number: str) -> None:
    """Go down the board by `j` until that incident is looked at."""
    detail = person.page.locator(".board-detail")
    for _ in range(40):
        if await detail.count() and number in await detail.inner_text():
            return
        await person.press("j")
        await person.page.wait_for_timeout(150)
    raise AssertionError(f"{person.name}: no way by j to {number}")


async def test_a_station_disputes_and_the_level_above_settles(stage: Stage) -> None:
    incident, number = await opened_at(stage, place_of_station(stage))
    station = await stage.staff(STATION, "/board")
    await station.sees(number)
    await at_row(station, number)
    await station.press("z")
    await station.shows(".ant-modal textarea")
    await station.write(SAID)
    await station.tab_to("select")
    await station.press("ArrowDown")
    await expect(station.page.locator(".ant-modal .field").last).to_be_focused()
    await station.axe()
    await stage.shot(station, "whose-dispute")
    await station.tab_to("提交上级")
    await station.press("Enter")
    await expect(station.page.locator(".ant-modal:visible")).to_have_count(0)
    await station.sees(SAID)
    await station.sees("争议待裁定")

    above = await stage.staff(COUNTY, "/board")
    await above.sees(number)
    await at_row(above, number)
    await above.sees(SAID)
    await stage.shot(above, "whose-disputed")
    await above.axe()
    await above.press("z")
    await above.shows(".ant-modal textarea")
    await above.write(SETTLED)
    await stage.shot(above, "whose-settle")
    await above.press("Control+Enter")
    await expect(above.page.locator(".ant-modal:visible")).to_have_count(0)
    await above.sees(SETTLED)

    await above.page.goto(f"/incidents/{incident}")
    for words in (SAID, SETTLED):
        await above.sees(words)
    await above.axe()
    await stage.shot(above, "whose-file")
    stage.hall.ask(f"/api/incidents/{incident}/cancel", {"reason": "演示结束"}, stage.hall.session_of("zhihui")[0])
    stage.no_faults()


async def test_a_repeat_caller_gets_an_owner_and_a_curve(stage: Stage) -> None:
    number = f"1390000{secrets.randbelow(9000) + 1000}"  # another each time: on a hall that goes on it called before
    for text in ("楼上又在敲地板", "还是楼上，又敲了"):
        post(stage, "/api/public/reports", {"text": text, "phone": number})
    desk = await stage.staff("zhihui", "/board")
    page = desk.page
    await page.goto("/duty?section=callers")
    await desk.shows(".duty-editor")
    await desk.tab_to("input[text] 号码")
    await desk.write(number)
    await desk.press("Tab")
    await desk.write("一周内多次反映楼上敲地板，上门未见异常")
    await desk.press("Tab")
    await desk.write("治安〔2026〕18号")
    await desk.tab_to("列入至")
    day = wall_now() + timedelta(days=60)
    await page.get_by_label("列入至").fill(day.date().isoformat())
    await desk.tab_to("button[submit] 登记")
    await desk.press("Enter")
    caller = page.locator("article.caller", has_text=f"139****{number[-4:]}")
    await expect(caller).to_contain_text("未指定责任人")
    await caller.get_by_role("button", name="指定责任人").press("Enter")
    await desk.shows(".ant-modal input:focus")
    await desk.write("李警官")
    await page.get_by_label("所在单位").select_option(index=1)
    await desk.tab_to("button[button] 指定责任人")
    await desk.press("Enter")
    await expect(page.locator(".ant-modal:visible")).to_have_count(0)
    await expect(caller).to_contain_text("责任人 李警官")
    # The two reports from before somebody looks after them, then one since; whether it falls is told after two weeks.
    await expect(caller.locator(".week-bar.before").last.locator(".num").first).to_have_text("2")
    post(stage, "/api/public/reports", {"text": "楼上没停", "phone": number})
    await page.reload()
    await expect(caller.locator(".week-bar.part .num").first).to_have_text("1")
    await expect(caller).to_contain_text("满两周后判断")
    await desk.axe()
    await stage.shot(desk, "callers-owned")
    # It ends, so that the hall is as it was.
    token, _ = stage.hall.session_of("zhihui")
    callers = stage.hall.ask("/api/intake/repeat-callers", token=token)
    [entry] = [one for one in callers if one["masked"] == f"139****{number[-4:]}"]
    stage.hall.ask(f"/api/triage/watch/{entry['entry_id']}/end", {"why": "演示结束"}, token)
    await settled(stage, 3)
    stage.no_faults()
