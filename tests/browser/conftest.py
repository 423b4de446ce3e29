"""Fixtures: a Chromium, a hall of its own, a stage for people."""

import contextlib
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


_LEFT_BEHIND = pytest.StashKey[bool]()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Remember a story that broke off: its people are still busy, and nobody rings those who are."""
    yield
    if call.excinfo is not None and not call.excinfo.errisinstance(pytest.skip.Exception):
        item.config.stash[_LEFT_BEHIND] = True


class SharedHall:
    """One hall for story after story; a new one after a story that broke off, so that one fault fails one test."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._hall: contextlib.AbstractContextManager[BrowserHall] | None = None
        self._running: BrowserHall | None = None

    def hall(self) -> BrowserHall:
        """The hall that runs, started if there is none."""
        if self._config.stash.get(_LEFT_BEHIND, False):
            self.close()
        if self._running is None:
            self._config.stash[_LEFT_BEHIND] = False
            self._hall = running_hall()
            self._running = self._hall.__enter__()
        return self._running

    def close(self) -> None:
        """Stop it."""
        if self._hall is not None:
            self._hall.__exit__(None, None, None)
        self._hall = self._running = None


@pytest.fixture(scope="package")
def shared_hall(pytestconfig: pytest.Config) -> Iterator[SharedHall]:
    """A whole hall on a generated town."""
    shared = SharedHall(pytestconfig)
    yield shared
    shared.close()


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
def stage(browser: Browser, shared_hall: SharedHall, shots: Path) -> Stage:
    """Nobody on it yet."""
    return Stage(browser, shared_hall.hall(), shots)
