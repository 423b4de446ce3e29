"""Every page at 200 % zoom on a small screen and on a 4K wall: nothing overflows, axe is content, nobody sees an error.

And a lost connection: shown at once, and caught up without a gap.
"""

import asyncio
import base64
import contextlib
import json
import re
import urllib.request
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

from tests.browser.people import Person, Stage

ZOOMED = (683, 384)
"""1366×768 at 200 % zoom: half as many CSS pixels each way."""
WALL_4K = (3840, 2160)
_WAITING = re.compile("正在载入|正在取得|Loading|Getting the")
PAGES: dict[str, tuple[str, ...]] = {
    "": ("/", "/report"),
    "jiejing1": ("/seat", "/wall"),
    "zhihui": ("/board", "/wall", "/planning", "/planning?section=zones", "/admin?section=watch"),
    "minjing1": ("/officer",),
    "fuhe1": ("/review",),
    "ducha1": ("/inspection", "/review"),
    "admin": tuple(
        f"/admin?section={one}"
        for one in (
            "accounts",
            "roles",
            "organisations",
            "classes",
            "forces",
            "sheets",
            "sheets&kind=cards",
            "sheets&kind=sensitive",
            "sheets&kind=acceptance",
            "sheets&kind=mappings",
            "settings",
            "packs",
            "devices",
            "history",
            "doorplates",
        )
    ),
}
LOOKS = ((ZOOMED, "light", "zh"), (ZOOMED, "dark", "en"), (WALL_4K, "dark", "zh"))

_OVERLAPS = """() => {
  // What sticks to the edge lies over what scrolls below it, on purpose.
  const floats = (e) => { for (let p = e; p; p = p.parentElement)
    if (['sticky', 'fixed'].includes(getComputedStyle(p).position)) return true; return false; };
  const shown = (e) => { const r = e.getBoundingClientRect(); const s = getComputedStyle(e);
    return e.checkVisibility() && r.width > 1 && r.height > 1 && s.visibility !== 'hidden' && s.clipPath === 'none'; };
  const bound = (e) => { let r = e.getBoundingClientRect();
    let [x1, y1, x2, y2] = [r.left, r.top, r.right, r.bottom];
    for (let p = e.parentElement; p; p = p.parentElement) if (getComputedStyle(p).overflow !== 'visible') {
      r = p.getBoundingClientRect();
      [x1, y1, x2, y2] = [Math.max(x1, r.left), Math.max(y1, r.top), Math.min(x2, r.right), Math.min(y2, r.bottom)]; }
    return [x1, y1, x2, y2]; };
  const all = [...document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea')]
    .filter((e) => shown(e) && !e.closest('.map, [aria-hidden=true], .ant-switch') && !floats(e));
  const at = all.map((e) => [e, bound(e)]).filter(([, b]) => b[2] - b[0] > 1 && b[3] - b[1] > 1);
  const bad = [];
  for (let i = 0; i < at.length; i++) for (let j = i + 1; j < at.length; j++) {
    const [a, p] = at[i], [b, q] = at[j];
    if (a.contains(b) || b.contains(a)) continue;
    const w = Math.min(p[2], q[2]) - Math.max(p[0], q[0]), h = Math.min(p[3], q[3]) - Math.max(p[1], q[1]);
    if (w > 3 && h > 3) bad.push(`${a.outerHTML.slice(0, 90)} and ${b.outerHTML.slice(0, 90)}`);
  }
  return bad.slice(0, 5); }"""


async def look(person: Person, path: str, *, with_axe: bool) -> None:
    """Open a page and hold it to its promises."""
    page = person.page
    await page.goto(path)
    await page.locator("main, .phone, .start").first.wait_for(timeout=30_000)
    await expect(page.locator("body")).not_to_contain_text(_WAITING, timeout=30_000, use_inner_text=True)
    where = f"{path} at {page.viewport_size}"
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{where} scrolls sideways by {wide} px"
    overlaps: list[str] = await page.evaluate(_OVERLAPS)
    assert not overlaps, f"{where}: overlap\n" + "\n".join(overlaps)
    if with_axe:
        await person.axe()


async def entered(stage: Stage, login: str, **rest: Any) -> Person:
    """Somebody who came in by the demonstration's door; nobody for an empty login."""
    person = await stage.person(login or "anybody", "/report", **rest)
    if login:
        reply = await person.page.context.request.post(f"/api/auth/demo/{login}")
        me = json.dumps((await reply.json())["me"])
        await person.page.evaluate("me => localStorage.setItem('yyl.me', me)", me)
    return person


