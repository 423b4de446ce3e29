"""The demo with its played city: crews patrol by road, a person who sits down gets a report within a minute, and
whom the person sends answers and drives there. `tests/faults/test_traffic.py` follows incidents to their end.
"""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.apps.demo_run import DemoRun
from yaoyaoling.apps.traffic.door import Door
from yaoyaoling.apps.traffic.picture import Picture
from yaoyaoling.apps.traffic.words.scenes import MARK

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
PASSWORD = "eight-letters"


@pytest.fixture(scope="module")
async def demo() -> AsyncIterator[DemoRun]:
    folder = Path(tempfile.mkdtemp(prefix="yyl-demo-"))
    folder.chmod(0o755)
    run = DemoRun(folder, YYL_DEMO_PASSWORD=PASSWORD, YYL_DISPATCH_ACCEPT_S="20", YYL_DEMO_SPOKEN_CALLS="0")
    try:
        await asyncio.to_thread(run.until_open)
        yield run
    finally:
        await asyncio.to_thread(run.stop)
        shutil.rmtree(folder, ignore_errors=True)


class Watcher(Picture):
    """The commander's picture, with the tracks of the crews."""

    def __init__(self, door: Door) -> None:
        super().__init__(door, "zhihui")
        self.tracks: dict[str, list[tuple[float, float]]] = {}
        self.keeping = asyncio.create_task(self.keep())

    def take(self, message: Mapping[str, Any]) -> None:
        for crew_id, lon, lat, *_ in message.get("crews", ()):
            self.tracks.setdefault(crew_id, []).append((lon, lat))
        super().take(message)

    async def found(self, look: Callable[[], Any], within_s: float) -> Any:
        for _ in range(int(within_s * 10)):
            assert not self.keeping.done(), self.keeping
            if result := look():
                return result
            await asyncio.sleep(0.1)
        raise AssertionError("it did not happen")


async def test_a_newcomer_takes_a_report_sends_a_crew_and_sees_it_arrive(demo: DemoRun) -> None:
    door = Door(demo.url, None, PASSWORD)
    watcher = Watcher(door)
    try:
        # Crews patrol: the map moves.
        await watcher.found(lambda: [one for one in watcher.tracks.values() if len(set(one)) > 3], 120)
        seat = await door.post("/api/intake/seat", {"to": "ready"}, login="jiejing1")
        heard = asyncio.create_task(hearts(door))

        def rings_here() -> tuple[str, Mapping[str, Any]] | None:
            contacts = watcher.all("contact").items()
            return next(((key, one) for key, one in contacts if one["seat_id"] == seat["seat_id"]), None)

        contact_id, contact = await watcher.found(rings_here, 75)
        assert contact["text"].startswith(MARK)
        await door.post(f"/api/intake/contacts/{contact_id}/take", login="jiejing1")
        here = await door.get("/api/places/city")
        place = {"text": "演示地点", "lon": here["center"][0], "lat": here["center"][1], "datum": "WGS84"}
        body = {"class_code": "0202", "place": place, "narrative": contact["text"]}
        opened = await door.post(f"/api/intake/contacts/{contact_id}/incident", body, login="jiejing1")
        incident = opened["incident_id"]
        await door.post(f"/api/dispatch/incidents/{incident}/orders", {}, login="jiejing1")
        await door.post("/api/intake/seat/finish", login="jiejing1")
        heard.cancel()
        for state, within_s in (("under_way", 120), ("on_scene", 300)):
            await watcher.found(partial(reached, watcher, incident, state), within_s)
    finally:
        watcher.keeping.cancel()
        await door.close()


STEPS = ("opened", "dispatched", "under_way", "on_scene", "handled", "closed")


def reached(watcher: Watcher, incident_id: str, state: str) -> bool:
    incident = watcher.find("incident", incident_id)
    return incident is not None and STEPS.index(incident["state"]) >= STEPS.index(state)


async def hearts(door: Door) -> None:
    while True:
        await door.post("/api/intake/seat/heartbeat", login="jiejing1")
        await asyncio.sleep(5)


async def test_the_players_go_through_the_front_door_and_log_no_error(demo: DemoRun) -> None:
    reply = httpx.get(f"{demo.url}/metrics").text
    assert 'route="/api/field/positions",status="200"' in reply
    assert 'route="/api/public/reports",status="201"' in reply
    log = (demo.data / "cities" / "xiaozhen" / "log" / "traffic.log").read_text()
    assert '"level":"error"' not in log
    assert "Traceback" not in log


async def test_a_second_player_is_refused_and_a_judged_run_takes_a_hall_of_its_own(demo: DemoRun) -> None:
    done = await asyncio.to_thread(demo.yyl, "traffic")
    assert done.returncode == 2
    assert "--own" in done.stderr
