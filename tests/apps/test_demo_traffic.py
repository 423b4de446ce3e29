"""The demo with its player: crews patrol by road, reports come in, an accepted order is driven to and arrives."""

import asyncio
import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.apps.demo_run import DemoRun
from yaoyaoling.apps.play.door import Door
from yaoyaoling.apps.play.reports import MARK
from yaoyaoling.platform.feeds.contract import View

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
PASSWORD = "eight-letters"


@pytest.fixture(scope="module")
async def demo() -> AsyncIterator[DemoRun]:
    folder = Path(tempfile.mkdtemp(prefix="yyl-demo-"))
    folder.chmod(0o755)
    run = DemoRun(folder, "--speed", "20", YYL_DEMO_PASSWORD=PASSWORD)
    try:
        await asyncio.to_thread(run.until_open)
        yield run
    finally:
        await asyncio.to_thread(run.stop)
        shutil.rmtree(folder, ignore_errors=True)


class Watcher:
    """The commander's feed, kept in the background."""

    def __init__(self, door: Door) -> None:
        self.view = View()
        self.tracks: dict[str, list[tuple[float, float]]] = {}
        self._task = asyncio.create_task(self._watch(door))

    async def _watch(self, door: Door) -> None:
        async for view, crews in door.watch("zhihui"):
            self.view = view
            for crew_id, lon, lat, *_ in crews:
                self.tracks.setdefault(crew_id, []).append((lon, lat))

    def all(self, kind: str) -> dict[str, dict[str, Any]]:
        return {key[1]: entity.fields for key, entity in self.view.entities.items() if key[0] == kind}

    async def until(self, found: Any, within_s: float = 120) -> Any:
        for _ in range(int(within_s * 10)):
            assert not self._task.done(), self._task
            if result := found():
                return result
            await asyncio.sleep(0.1)
        raise AssertionError("it did not happen")

    def stop(self) -> None:
        self._task.cancel()


async def test_an_accepted_order_is_driven_to_and_the_geofence_notices_the_arrival(demo: DemoRun) -> None:
    door = Door(demo.url, None, PASSWORD)
    watcher = Watcher(door)
    try:
        # Crews patrol: the map moves.
        moved = lambda: [one for one in watcher.tracks.values() if len(set(one)) > 3]  # noqa: E731
        assert len(await watcher.until(moved, 60)) >= 1
        # Reports come in, and say what they are.
        await door.post("/api/intake/seat", {"to": "ready"}, login="jiejing1")
        contact_id, contact = await watcher.until(
            lambda: next(((key, one) for key, one in watcher.all("contact").items() if one["state"] == "offered"), None)
        )
        assert contact["text"].startswith(MARK)
        await door.post(f"/api/intake/contacts/{contact_id}/take", {}, login="jiejing1")
        lon, lat = next(iter(watcher.tracks.values()))[0]
        body = {
            "class_code": "0202",
            "place": {"text": "演示地点", "lon": lon, "lat": lat, "datum": "WGS84"},
            "narrative": contact["text"],
        }
        opened = await door.post(f"/api/intake/contacts/{contact_id}/incident", body, login="jiejing1")
        sent = await door.post(f"/api/dispatch/incidents/{opened['incident_id']}/orders", {}, login="jiejing1")
        order_id, order = await watcher.until(
            lambda: next(((key, one) for key, one in watcher.all("order").items() if one["state"] == "ordered"), None)
        )
        assert sent
        officer = officer_of(demo, order["call_sign"])
        await door.post(f"/api/field/orders/{order_id}/accept", {}, login=officer)
        await door.post(f"/api/field/orders/{order_id}/depart", {}, login=officer)
        await watcher.until(lambda: watcher.all("order")[order_id]["state"] == "arrived", 180)
        assert watcher.all("order")[order_id]["arrived_by"] == "geofence"
    finally:
        watcher.stop()
        await door.close()


def officer_of(demo: DemoRun, call_sign: str) -> str:
    people = json.loads((demo.data / "cities" / "xiaozhen" / "run" / "prepared.json").read_text())["people"]
    return str(next(one["login"] for one in people if one["crew"] == call_sign))


async def test_the_player_goes_through_the_front_door(demo: DemoRun) -> None:
    reply = httpx.get(f"{demo.url}/metrics").text
    assert 'route="/api/field/positions",status="200"' in reply
    assert 'route="/api/public/reports",status="201"' in reply
