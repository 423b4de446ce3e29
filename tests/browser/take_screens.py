"""Takes the pictures in `docs/screens`: every page, both languages and themes, on a hall that lives.

    BROWSER_HALL="http://127.0.0.1:8110 PASSWORD" python -m tests.browser.take_screens [FOLDER] [--only PAGE] [--quick]

The hall is a running demo with its traffic; what is seen is what is going on there.
"""

import argparse
import asyncio
import io
import itertools
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.async_api import async_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.hall import BrowserHall, running_hall
from tests.browser.people import PHONE, Person, Stage

LANGUAGES, THEMES = ("zh", "en"), ("light", "dark")
DESKS = ((1366, 768), (1920, 1080))
SETTLE_MS = 3500
RESIZE_MS = 1500
PATIENCE_S = 180
OPEN_FOR_CALLS = {"空闲", "Ready", "振铃", "Ringing"}
REPORT = {"text": "解放路口两车相撞，有人受伤，请快来", "place_text": "解放路口"}


async def _nothing(_: Person) -> None:
    """The page as it opens."""


@dataclass(frozen=True)
class Page:
    """Who opens what, and what they do first."""

    name: str
    login: str | None
    path: str
    first: Callable[[Person], Awaitable[None]] = _nothing
    sizes: tuple[tuple[int, int], ...] = DESKS


def _seat(hall: BrowserHall) -> Callable[[Person], Awaitable[None]]:
    async def take_a_call(person: Person) -> None:
        """A call in hand; somebody reports when nobody does."""
        narrative = person.page.locator("#narrative")
        for attempt in range(40):
            if await narrative.count():
                break
            state = await person.page.locator(".seat-state [role=status]").inner_text()
            await person.press("F4" if state in OPEN_FOR_CALLS else "F2")
            if attempt % 8 == 4:
                hall.ask("/api/public/reports", REPORT)
            await person.page.wait_for_timeout(1500)
        await narrative.wait_for(timeout=5000)
        await person.page.wait_for_timeout(SETTLE_MS)
        # What the words suggest is taken by its key: class, then place; the crews near it appear.
        await person.press("Alt+j", "Alt+u")
        await person.page.wait_for_timeout(SETTLE_MS)

    return take_a_call


async def _first_row(person: Person) -> None:
    await person.press("j", "j")
    await person.page.wait_for_timeout(SETTLE_MS)


async def _seats(person: Person) -> None:
    await person.press("s")


async def _wall(person: Person) -> None:
    """The wall has a theme of its own, dark at first."""
    if await person.page.evaluate("JSON.parse(localStorage.getItem('yyl.prefs.nobody')).theme") == "light":
        await person.page.get_by_role("button", name=re.compile("^(浅色|Light)$")).click()


async def _coverage(person: Person) -> None:
    """What the city covers now, and the moves proposed for what it does not."""
    await person.press("l")
    await person.page.get_by_label(re.compile("^(覆盖现状|Covered now)")).check()
    await person.press("Escape")
    await person.page.wait_for_timeout(SETTLE_MS)


async def _plan(person: Person) -> None:
    """A plan of a county's posts, looked at; whoever came before may have asked for it."""
    if not await person.page.locator(".planning-kept li").count():
        await person.page.get_by_role("button", name=re.compile("^(开始规划|Plan)$")).click()
    await person.page.locator(".planning-split canvas").first.wait_for(timeout=PATIENCE_S * 1000)
    await person.page.wait_for_timeout(SETTLE_MS)


async def _first_account(person: Person) -> None:
    await person.page.locator("table .link, table button").first.click()


def _complain(hall: BrowserHall) -> None:
    """A complaint about police, so that inspection has one: taken and opened by a call-taker whom nobody plays."""
    token, _ = hall.session_of("jiejing2")
    place = next(iter(hall.picture("zhihui", "incident").values()))
    hall.ask(
        "/api/public/reports",
        {"text": "派出所民警办事态度恶劣，推诿不受理，我要投诉", "place_text": place["place_text"]},
    )
    hall.ask("/api/intake/seat", {"to": "ready"}, token)
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        seats = hall.picture("jiejing2", "seat").values()
        mine = next(one for one in seats if one["account_name"] == hall.session_of("jiejing2")[1]["name"])
        if mine["state"] == "offered":
            hall.ask(f"/api/intake/contacts/{mine['contact_id']}/take", {}, token)
            where = {"text": place["place_text"], "lon": place["lon"], "lat": place["lat"], "datum": "WGS84"}
            complaint = {"class_code": "0701", "place": where, "narrative": "反映派出所民警态度恶劣、推诿不受理。"}
            hall.ask(f"/api/intake/contacts/{mine['contact_id']}/incident", complaint, token)
            break
        time.sleep(1)
    hall.ask("/api/intake/seat/finish", {}, token)
    hall.ask("/api/intake/seat", {"to": "off"}, token)


def _is_quiet(hall: BrowserHall) -> bool:
    """Whether inspection has nothing in hand."""
    return all(one["closed_at"] is not None for one in hall.picture("ducha1", "incident").values())


