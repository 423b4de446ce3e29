"""The routes of positions over HTTP: batches, terminals, trails; the phone's route with and without the process."""

import asyncio
from pathlib import Path

from tests.conftest import world_database
from tests.engines import Engines
from tests.force.conftest import LIMITS
from tests.force.test_stages import snap
from tests.livehall import live_hall
from yaoyaoling.apps.positions import upper_rooms
from yaoyaoling.force.positions.batch import rows_of, write_batch
from yaoyaoling.force.positions.fences import Grids
from yaoyaoling.force.positions.pipeline import Pipeline
from yaoyaoling.force.positions.process import PositionsProcess
from yaoyaoling.force.settings import PositionsSettings
from yaoyaoling.platform.principal import Principal, Role

BATCH = "/api/field/positions/batch"
FIX = {"lon": 114.31, "lat": 30.61, "datum": "WGS84", "accuracy_m": 5, "speed_kmh": 20}


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

            line, rooms = Pipeline(LIMITS, snap, Grids({})), upper_rooms(hall.db)
            process = PositionsProcess(line, hall.bus, hall.db, PositionsSettings(), rooms, b"r" * 16)
            await process.open()
            running = asyncio.create_task(process.run())
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
