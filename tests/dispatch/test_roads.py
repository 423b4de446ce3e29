"""Desks close roads and slow them down: who may, who sees it, and that it ends by itself."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from tests.conftest import world_database
from tests.engines import Engines
from tests.livehall import live_hall
from tests.world import HALL, NORTH_1, World
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.places.commands import RestoreRoad, RestrictRoad
from yaoyaoling.places.frame import lengths_m
from yaoyaoling.places.handlers.restrict import AlreadyRestored, restore_road, restrict_road
from yaoyaoling.places.pack.contract import Roads
from yaoyaoling.places.roads.server import CityRoads, serve_roads

LINE = ((114.30, 30.60), (114.301, 30.60))


def closing(world: World, **changed: object) -> RestrictRoad:
    scopes = (f"h/{HALL}", f"t/{world.paths[NORTH_1]}")
    return RestrictRoad(kind="closed", line=LINE, place_text="解放路", reason="路面塌陷", scopes=scopes).model_copy(
        update=changed
    )


async def shown(world: World, who: str) -> list[str]:
    view = await world.stage.snapshot(world.people[who])
    return [entity.fields["kind"] for (kind, _), entity in view.entities.items() if kind == "restriction"]


async def test_those_whose_territory_it_is_see_it_until_it_is_lifted(world: World) -> None:
    reply = await world.do("north", restrict_road, closing(world))
    for who, wanted in (("north", 1), ("north1", 1), ("city", 1), ("commander", 1), ("taker1", 1), ("south", 0)):
        assert len(await shown(world, who)) == wanted, who
    lift = RestoreRoad(restriction_id=reply.restriction_id, reason="已修复")
    with pytest.raises(NotFound):
        await world.do("south", restore_road, lift)
    await world.do("commander", restore_road, lift)
    assert await shown(world, "north") == []
    with pytest.raises(AlreadyRestored):
        await world.do("north", restore_road, lift)
    with pytest.raises(NotFound):
        await world.do("north", restore_road, lift.model_copy(update={"restriction_id": uuid4()}))


async def test_it_ends_by_itself(world: World) -> None:
    until = world.stage.clock.now() + timedelta(minutes=30)
    await world.do("north", restrict_road, closing(world, until=until))
    await world.advance(29 * 60)
    assert await shown(world, "north") == ["closed"]
    await world.advance(61)
    assert await shown(world, "north") == []
    assert (await world.stage.names())[-1] == "places.road.restored"


def cross() -> Roads:
    """Two streets in the north of the world, both ways."""
    lon, lat = np.array([114.29, 114.30, 114.31, 114.30]), np.array([30.60, 30.60, 30.60, 30.61])
    tail, head = np.array([0, 1, 1, 2, 1, 3], np.int32), np.array([1, 0, 2, 1, 3, 1], np.int32)
    return Roads(
        lon=lon,
        lat=lat,
        tail=tail,
        head=head,
        length_m=lengths_m(lon[tail], lat[tail], lon[head], lat[head]).astype(np.float32),
        speed_kmh=np.full(6, 36, np.float32),
        road_class=np.full(6, 7, np.int8),
        name=np.full(6, -1, np.int32),
        names_zh=np.array([], np.str_),
        names_en=np.array([], np.str_),
    )


async def test_over_http(engines: Engines, tmp_path: Path) -> None:
    template = await world_database(engines)
    async with live_hall(engines, template, tmp_path) as live:
        ends = {
            "begin": {"lon": 114.292, "lat": 30.60, "datum": "WGS84"},
            "end": {"lon": 114.308, "lat": 30.60, "datum": "WGS84"},
        }
        body = {"kind": "slow", "speed_kmh": 10, "reason": "积水", **ends}
        async with live.client("north") as north, live.client("taker1") as taker, live.client("north1") as station:
            assert (await north.post("/api/roads/restrictions", json=body)).status_code == 424
            await serve_roads(live.hall.bus, CityRoads(cross(), pace=1.0))
            assert (await taker.post("/api/roads/restrictions", json=body)).status_code == 403
            assert (await station.post("/api/roads/restrictions", json=body)).status_code == 403
            bad = await north.post("/api/roads/restrictions", json={**body, "speed_kmh": None})
            assert bad.status_code == 422
            made = await north.post("/api/roads/restrictions", json=body)
            assert made.status_code == 201, made.text
            path = f"/api/roads/restrictions/{made.json()['restriction_id']}/restore"
            assert (await north.post(path, json={"reason": "水已退"})).status_code == 200
            ask = {"from_lon": 114.292, "from_lat": 30.60, "to_lon": 114.30, "to_lat": 30.608}
            way = (await taker.get("/api/places/route", params=ask)).json()
            assert not way["is_estimated"] and len(way["points"]) == 3
            areas = await taker.get("/api/places/reach", params={"lon": 114.3, "lat": 30.6, "minutes": [1, 2]})
            assert [one["properties"]["minutes"] for one in areas.json()["features"]] == [2, 1]
            crew = live.world.crews["N1"]
            reached = await station.get(f"/api/roads/crews/{crew}/reach")
            assert [one["properties"]["minutes"] for one in reached.json()["features"]] == [5, 3, 1]
            assert (await north.get(f"/api/roads/crews/{live.world.crews['S1']}/reach")).status_code == 404
            async with live.hall.db.worker_pool.acquire() as conn:
                await conn.execute("update force.position set at = now() - interval '1 minute'")
            together = (await north.get("/api/roads/crews/reach", params={"minutes": [2]})).json()
            everybody = (await taker.get("/api/roads/crews/reach", params={"minutes": [2]})).json()
            assert 1 <= together["places"] < everybody["places"] + everybody["off_road"], "only crews in sight"
            assert [one["properties"]["minutes"] for one in together["features"]] == [2]
            posts = await taker.get("/api/places/posts/reach")
            assert posts.status_code == 200 and posts.json()["features"] == [], "a city without addresses has no posts"
            nowhere = await taker.get("/api/places/reach", params={"lon": 10, "lat": 10})
            assert (nowhere.status_code, nowhere.json()["code"]) == (422, "off_road")