def _grade(incident: dict[str, Any], orders: list[dict[str, Any]]) -> tuple[bool, int, bool]:
    """How much there is to show, and for how long: a crew under way, a long way to go, a grave incident."""
    under_way = [one["eta_s"] or 0 for one in orders if one["state"] in ("accepted", "departed")]
    return len(under_way) > 0, max(under_way, default=0), incident["level"] <= 2


def _running(hall: BrowserHall) -> tuple[str, str | None]:
    """A running incident with much to show, and the crew that is on it; a hall that just opened has none yet."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        incidents = hall.picture("zhihui", "incident")
        orders = hall.picture("zhihui", "order").values()
        if any(one["accepted_at"] is not None for one in orders) or time.monotonic() > deadline:
            break
        time.sleep(3)
    of = {id_: [one for one in orders if one["incident_id"] == id_] for id_ in incidents}
    best = max(incidents, key=lambda id_: _grade(incidents[id_], of[id_]))
    crews = [one["crew_id"] for one in of[best] if one["ended_at"] is None]
    return best, crews[0] if crews else None


def _pages(hall: BrowserHall) -> list[Page]:
    incident, crew = _running(hall)
    follow = hall.ask("/api/public/reports", REPORT)["token"]
    officer = "minjing1" if crew is None else hall.officer_of(crew)
    return [
        # First what passes: the crew arrives, the report is closed.
        Page("officer", officer, "/officer", sizes=(PHONE,)),
        Page("start", None, "/"),
        Page("follow", None, f"/r/{follow}", sizes=(PHONE,)),
        Page("report", None, "/report", sizes=(PHONE,)),
        Page("seat", "jiejing1", "/seat", _seat(hall)),
        Page("board", "zhihui", "/board", _first_row),
        Page("overview", "zhihui", "/board", _seats),
        Page("coverage", "zhihui", "/board", _coverage),
        Page("county", "xianju", "/board"),
        Page("duty", "paichusuo", "/duty"),
        Page("patrol", "paichusuo", "/duty?section=patrol"),
        Page("planning", "zhihui", "/planning", _plan),
        Page("file", "zhihui", f"/incidents/{incident}"),
        Page("review", "fuhe1", "/review"),
        Page("inspection", "ducha1", "/inspection"),
        Page("wall", "zhihui", "/wall", _wall),
        Page("admin", "admin", "/admin", _first_account),
        Page("forces", "admin", "/admin?section=forces"),
        Page("devices", "admin", "/admin?section=devices"),
    ]


def _palettised(picture: Image.Image) -> Image.Image:
    """In 256 colours: the commonest as they are, and those that are furthest from all chosen, however few pixels."""
    pixels = np.asarray(picture, dtype=np.int32)
    packed = (pixels[..., 0] << 16) | (pixels[..., 1] << 8) | pixels[..., 2]
    values, at, count = np.unique(packed, return_inverse=True, return_counts=True)
    colours = np.stack([values >> 16, (values >> 8) & 255, values & 255], axis=1)
    chosen = [int(one) for one in np.argsort(-count)[:128]]
    nearest = np.zeros(len(colours), dtype=np.uint8)
    apart = np.full(len(colours), 1_000)
    for index in range(min(len(colours), 256)):
        if index >= len(chosen):
            chosen.append(int(apart.argmax()))
        distance = np.abs(colours - colours[chosen[index]]).sum(axis=1)
        nearest[distance < apart] = index
        apart = np.minimum(apart, distance)
    found = Image.fromarray(nearest[at].reshape(packed.shape), "P")
    found.putpalette(colours[chosen].astype(np.uint8).tobytes())
    return found


async def _shoot(person: Person, where: Path) -> None:
    picture = Image.open(io.BytesIO(await person.page.screenshot())).convert("RGB")
    _palettised(picture).save(where, optimize=True)
    print(where.name, *person.faults, flush=True)


async def _take(stage: Stage, folder: Path, only: list[str], likes: list[tuple[str, str]]) -> None:
    pages = _pages(stage.hall)
    if "inspection" in (only or ["inspection"]) and _is_quiet(stage.hall):
        _complain(stage.hall)
    for page in pages:
        if only and page.name not in only:
            continue
        for lang, theme in likes:
            person = await stage.person(
                page.name, page.path, size=page.sizes[0], lang=lang, theme=theme, login=page.login
            )
            await person.page.wait_for_timeout(SETTLE_MS)
            await page.first(person)
            for size in page.sizes:
                await person.page.set_viewport_size({"width": size[0], "height": size[1]})
                await person.page.wait_for_timeout(RESIZE_MS)
                await _shoot(person, folder / f"{page.name}-{size[0]}x{size[1]}-{lang}-{theme}.png")
            await person.page.context.close()


async def _main(folder: Path, only: list[str], is_quick: bool) -> None:
    likes = [("zh", "light"), ("en", "dark")] if is_quick else list(itertools.product(LANGUAGES, THEMES))
    folder.mkdir(parents=True, exist_ok=True)
    with running_hall() as hall:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            await _take(Stage(browser, hall, folder), folder, only, likes)
            await browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/screens"))
    parser.add_argument("--only", action="append", default=[], help="a page's name; may be given again")
    parser.add_argument("--quick", action="store_true", help="one theme for each language, to look at while working")
    given = parser.parse_args()
    asyncio.run(_main(given.folder, given.only, given.quick))
