"""Takes the pictures in `docs/screens`: every page, both languages and themes, on a hall that lives.

    BROWSER_HALL="http://127.0.0.1:8110 PASSWORD" python -m tests.browser.take_screens [FOLDER] [--only PAGE]

The hall is a running demo with its traffic; what is seen is what is going on there.
"""

import argparse
import asyncio
import io
import itertools
import json
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import async_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.hall import BrowserHall, running_hall
from tests.browser.people import PHONE, Person, Stage

DESKS = ((1366, 768), (1920, 1080))
SETTLE_MS = 2500
Shot = Callable[[Person, str], Awaitable[None]]


def _ask(hall: BrowserHall, path: str, body: dict[str, Any] | None = None, token: str | None = None) -> Any:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    content = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(hall.url + path, content, headers), timeout=20) as reply:
        return json.load(reply)


async def _running(stage: Stage) -> dict[str, Any]:
    """A running incident with its order and crew, as the commander's own page knows them."""
    desk = await stage.staff("zhihui", "/board")
    await desk.page.wait_for_timeout(SETTLE_MS)
    await desk.page.locator("section[aria-label='处置中'] .virtual-row, .board-lists .virtual-row").last.click()
    await desk.page.wait_for_url("**incident=*")
    incident = desk.page.url.split("incident=")[1]
    order: Any = await desk.page.evaluate(
        """async (id) => {
          const { orders } = await (await fetch(`/api/dispatch/incidents/${id}`)).json();
          return orders.find((one) => one.ended_at === null) ?? orders[0] ?? null;
        }""",
        incident,
    )
    await desk.page.context.close()
    return {"incident": incident, "crew": order and order["crew_id"]}


async def _seat(person: Person) -> None:
    """A call in hand, half written down."""
    if not await person.page.locator("#narrative").count():
        await person.press("F2")
        await person.shows(".strip.ringing", 150)
        await person.press("F4")
    await person.shows("#narrative")
    await person.page.wait_for_timeout(SETTLE_MS)


async def _nothing(_: Person) -> None:
    """The page as it opens."""


async def _board_with_detail(person: Person) -> None:
    await person.press("j", "j")
    await person.page.wait_for_timeout(SETTLE_MS)


async def _pages(stage: Stage) -> list[tuple[str, str | None, str, Callable[[Person], Awaitable[None]]]]:
    """Name, who, where, and what they do first."""
    running = await _running(stage)
    report = {"text": "解放路口两车相撞，有人受伤", "place_text": "解放路口"}
    follow = _ask(stage.hall, "/api/public/reports", report)["token"]
    officer = stage.hall.officer_of(running["crew"]) if running["crew"] else "minjing1"
    return [
        ("start", None, "/", _nothing),
        ("report", None, "/report", _nothing),
        ("follow", None, f"/r/{follow}", _nothing),
        ("seat", "jiejing1", "/seat", _seat),
        ("board", "zhihui", "/board", _board_with_detail),
        ("county", "xianju", "/board", _nothing),
        ("file", "zhihui", f"/incidents/{running['incident']}", _nothing),
        ("review", "fuhe1", "/review", _nothing),
        ("inspection", "ducha1", "/inspection", _nothing),
        ("wall", "zhihui", "/wall", _nothing),
        ("admin", "admin", "/admin", _nothing),
        ("officer", officer, "/officer", _nothing),
    ]


PHONES = {"report", "follow", "officer"}


async def _take(stage: Stage, folder: Path, only: list[str]) -> None:
    for name, who, path, first in await _pages(stage):
        if only and name not in only:
            continue
        for size, lang, theme in itertools.product(
            (PHONE,) if name in PHONES else DESKS, ("zh", "en"), ("light", "dark")
        ):
            person = (
                await stage.person(name, path, size=size, lang=lang, theme=theme)
                if who is None
                else await stage.staff(who, "/", size=size, lang=lang, theme=theme)
            )
            if who is not None:
                await person.page.wait_for_timeout(1000)
                await person.page.goto(path)
            await person.page.wait_for_timeout(SETTLE_MS)
            await first(person)
            picture = Image.open(io.BytesIO(await person.page.screenshot()))
            where = folder / f"{name}-{size[0]}x{size[1]}-{lang}-{theme}.png"
            picture.convert("RGB").quantize(192, dither=Image.Dither.NONE).save(where, optimize=True)
            print(where.name, *person.faults, flush=True)
            await person.page.context.close()


async def _main(folder: Path, only: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with running_hall() as hall:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            await _take(Stage(browser, hall, folder), folder, only)
            await browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/screens"))
    parser.add_argument("--only", action="append", default=[], help="a page's name; may be given again")
    given = parser.parse_args()
    asyncio.run(_main(given.folder, given.only))