@pytest.mark.parametrize("login", PAGES)
async def test_every_page_small_and_large(stage: Stage, login: str) -> None:
    for size, theme, lang in LOOKS:
        person = await entered(stage, login, size=size, theme=theme, lang=lang)
        await person.page.evaluate(f"localStorage.setItem('yyl.wall.theme', '{theme}')")
        # The administration's sections share one frame: on the wall two of them tell of all.
        for path in PAGES[login] if size == ZOOMED else PAGES[login][:2]:
            await look(person, path, with_axe=size == ZOOMED)
        await person.page.context.close()
    stage.no_faults()


async def reported(stage: Stage, text: str) -> tuple[str, str]:
    """Somebody reports from elsewhere; gives number and id of the contact."""
    body = json.dumps({"text": text}).encode()
    request = urllib.request.Request(
        f"{stage.hall.url}/api/public/reports", body, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as reply:
        said = json.load(reply)
    # A link is the contact's id and its seal (docs/adr/0009).
    raw = base64.urlsafe_b64decode(said["token"] + "=" * (-len(said["token"]) % 4))
    return said["contact_number"], str(UUID(bytes=raw[:16]))


async def settled(stage: Stage, contacts: list[str]) -> None:
    """A call-taker answers what was only reported for the sake of a test: the next story finds an empty queue."""
    taker = await entered(stage, "jiejing2")
    ask = taker.page.context.request
    for contact in contacts:
        assert (await ask.post(f"/api/intake/contacts/{contact}/take")).ok
        assert (await ask.post(f"/api/intake/contacts/{contact}/settle", data={"disposition": "answered"})).ok
        assert (await ask.post("/api/intake/seat/finish")).ok
    assert (await ask.post("/api/intake/seat", data={"to": "off"})).ok


async def numbers(page: Page) -> list[str]:
    """Numbers of the contacts that wait, as the wall lists them."""
    await page.locator(".wall-tile").first.click()
    found: list[str] = await page.locator(".wall-counted li .num").all_inner_texts()
    await page.keyboard.press("Escape")
    return [one for one in found if one.startswith("J")]


class Cable:
    """A way to the hall that can be cut: what goes through it ends, and nothing new comes through."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._is_cut = False
        self._held: set[asyncio.StreamWriter] = set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, both ways."""
        if self._is_cut:
            writer.close()
            return
        there_reader, there = await asyncio.open_connection("127.0.0.1", self._port)
        self._held |= {writer, there}

        async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            with contextlib.suppress(ConnectionError):
                while content := await source.read(65_536):
                    target.write(content)
                    await target.drain()
            target.close()

        await asyncio.gather(copy(reader, there), copy(there_reader, writer))
        self._held -= {writer, there}

    def cut(self) -> None:
        """Cut it."""
        self._is_cut = True
        for writer in self._held:
            writer.transport.abort()

    def mend(self) -> None:
        """Let things through again."""
        self._is_cut = False


async def test_a_lost_line_is_shown_at_once_and_caught_up_without_a_gap(stage: Stage) -> None:
    cable = Cable(int(stage.hall.url.rsplit(":", 1)[1]))
    server = await asyncio.start_server(cable.carry, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    there = replace(stage, hall=replace(stage.hall, url=f"http://127.0.0.1:{port}"))
    watcher = await entered(there, "zhihui")
    page = watcher.page
    await page.goto("/wall")
    await watcher.sees("已连接")
    before = await numbers(page)
    cable.cut()
    await watcher.shows(".wall-bar .tag.danger", 3)
    assert "连接中断" in await page.locator(".wall-bar .tag").inner_text()
    missed = [await reported(stage, f"断线期间报警 {n}") for n in range(3)]
    assert await numbers(page) == before
    cable.mend()
    await watcher.sees("已连接", 15)
    after = await reported(stage, "恢复之后报警")
    reports = [*missed, after]
    wanted = {*before, *(number for number, _ in reports)}
    for _ in range(100):
        if set(await numbers(page)) == wanted:
            break
        await asyncio.sleep(0.1)
    assert sorted(await numbers(page)) == sorted(wanted)
    server.close()
    await settled(stage, [contact for _, contact in reports])
    # What the browser and the map say of what they could not fetch is no fault of ours.
    faults = [one for one in watcher.faults if "ERR_" not in one and not one.endswith(": Error")]
    assert not faults, faults
