"""The routes over HTTP: who may ask what, what lies outside, and the map by ranges."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from tests.engines import Engines
from yaoyaoling.kernel.geo import Point, wgs84_to_bd09, wgs84_to_gcj02
from yaoyaoling.places import api
from yaoyaoling.places.public import Pack, PlaceKind, read_addresses
from yaoyaoling.platform.auth import Sessions, open_session
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.feeds.hub import Hub
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.http import errors
from yaoyaoling.platform.ledger.envelope import Catalog
from yaoyaoling.platform.ledger.tail import Decoder, NotifyWake, Tail
from yaoyaoling.platform.principal import Principal, system
from yaoyaoling.platform.settings import HallSettings

DESK = Principal(id="account:00000000-0000-0000-0000-000000000001", name="李敏")


@pytest.fixture
async def web(town: Database, engines: Engines, xiaozhen: Path, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The routes of the room on a hall of their own; signed out."""
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "xiaozhen").symlink_to(xiaozhen)
    decoder = Decoder(Catalog(()), town.vault)
    hall = Hall(
        settings=HallSettings(data=tmp_path, city="xiaozhen"),
        db=town,
        bus=Bus(engines.nats.url, "yyl.none"),
        sessions=Sessions(town),
        decoder=decoder,
        hub=Hub(town, Tail(town.worker_pool, decoder, NotifyWake("", "none")), ()),
    )
    app = FastAPI()
    app.state.hall = hall
    errors.install(app)
    app.include_router(api.router)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hall") as client:
        yield client


@pytest.fixture
async def desk(web: httpx.AsyncClient, town: Database) -> httpx.AsyncClient:
    """The same, signed in."""
    async with town.transaction(system("test")) as tx:
        token = await open_session(tx, DESK, hours=1)
    web.headers["Authorization"] = f"Bearer {token}"
    return web


async def test_only_the_city_and_the_map_are_public(web: httpx.AsyncClient) -> None:
    for path in ("search?q=人民", "reverse?lon=112.4&lat=30.1", "areas"):
        assert (await web.get(f"/api/places/{path}")).status_code == 401, path
    city = (await web.get("/api/places/city")).json()
    assert (city["title_zh"], city["is_generated"]) == ("示范省·小镇", True)
    assert "organisations" in city["invented"]
    assert (await web.head("/map/map.pmtiles")).status_code == 200


async def test_search(desk: httpx.AsyncClient) -> None:
    reply = await desk.get("/api/places/search", params={"q": "jfbl", "limit": 3})
    assert reply.status_code == 200
    hits = reply.json()
    assert hits[0]["name_zh"] == "解放北路" and len(hits) == 3
    assert hits[0]["station_code"].startswith("9901")
    for bad in ("", "q=", "q=人&limit=0", "q=人&limit=51", f"q={'人' * 101}"):
        assert (await desk.get(f"/api/places/search?{bad}")).status_code == 422, bad


async def test_reverse_reads_every_datum(desk: httpx.AsyncClient, pack: Pack) -> None:
    door = next(row for row in read_addresses(pack.path) if row.kind is PlaceKind.DOORPLATE)
    here = Point(lon=door.lon, lat=door.lat)
    for datum, (lon, lat) in {
        "WGS84": (here.lon, here.lat),
        "CGCS2000": (here.lon, here.lat),
        "GCJ02": wgs84_to_gcj02(here),
        "BD09": wgs84_to_bd09(here),
    }.items():
        reply = await desk.get("/api/places/reverse", params={"lon": lon, "lat": lat, "datum": datum})
        assert reply.status_code == 200, reply.text
        found = reply.json()
        assert found["nearest"]["place"]["name_zh"] == door.name_zh, datum
        assert found["nearest"]["distance_m"] < 2
        assert found["territory"]["station_code"] == found["nearest"]["place"]["station_code"]


@pytest.mark.parametrize(
    ("lon", "lat", "datum", "code"),
    [
        (0, 0, "WGS84", "outside_city"),
        (116.39, 39.9, "GCJ02", "outside_city"),
        (180, 90, "BD09", "outside_city"),
        (181, 0, "WGS84", "invalid_input"),
        ("nan", 0, "WGS84", "invalid_input"),
        (112.4, 30.1, "MARS", "invalid_input"),
    ],
)
async def test_reverse_refuses(desk: httpx.AsyncClient, lon: float, lat: float, datum: str, code: str) -> None:
    reply = await desk.get("/api/places/reverse", params={"lon": lon, "lat": lat, "datum": datum})
    assert (reply.status_code, reply.json()["code"]) == (422, code)
    assert reply.json()["zh"] and reply.json()["en"]


async def test_areas_are_geojson(desk: httpx.AsyncClient) -> None:
    counties = (await desk.get("/api/places/areas", params={"kind": "county"})).json()
    assert counties["type"] == "FeatureCollection"
    assert {feature["properties"]["name_zh"] for feature in counties["features"]} == {"望溪县", "禾丰县"}
    assert (await desk.get("/api/places/areas", params={"kind": "planet"})).status_code == 422
    names = (await desk.get("/api/places/area-names")).json()
    assert {one["name_zh"] for one in names if one["kind"] == "county"} == {"望溪县", "禾丰县"}
    assert len({one["code"] for one in names}) == len(names) and not any("geometry" in one for one in names)


async def test_the_map_comes_by_ranges(web: httpx.AsyncClient, xiaozhen: Path) -> None:
    whole = (xiaozhen / "map.pmtiles").read_bytes()
    part = await web.get("/map/map.pmtiles", headers={"Range": "bytes=0-126"})
    assert (part.status_code, part.content) == (206, whole[:127])
    assert part.headers["content-range"] == f"bytes 0-126/{len(whole)}"
    middle = await web.get("/map/map.pmtiles", headers={"Range": "bytes=1000-1999"})
    assert middle.content == whole[1000:2000]
    assert (await web.get("/map/map.pmtiles", headers={"Range": f"bytes={len(whole)}-"})).status_code == 416
    for other in ("roads.npz", "crews.csv", "..", "%2e%2e%2fpack.json", "map.pmtiles%00"):
        assert (await web.get(f"/map/{other}")).status_code == 404, other
