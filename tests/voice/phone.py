"""A person at a browser: signed in, with a line, speaking a tone of his own."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page

from yaoyaoling.platform.auth import COOKIE

PAGE = Path(__file__).with_name("phone.html")
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns,LocalNetworkAccessChecks",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
]


@dataclass
class Phone:
    """One tab."""

    page: Page
    context: BrowserContext

    @classmethod
    async def open(
        cls, browser: Browser, url: str, token: str, hz: float, tones: tuple[float, ...], policy: str = "all"
    ) -> "Phone":
        """Sign in and offer a line. policy: which candidates the browser may use, `all` or `relay`."""
        context = await browser.new_context()
        await context.add_cookies([{"name": COOKIE, "value": token, "url": url}])
        page = await context.new_page()
        where = f"{url}/phone-under-test"
        await page.route(
            "**/phone-under-test*",
            lambda route: route.fulfill(body=PAGE.read_text(), content_type="text/html"),
        )
        await page.goto(f"{where}?hz={hz}&tones={','.join(str(one) for one in tones)}&policy={policy}")
        assert urlsplit(page.url).path == "/phone-under-test"
        return cls(page, context)

    async def until(self, kind: str, timeout_s: float = 8.0, after: int = 0) -> dict[str, Any]:
        """The next message of that kind, of those after the first `after` ones."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            told: list[dict[str, Any]] = await self.page.evaluate(f"window.told.slice({after})")
            if found := [one for one in told if one["type"] == kind]:
                return found[0]
            await asyncio.sleep(0.02)
        raise TimeoutError(f"{kind} did not come; came: {await self.page.evaluate('window.told')}")

    async def count(self) -> int:
        """How many messages came so far."""
        told: int = await self.page.evaluate("window.told.length")
        return told

    async def hears(self, seconds: float = 0.8, floor_db: float = -65.0) -> set[float]:
        """Which tones were heard during the next moment, in most looks."""
        await self.page.evaluate("window.heard = []")
        await asyncio.sleep(seconds)
        looks: list[tuple[int, dict[str, float]]] = await self.page.evaluate("window.heard")
        assert looks, "nothing was heard at all: there is no sound from the line"
        found = set()
        for hz in looks[0][1]:
            if sum(1 for _, db in looks if (db[hz] or -200) > floor_db) > len(looks) / 2:
                found.add(float(hz))
        return found

    async def heard_at(self, hz: float, floor_db: float = -65.0) -> float | None:
        """When a tone was first heard since the looks were last emptied; seconds since 1970."""
        looks: list[tuple[int, dict[str, float]]] = await self.page.evaluate("window.heard")
        key = f"{hz:g}"
        return next((at / 1000 for at, db in looks if (db[key] or -200) > floor_db), None)

    async def close(self) -> None:
        """Close the tab."""
        await self.context.close()
