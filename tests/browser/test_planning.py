"""A commander agrees a cooperation zone and ends it; plans go by themselves on everybody's screen, and are removed."""

from tests.browser.people import Stage


async def test_a_zone_is_agreed_and_ended_on_the_page(stage: Stage) -> None:
    commander = await stage.staff("zhihui", "/board")
    await commander.page.goto("/planning?section=zones")
    form = commander.page.locator(".zones-form")
    await form.locator("input.field").first.fill("浏览器联勤区")
    for number in (0, 1):
        await form.get_by_role("checkbox").nth(number).check()
    await form.get_by_role("button").press("Enter")
    zone = commander.page.locator(".zones-list", has_text="浏览器联勤区")
    await zone.wait_for()
    await commander.axe()
    await stage.shot(commander, "zone-agreed")
    await zone.get_by_role("button", name="终止").press("Enter")
    dialog = commander.page.get_by_role("dialog")
    await dialog.get_by_role("button", name="活动结束").click()
    await stage.shot(commander, "zone-ending")
    await dialog.get_by_role("button", name="终止").click()
    await zone.wait_for(state="detached")
    await stage.shot(commander, "zone-ended")
    stage.no_faults()
