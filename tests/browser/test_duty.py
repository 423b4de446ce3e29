"""A station plans its week without a mouse; what is wrong is named, mended, published; the officer signs on and off."""

from pathlib import Path

from tests.browser.people import PHONE, Stage


async def test_a_station_plans_mends_publishes_and_exchanges_its_week(stage: Stage, tmp_path: Path) -> None:
    desk = await stage.staff("paichusuo", "/board")
    await desk.page.goto("/duty")
    await desk.sees("排班")
    await desk.tab_to("button[submit]")
    await desk.press("Enter")
    await desk.shows(".duty-span")
    await desk.axe()
    await stage.shot(desk, "duty-week")
    # A turn that ends before it starts is kept, named, and mended.
    await desk.page.locator(".duty-span").first.press("Enter")
    end = desk.page.locator(".duty-editor input[type=datetime-local]").nth(1)
    good = await end.input_value()
    await end.fill("2020-01-01T00:00")
    await desk.press("Enter")
    await desk.sees("结束早于开始")
    await stage.shot(desk, "duty-findings")
    await desk.page.locator(".duty-span.danger").first.press("Enter")
    await end.fill(good)
    await desk.press("Enter")
    await desk.page.locator(".duty-span.danger").first.wait_for(state="detached")
    async with desk.page.expect_download() as going:
        await desk.page.get_by_text("导出 xlsx").press("Enter")
    file = tmp_path / "roster.xlsx"
    await (await going.value).save_as(file)
    async with desk.page.expect_response("**/file?*") as taken:
        await desk.page.set_input_files("input[type=file]", file)
    assert (await taken.value).status == 200
    await desk.shows("button:has-text('导入'):enabled")
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "警组,网格,班组,状态,开始,结束\n没有这个组,G,1,街面,2026-12-01 00:00,2026-12-01 25:00\n", encoding="utf-8"
    )
    await desk.page.set_input_files("input[type=file]", bad)
    await desk.sees("第 2 行")
    desk.faults.clear()  # the browser writes every refusal down as an error
    seen = desk.page.get_by_role("checkbox")
    if await seen.count():
        await seen.check()
    await desk.page.get_by_text("发布", exact=True).press("Enter")
    await desk.sees("第 1 版")
    await stage.shot(desk, "duty-published")
    stage.no_faults()


async def test_an_officer_signs_on_and_the_desk_sees_who_is_aboard(stage: Stage) -> None:
    officer = await stage.staff("minjing1", "/officer", size=PHONE)
    await officer.page.get_by_text("勤务登记").click()
    await officer.page.wait_for_timeout(500)
    if await officer.page.get_by_text("登记下岗", exact=True).count():  # of an earlier run on a hall that goes on
        await officer.page.get_by_text("登记下岗", exact=True).press("Enter")
    await officer.page.get_by_label("车辆").fill("赣A·110警")
    await officer.page.get_by_label("联系电话").fill("13800138000")
    await officer.page.get_by_text("登记上岗", exact=True).press("Enter")
    await officer.shows("text=登记下岗")
    await officer.axe()
    await stage.shot(officer, "duty-officer")
    desk = await stage.staff("paichusuo", "/board")
    await desk.page.goto("/duty?section=now")
    await desk.sees("赣A·110警")
    await desk.sees("13800138000")
    await desk.axe()
    await stage.shot(desk, "duty-now")
    stage.no_faults()


async def test_a_station_plans_an_exam_and_its_officer_is_told(stage: Stage) -> None:
    desk = await stage.staff("paichusuo", "/board")
    await desk.page.goto("/duty?section=special")
    await desk.page.get_by_label("名称").fill("高考")
    search = desk.page.get_by_label("查找点位")
    await search.fill("路")
    await search.press("Enter")
    await desk.page.locator(".duty-editor .link").first.press("Enter")
    # The first crew of the station is the one of minjing1.
    await desk.page.locator(".duty-editor select").nth(1).select_option(label="巡特警1-1")
    await desk.page.get_by_text("安排", exact=True).press("Enter")
    await desk.shows(".duty-special")
    await desk.axe()
    await stage.shot(desk, "duty-special")
    officer = await stage.staff("minjing1", "/officer", size=PHONE)
    await officer.page.get_by_text("勤务登记").click()
    await officer.sees("高考")
    stage.no_faults()
