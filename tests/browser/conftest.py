"""Fixtures: a Chromium, a hall of its own, a stage for people."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests.browser.hall import BrowserHall, running_hall
from tests.browser.people import AXE, Stage

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs a Chromium and the console's packages; say so where they are absent."""
    here = Path(__file__).parent
    missing = None
    if not Path(CHROMIUM).exists():
        missing = f"no Chromium at {CHROMIUM} (apt-get install chromium fonts-noto-cjk)"
    elif shutil.which("npm") is None:
        missing = "no npm to build the console"
    elif not AXE.exists():
        missing = "console/node_modules is not there (npm ci)"
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(600))
            if missing:
                item.add_marker(pytest.mark.skip(reason=missing))


@pytest.fixture(scope="session")
def browser_hall() -> Iterator[BrowserHall]:
    """A whole hall on a generated town."""
    with running_hall() as hall:
        yield hall


@pytest.fixture
def real_stage(browser: Browser, shared_data: Path, shots: Path) -> Iterator[Stage]:
    """Nobody on it yet, in a hall on the streets of a real city."""
    with running_hall("portland", shared_data / "portland" / "portland_small.osm.pbf") as hall:
        yield Stage(browser, hall, shots / "portland")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium as installed on this machine."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where pictures go; `SHOTS=folder` keeps them."""
    return Path(os.environ["SHOTS"]) if "SHOTS" in os.environ else tmp_path


@pytest.fixture
def stage(browser: Browser, browser_hall: BrowserHall, shots: Path) -> Stage:
    """Nobody on it yet."""
    return Stage(browser, browser_hall, shots)
