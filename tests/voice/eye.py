"""A browser at one end of a call's video: the caller's camera, or somebody of the hall who watches."""

import asyncio
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page

from yaoyaoling.platform.auth import COOKIE

PAGE = Path(__file__).with_name("video.html")


@dataclass
class Eye:
    """One tab."""

    page: Page
    context: BrowserContext

    @classmethod
    async def open(cls, browser: Browser, url: str, path: str, token: str | None = None) -> "Eye":
        """Open a socket at a path, signed in when there is a token."""
        context = await browser.new_context()
        if token is not None:
            await context.add_cookies([{"name": COOKIE, "value": token, "url": url}])
        page = await context.new_page()
        await page.route(
            re.compile("/eye-under-test"), lambda route: route.fulfill(body=PAGE.read_text(), content_type="text/html")
        )
        await page.goto(f"{url}/eye-under-test?path={path}")
        return cls(page, context)

    async def told(self) -> list[dict[str, Any]]:
        """What came so far."""
        found: list[dict[str, Any]] = await self.page.evaluate("window.told")
        return found

    async def until(self, kind: str, timeout_s: float = 8.0, after: int = 0) -> dict[str, Any]:
        """The next message of that kind, of those after the first `after` ones."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            if found := [one for one in (await self.told())[after:] if one["type"] == kind]:
                return found[0]
            await asyncio.sleep(0.05)
        raise TimeoutError(f"{kind} did not come; came: {await self.told()}")

    async def until_seen(self, timeout_s: float = 10.0) -> dict[str, Any]:
        """The first frame, and that another one differs from it: the picture lives."""
        deadline, first = time.monotonic() + timeout_s, None
        while time.monotonic() < deadline:
            now = await self.page.evaluate("window.frame()")
            if first is None:
                first = now
            elif now is not None and now["sum"] != first["sum"]:
                frame: dict[str, Any] = now
                return frame
            await asyncio.sleep(0.1)
        raise TimeoutError(f"no living picture: {first}; came: {await self.told()}")

    async def is_still(self, seconds: float = 1.0, within_s: float = 6.0) -> bool:
        """Whether nothing moves any more; the engine is told a moment after the tables."""
        deadline = time.monotonic() + within_s
        while True:
            first = await self.page.evaluate("window.frame()")
            await asyncio.sleep(seconds)
            if first == await self.page.evaluate("window.frame()"):
                return True
            if time.monotonic() > deadline:
                return False

    async def close(self) -> None:
        """Close the tab."""
        await self.context.close()
