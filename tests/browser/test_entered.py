"""Entered for a citizen: at a station's counter and on an officer's phone, into the one queue, and followed there."""

import pytest
from playwright.async_api import expect

from tests.browser.people import PHONE, Stage
from tests.browser.test_desks import choose, freed, seated

pytestmark = pytest.mark.slow
LON, LAT = 114.31, 30.59


async def test_told_at_the_counter_it_rings_at_a_seat_and_the_desk_follows_it(stage: Stage) -> None:
    desk = await stage.staff("paichusuo", "/board")
    await desk.page.get_by_role("button", name="录入报警").click()
    form = desk.page.locator(".enter-form")
    await form.get_by_label("发生了什么").fill("我的电动车在菜场门口被偷了")
    await form.get_by_label("联系电话").fill("13900007777")
    await desk.axe()
    await stage.shot(desk, "entered-desk")
    # A reload costs nothing of what was entered.
    await desk.page.reload()
    await desk.page.get_by_role("button", name="录入报警").click()
    await expect(form.get_by_label("发生了什么")).to_have_value("我的电动车在菜场门口被偷了", timeout=30_000)
    await form.get_by_role("button", name="提交到接警席").click()
    await expect(form.get_by_role("status")).to_contain_text("已受理，编号 J", timeout=30_000)
    line = desk.page.locator(".entered-line", has_text="电动车")
    await expect(line).to_contain_text("窗口")

    taker = await seated(stage)
    strip = taker.page.locator(".strip", has_text="13900007777")
    await expect(strip).to_contain_text("窗口", timeout=30_000)
    await taker.press("F4")
    await taker.shows("#narrative")
    await taker.sees("录入")
    await choose(taker, "F6")
    await freed(taker)
    await desk.page.reload()
    await desk.page.get_by_role("button", name="录入报警").click()
    await expect(line).to_contain_text("已办结", timeout=30_000)
    assert not desk.faults and not taker.faults


async def test_met_on_duty_it_is_entered_where_the_officer_stands(stage: Stage) -> None:
    officer = await stage.staff("minjing2", "/officer", size=PHONE, at=(LON, LAT))
    await officer.page.get_by_text("自接警、群众来报").click()
    form = officer.page.locator(".enter-form")
    await form.get_by_label("发生了什么").fill("巡逻时发现有人晕倒")
    await expect(form.get_by_text("附上本机位置")).to_be_visible(timeout=30_000)
    await officer.axe()
    await stage.shot(officer, "entered-officer")
    await form.get_by_role("button", name="提交到接警席").click()
    await expect(form.get_by_role("status")).to_contain_text("已受理，编号 J", timeout=30_000)
    await expect(officer.page.locator(".entered-line", has_text="晕倒")).to_contain_text("自接警")
    [contact] = [one for one in stage.hall.picture("jiejing1", "contact").values() if "晕倒" in (one["text"] or "")]
    assert contact["channel"] == "self_received" and (contact["lon"], contact["lat"]) == (LON, LAT)
    assert not officer.faults
    taker = await seated(stage)
    await taker.shows(".strip")
    await taker.press("F4")
    await taker.shows("#narrative")
    await choose(taker, "F6")
    await freed(taker)
