"""The routes of positions over HTTP: batches, terminals, trails; the phone's route with and without the process."""

import asyncio
import socket
import ssl
from pathlib import Path

import httpx
import pytest

from tests.conftest import world_database
from tests.engines import Engines, free_port
from tests.force.conftest import LIMITS
from tests.force.test_stages import snap
from tests.livehall import LiveHall, live_hall
from yaoyaoling.apps.certificate import ensure_certificate
from yaoyaoling.apps.positions import open_batch_door, upper_rooms
from yaoyaoling.force.positions.batch import rows_of, write_batch
from yaoyaoling.force.positions.fences import Grids
from yaoyaoling.force.positions.pipeline import Pipeline
from yaoyaoling.force.positions.process import PositionsProcess
from yaoyaoling.force.public import BatchTaker
from yaoyaoling.force.settings import PositionsSettings
from yaoyaoling.platform.principal import Principal, Role

BATCH = "/api/field/positions/batch"
FIX = {"lon": 114.31, "lat": 30.61, "datum": "WGS84", "accuracy_m": 5, "speed_kmh": 20}


async def started(live: LiveHall) -> tuple[PositionsProcess, asyncio.Task[None]]:
    """A position process beside the hall, at work."""
    line, rooms = Pipeline(LIMITS, snap, Grids({})), upper_rooms(live.hall.db)
    process = PositionsProcess(line, live.hall.bus, live.hall.db, PositionsSettings(), rooms, b"r" * 16)
    await process.open()
    return process, asyncio.create_task(process.run())


async def test_positions_over_http(engines: Engines, tmp_path: Path) -> None:
    async with live_hall(engines, await world_database(engines), tmp_path) as live:
        hall, crews = live.hall, live.world.crews
        now = hall.db.clock.now().timestamp()
        gateway = Principal(id="account:gateway", name="gateway", roles=frozenset({Role.TERMINAL}))
        await live.sign_in("gateway", gateway)
        both = write_batch(rows_of([(crews[one], now, 114.3, 30.6, None, None, 5.0) for one in ("N1", "S1")]))
        async with live.client("officer_n1") as officer, live.client("gateway") as sender:
            assert (await sender.post(BATCH, content=both)).json()["code"] == "positions_silent"
            reply = await officer.post("/api/field/positions", json={"fixes": [FIX]})
            assert (reply.status_code, reply.json()["kept"]) == (200, 1)  # a phone's fix is kept nevertheless
            held = "select lon from force.position where crew_id = $1"
            assert await hall.db.worker_pool.fetchval(held, crews["N1"]) == 114.31

            _, running = await started(live)
            now = hall.db.clock.now().timestamp()
            both = write_batch(rows_of([(crews[one], now, 114.31, 30.61, None, None, 5.0) for one in ("N1", "S1")]))
            assert (await sender.post(BATCH, content=both)).json() == {"fixes": 2, "outcomes": {"kept": 2}}
            reply = await officer.post(BATCH, content=both)
            assert reply.json()["outcomes"] == {"duplicate": 1, "not_yours": 1}
            cut = await sender.post(BATCH, content=both[:-3])
            assert (cut.status_code, cut.json()["code"]) == (422, "bad_batch")
            for lon, refused in ((114.31, 0), (115.9, 1), (114.31, 0)):
                reply = await officer.post("/api/field/positions", json={"fixes": [{**FIX, "lon": lon}]})
                assert (reply.json()["kept"], reply.json()["refused"]) == (1 - refused, refused)
        async with live.client("admin") as admin, live.client("north") as north, live.client("south") as south:
            body = {"number": "13900002222", "crew_id": str(crews["N1"]), "datum": "GCJ02"}
            made = await admin.post("/api/force/terminals", json=body)
            assert (made.status_code, made.json()["paired_at"]) == (201, None)
            change = {"crew_id": str(crews["S1"]), "datum": "WGS84", "is_on": False, "expected_version": 1}
            changed = await admin.post("/api/force/terminals/13900002222", json=change)
            assert (changed.status_code, changed.json()["is_on"], changed.json()["version"]) == (200, False, 2)
            assert [one["number"] for one in (await admin.get("/api/force/terminals")).json()] == ["13900002222"]
            assert (await north.get("/api/force/terminals")).status_code == 403
            trail = f"/api/force/crews/{crews['N1']}/trail"
            assert (await north.get(trail)).json()["points"][-1][:2] == [114.31, 30.61]
            assert (await south.get(trail)).status_code == 404
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_door_of_its_own(engines: Engines, tmp_path: Path) -> None:
    """Gateways reach the position process itself: the same rules, over HTTPS, and nothing else behind that port."""
    async with live_hall(engines, await world_database(engines), tmp_path) as live:
        hall, crews, port = live.hall, live.world.crews, free_port()
        gateway = Principal(id="account:gateway", name="gateway", roles=frozenset({Role.TERMINAL}))
        await live.sign_in("gateway", gateway)
        process, running = await started(live)
        hall.provide(BatchTaker(process.take))
        own = ensure_certificate(tmp_path, "127.0.0.1")
        settings = PositionsSettings(batch_port=port, batch_certificate=own.path, batch_key=own.key_path)
        with socket.create_server(("127.0.0.1", port)):
            # Somebody else has the port for a moment: the process goes on, and takes it later.
            opening = asyncio.create_task(open_batch_door(settings, hall, again_s=0.2))
            await asyncio.sleep(0.3)
            assert not opening.done()
        trusted = ssl.create_default_context(cafile=str(own.path))
        now = hall.db.clock.now().timestamp()
        both = write_batch(rows_of([(crews[one], now, 114.31, 30.61, None, None, 5.0) for one in ("N1", "S1")]))
        async with httpx.AsyncClient(base_url=f"https://127.0.0.1:{port}", verify=trusted) as client:
            head = {"Authorization": f"Bearer {live.tokens['gateway']}"}
            async with asyncio.timeout(20):
                while True:
                    try:
                        reply = await client.post(BATCH, content=both, headers=head)
                        break
                    except httpx.ConnectError:
                        await asyncio.sleep(0.1)
            assert reply.json() == {"fixes": 2, "outcomes": {"kept": 2}}
            officer = {"Authorization": f"Bearer {live.tokens['officer_n1']}"}
            reply = await client.post(BATCH, content=both, headers=officer)
            assert reply.json()["outcomes"] == {"duplicate": 1, "not_yours": 1}
            cut = await client.post(BATCH, content=both[:-3], headers=head)
            assert (cut.status_code, cut.json()["code"]) == (422, "bad_batch")
            stranger = await client.post(BATCH, content=both, headers={"Authorization": "Bearer yyl_no"})
            assert (stranger.status_code, stranger.json()["code"]) == (401, "not_signed_in")
            north = {"Authorization": f"Bearer {live.tokens['north']}"}
            assert (await client.post(BATCH, content=both, headers=north)).status_code == 403
            for other in ("/api/incidents", "/", "/api/openapi.json"):
                assert (await client.get(other, headers=head)).status_code == 404
        for task in (opening, running):
            task.cancel()
        await asyncio.gather(opening, running, return_exceptions=True)


def test_a_certificate_without_its_key_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="go together"):
        PositionsSettings(batch_port=1, batch_certificate=tmp_path / "cert.pem")
