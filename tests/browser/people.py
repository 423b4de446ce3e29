"""People at their screens: each in a browser context of their own, with what went wrong there written down."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Page, Request

from tests.browser.hall import BrowserHall

AXE = Path(__file__).parents[2] / "console" / "node_modules" / "axe-core" / "axe.min.js"
DESK = (1366, 768)
PHONE = (390, 844)
_FOCUS = """() => { const e = document.activeElement; if (!e || e === document.body) return '';
  const label = e.labels && e.labels[0] ? e.labels[0].innerText : '';
  const name = e.getAttribute('aria-label') || label || e.innerText || e.placeholder || '';
  const kind = e.type || e.getAttribute('role') || '';
  return `${e.tagName.toLowerCase()}[${kind}] ${name}`.replace(/\\s+/g, ' ').trim(); }"""


@dataclass
class Person:
    """One person at one screen."""

    page: Page
    name: str
    faults: list[str] = field(default_factory=list)

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def write(self, text: str) -> None:
        """Type."""
        await self.page.keyboard.type(text, delay=5)

    async def focused(self) -> str:
        """What has the focus: tag, kind and name."""
        found: str = await self.page.evaluate(_FOCUS)
        return found

    async def tab_to(self, words: str, most: int = 60) -> None:
        """Press Tab until something of that name has the focus."""
        seen = []
        for _ in range(most):
            await self.press("Tab")
            at = await self.focused()
            if words in at:
                return
            seen.append(at)
        raise AssertionError(f"{self.name}: no way by Tab to {words!r}; came by {seen}")

    async def sees(self, text: str, timeout_s: float = 25) -> None:
        """Wait until a text is on the screen."""
        await self.page.get_by_text(text).first.wait_for(timeout=timeout_s * 1000)

    async def shows(self, selector: str, timeout_s: float = 25) -> None:
        """Wait until something is on the screen."""
        await self.page.locator(selector).first.wait_for(timeout=timeout_s * 1000)

    async def axe(self) -> None:
        """No serious or critical finding of axe-core on the page as it is now."""
        # Rules for whole documents; what MapLibre draws is a canvas with a label.
        result: dict[str, Any] = await self.page.evaluate(
            f"async () => {{ {AXE.read_text()}; return await axe.run(document, {{ resultTypes: ['violations'] }}); }}"
        )
        bad = [
            f"{one['id']} ({one['impact']}): {one['help']} — {one['nodes'][0]['html'][:160]}"
            for one in result["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        assert not bad, f"{self.name} at {self.page.url}:\n" + "\n".join(bad)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"{self.name} at {self.page.url}: {message.text}")

    def _ask(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
            self.faults.append(f"{self.name} asked for {request.url}")

    def watch(self) -> None:
        """Write down errors of the console and of the page, and whatever leaves this machine."""
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.name}: {error}"))
        self.page.on("request", self._ask)
        # Dialogs for files are taken over only while somebody listens, and asking for it is not waited for: a dialog
        # that opens before that stays open unseen in a headless Chromium, and no other opens as long as it does.
        self.page.on("filechooser", lambda _: None)


@dataclass
class Stage:
    """Everybody of one story, and the hall they are in."""

    browser: Browser
    hall: BrowserHall
    shots: Path
    people: list[Person] = field(default_factory=list)

    async def person(
        self,
        name: str,
        path: str,
        *,
        size: tuple[int, int] = DESK,
        lang: str = "zh",
        theme: str = "light",
        at: tuple[float, float] | None = None,
        login: str | None = None,
    ) -> Person:
        """A person who opens a page; their likes are set as if they had chosen them before.

        login: an account that is signed in already, as after an earlier visit.
        """
        context = await self.browser.new_context(
            base_url=self.hall.url,
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            timezone_id="Europe/Lisbon",  # the hall's times are those of Shanghai wherever the screen stands
            has_touch=size == PHONE,
            geolocation={"longitude": at[0], "latitude": at[1], "accuracy": 15} if at else None,
            permissions=["geolocation"] if at else None,
        )
        likes = json.dumps({"theme": theme, "language": lang})
        await context.add_init_script(
            f"localStorage.getItem('yyl.language') || localStorage.setItem('yyl.language', '{lang}');"
            f"const likes = {likes!r};"
            "localStorage.getItem('yyl.prefs.nobody') || localStorage.setItem('yyl.prefs.nobody', likes);"
            "const me = JSON.parse(localStorage.getItem('yyl.me') || 'null');"
            "if (me && !localStorage.getItem('yyl.prefs.' + me.id)) localStorage.setItem('yyl.prefs.' + me.id, likes);"
        )
        if login is not None:
            token, me = self.hall.session_of(login)
            await context.add_cookies([{"name": "yyl_session", "value": token, "url": self.hall.url}])
            kept = json.dumps({f"yyl.prefs.{me['id']}": likes, "yyl.me": json.dumps(me)})
            await context.add_init_script(
                f"for (const [name, value] of Object.entries({kept})) localStorage.setItem(name, value);"
            )
        page = await context.new_page()
        person = Person(page, name)
        person.watch()
        self.people.append(person)
        await page.goto(path)
        return person

    async def staff(self, login: str, desk: str, **rest: Any) -> Person:
        """Somebody of the hall: signs in with the keyboard and lands at the desk."""
        person = await self.person(login, "/", **rest)
        await person.shows("input[name=login]")
        await person.tab_to("input[text]")
        await person.write(login)
        await person.press("Tab")
        await person.write(self.hall.password)
        await person.press("Enter")
        await person.page.wait_for_url(f"**{desk}**")
        return person

    async def shot(self, person: Person, name: str) -> None:
        """A picture for those who look."""
        self.shots.mkdir(parents=True, exist_ok=True)
        await person.page.screenshot(path=self.shots / f"{name}.png")

    def no_faults(self) -> None:
        """Nobody saw an error, and nothing left this machine."""
        faults = [fault for person in self.people for fault in person.faults]
        assert not faults, "\n".join(faults)


Having = Callable[[], Stage]
