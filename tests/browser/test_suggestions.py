"""Typing a colloquial report on the desk: what is suggested before the sentence ends, and that one key takes each."""

import json
from typing import Any

import pytest
from playwright.async_api import Route, expect

from tests.browser.people import Person, Stage
from tests.browser.test_desks import choose, freed, report, seated

pytestmark = pytest.mark.slow
LINES = ".suggestions"


async def in_hand(stage: Stage, **rest: Any) -> Person:
    """A call-taker with a contact that says nothing yet."""
    taker = await seated(stage, **rest)
    report(stage, "喂")
    await taker.shows(".strip.ringing")
    await taker.press("F4")
    await taker.shows("#narrative")
    # The form stands whole once the cards have come.
    await taker.shows(".question-card")
    return taker


async def tops(taker: Person) -> dict[str, float]:
    """Where the fields below the suggestions stand."""
    found: dict[str, float] = await taker.page.evaluate(
        "() => Object.fromEntries(['.seat-pair', '.seat-place', '.seat-foot'].map("
        "(one) => [one, document.querySelector(one).getBoundingClientRect().top]))"
    )
    return found


async def test_what_is_suggested_while_somebody_types(stage: Stage) -> None:
    taker = await in_hand(stage)
    before = await tops(taker)
    await taker.write("，俩人在小吃店门口打起来了，有个男的拿着刀")
    lines = taker.page.locator(LINES)
    await expect(lines.get_by_text("Alt J")).to_be_visible(timeout=15_000)
    await expect(lines.locator(".tag.danger")).to_be_visible()
    await expect(lines.get_by_text("Alt A")).to_be_visible()
    assert await tops(taker) == before, "nothing moves while somebody types"
    narrative = await taker.page.locator("#narrative").input_value()
    await taker.page.screenshot(path=stage.shots / "suggestions-zh.png")
    await taker.press("Alt+j")
    await expect(taker.page.locator(".question-card")).to_be_visible()
    await taker.press("Alt+a")
    await expect(taker.page.locator('.question [aria-pressed="true"]').first).to_be_visible()
    assert await taker.page.locator("#narrative").input_value() == narrative, "suggestions never overwrite"
    await taker.page.screenshot(path=stage.shots / "suggestions-taken.png")
    await taker.press("Alt+s")
    # The question asked next, or the place when that is what is missing.
    await expect(taker.page.locator('.question:focus-within, input[role="combobox"]:focus').first).to_be_visible()
    await taker.axe()
    await choose(taker, "F6")
    await freed(taker)
    assert not taker.faults


async def test_the_desk_types_on_while_the_hall_does_not_suggest(stage: Stage) -> None:
    taker = await in_hand(stage)

    async def away(route: Route) -> None:
        await route.abort()

    await taker.page.route("**/api/triage/suggest", away)
    await taker.write("，隔壁着火了")
    await expect(taker.page.locator(LINES).get_by_text("Alt J")).to_be_visible(timeout=15_000)
    assert (await taker.page.locator("#narrative").input_value()).endswith("着火了")
    await taker.press("Alt+j")
    await expect(taker.page.locator(".card-advice")).to_be_visible()
    await choose(taker, "F6")
    await freed(taker)


async def test_the_fraud_lane_asks_first_for_what_is_missing(stage: Stage) -> None:
    taker = await in_hand(stage)
    await taker.write("，我被骗了，刚才用工行转了5万块给一个假客服")
    await expect(taker.page.locator(LINES).get_by_text("Alt Z")).to_be_visible(timeout=15_000)
    await taker.press("Alt+z")
    lane = taker.page.locator(".payment")
    await expect(lane.locator("input.lacking").first).to_be_visible()
    values: list[Any] = await lane.locator("input").evaluate_all("all => all.map((one) => one.value)")
    assert "50000" in values and "工行" in values, json.dumps(values, ensure_ascii=False)
    await lane.locator("input").first.fill("6222021234567890128")
    await lane.locator(".btn.primary").click()
    await expect(lane.locator(".tag.warn")).to_be_visible(timeout=15_000)
    await taker.page.screenshot(path=stage.shots / "suggestions-fraud.png")
    await choose(taker, "F6")
    await freed(taker)


@pytest.mark.parametrize(("lang", "theme", "size"), [("en", "dark", (1366, 768)), ("zh", "dark", (1920, 1080))])
async def test_it_is_readable_in_both_languages_and_themes(
    stage: Stage, lang: str, theme: str, size: tuple[int, int]
) -> None:
    taker = await in_hand(stage, lang=lang, theme=theme, size=size)
    await taker.write("，我不想活了，在楼顶，安眠药已经吃了")
    await expect(taker.page.locator(LINES).get_by_text("Alt J")).to_be_visible(timeout=15_000)
    await taker.press("Alt+j")
    await expect(taker.page.locator(".card-stage")).to_be_visible()
    await taker.page.screenshot(path=stage.shots / f"suggestions-{lang}-{theme}-{size[0]}.png")
    await taker.axe()
    await choose(taker, "F6")
    await freed(taker)
