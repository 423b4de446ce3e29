"""A seat sends a work order from the file; the gas company's desk accepts it and has it done, by the keyboard alone."""

from playwright.async_api import expect

from tests.browser.hall import BrowserHall
from tests.browser.people import Person, Stage

ASKED = "三楼燃气泄漏，请关阀检修"
PURPOSE = "回电确认楼栋"


def gas_incident(hall: BrowserHall) -> str:
    """A report of a gas leak and its incident, in the middle of the town; the seat is free afterwards."""
    hall.ask("/api/public/reports", {"text": "家里天然气泄漏，味道很大", "phone": "13800001234"})
    token, _ = hall.session_of("jiejing1")
    contacts = hall.picture("jiejing1", "contact")
    contact = max(contacts, key=lambda one: contacts[one]["received_at"])
    lon, lat = hall.ask("/api/places/city")["center"]
    place = {"text": "解放路12号", "lon": lon, "lat": lat, "datum": "WGS84"}
    hall.ask(f"/api/intake/contacts/{contact}/take", {}, token)
    opening = {"class_code": "0506", "place": place, "narrative": "家里天然气泄漏，味道很大"}
    incident = hall.ask(f"/api/intake/contacts/{contact}/incident", opening, token)["incident_id"]
    hall.ask("/api/intake/seat/finish", {}, token)
    return str(incident)


async def say(person: Person, key: str, words: str) -> None:
    """A key that asks for words, the words, and sent."""
    dialog = person.page.locator('[aria-modal="true"]')
    await expect(dialog).to_have_count(0)
    await person.press(key)
    await expect(dialog.locator("textarea")).to_be_focused()
    await person.write(words)
    await person.press("Control+Enter")
    await expect(dialog).to_have_count(0)


async def test_an_order_goes_to_the_gas_desk_and_comes_back_done(stage: Stage) -> None:
    incident = gas_incident(stage.hall)
    taker = await stage.staff("jiejing1", "/seat")
    await taker.page.goto(f"/incidents/{incident}")
    partner = await stage.staff("ranqi", "/partner")
    await taker.tab_to("button[button] 发联动工单")
    await taker.press("Enter")
    # The words of the report speak for it.
    await expect(taker.page.locator(".send-order option:checked")).to_contain_text("燃气抢修")
    await expect(taker.page.locator(".send-order select")).not_to_have_value("")
    await taker.write(ASKED)
    await stage.shot(taker, "partner-send-zh")
    await taker.press("Control+Enter")
    await taker.sees("待接单")

    await partner.sees(ASKED)
    await partner.sees("138****1234")
    await partner.axe()
    await stage.shot(partner, "partner-sent-zh")
    await partner.press("a")
    await partner.sees("办理中")
    await say(partner, "n", PURPOSE)
    await partner.sees("13800001234")
    await say(partner, "p", "抢修车已出发")
    await taker.sees("抢修车已出发")
    await say(partner, "d", "已关阀，检测合格")
    await partner.sees("已办结")

    await taker.sees("已关阀，检测合格")
    await taker.axe()
    await stage.shot(taker, "partner-done-zh")
    english = await stage.staff("ranqi", "/partner", lang="en")
    await english.sees("Done")
    await stage.shot(english, "partner-done-en")
    stage.no_faults()
