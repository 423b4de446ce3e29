"""Sensitive words are edited and a version is brought back; a watch entry is put, changed and ended."""

from datetime import timedelta

from playwright.async_api import expect

from tests.browser.people import Stage
from yaoyaoling.kernel.clock import wall_now


async def test_a_rule_is_written_tried_published_and_taken_back(stage: Stage) -> None:
    admin = await stage.staff("admin", "/admin")
    page = admin.page
    await page.goto("/admin?section=sheets")
    await page.get_by_role("button", name="敏感词库").press("Enter")
    await admin.shows(".sheet-entries button")
    await admin.press("n")
    form = page.locator(".sheet-form")
    await form.locator("[data-where$='.kind']").select_option("drugs")
    await form.locator("[data-where$='.words']").fill("飞叶子、溜冰")
    await form.locator("[data-where$='.patterns']").fill("吸.*粉")
    # Both faults stand at their fields, in the reader's words; what was entered is there after a reload.
    await expect(form.locator(".sheet-fault", has_text="不能用 * 和 +")).to_be_visible()
    await page.reload()
    await page.locator(".sheet-entries button").last.press("Enter")
    await expect(form.locator("[data-where$='.words']")).to_have_value("飞叶子、溜冰")
    await expect(form.locator(".sheet-fault", has_text="标识只能用小写字母")).to_be_visible()
    await stage.shot(admin, "sheet-faults")
    await form.locator("[data-where$='.id']").fill("own-1")
    await form.locator("[data-where$='.patterns']").fill("吸.{0,4}粉")
    await expect(form.locator(".sheet-fault")).to_have_count(0)
    side = page.locator(".sheet-side")
    await side.get_by_label("按草稿研判这句话").fill("楼道里有人飞叶子")
    await expect(side.get_by_text("own-1")).to_be_visible()
    await admin.axe()
    await stage.shot(admin, "sheet-tried")
    await side.get_by_label("修改原因").fill("本地用语")
    await admin.press("Enter")
    await admin.sees("发布第 2 版")
    versions = page.get_by_label("版本", exact=True)
    await versions.select_option("0")
    await side.get_by_role("button", name="放入草稿").press("Enter")
    await expect(side.get_by_label("修改原因")).to_have_value("恢复第 0 版")
    await side.get_by_role("button", name="发布新版本").press("Enter")
    await admin.sees("发布第 3 版")
    await stage.shot(admin, "sheet-brought-back")
    stage.no_faults()


async def test_an_entry_is_put_changed_and_ended(stage: Stage) -> None:
    commander = await stage.staff("zhihui", "/board")
    page = commander.page
    await page.goto("/admin?section=watch")
    await page.get_by_role("button", name="新增布控").press("Enter")
    await page.get_by_label("电话号码（完整号码）").fill("13900008888")
    await page.get_by_label("布控原因").fill("反复扬言报复")
    await page.get_by_label("依据（文号、审批单）").fill("治安〔2026〕12号")
    day = wall_now() + timedelta(days=30)
    await page.get_by_label("到期日").fill(day.date().isoformat())
    await page.get_by_role("button", name="布控", exact=True).press("Enter")
    row = page.locator("tr", has_text="139****8888")
    await row.wait_for()
    await page.get_by_label("责任人", exact=True).fill("李警官")
    await page.get_by_role("button", name="保存").press("Enter")
    await expect(row).to_contain_text("李警官")
    await commander.axe()
    await stage.shot(commander, "watch-put")
    await page.get_by_role("button", name="提前撤销").press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="依据已撤销").click()
    await dialog.get_by_role("button", name="提前撤销").click()
    await row.wait_for(state="detached")
    stage.no_faults()
