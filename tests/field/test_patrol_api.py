"""Patrols over HTTP: plans as files, a way without roads, photos as proof, and refusals in two languages."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from tests.conftest import world_database
from tests.engines import Engines
from tests.livehall import live_hall
from tests.world import NORTH_1
from yaoyaoling.evidence.images import MAX_BYTES

EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


def at(lon: float, lat: float) -> dict[str, Any]:
    return {"lon": lon, "lat": lat, "datum": "WGS84"}


def plan(**more: Any) -> dict[str, Any]:
    points = [
        {"title": "=北门", "position": at(114.30, 30.60), "checks": ["门锁", "照明"]},
        {"title": "桥头", "position": at(114.301, 30.601), "stay_s": 30},
    ]
    windows = [{"days": EVERY_DAY, "starts": "00:00", "ends": "00:00", "times": 24}]
    return {"title": "夜巡", "kind": "vehicle", "org_code": NORTH_1, "points": points, "windows": windows, **more}


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (40, 90, 160)).save(out, "JPEG")
    return out.getvalue()


def refused(reply: httpx.Response, status: int, code: str) -> None:
    body = reply.json()
    assert (reply.status_code, body["code"]) == (status, code), body
    assert body["zh"] and body["en"]


async def test_a_plan_is_kept_goes_out_as_a_file_and_comes_back(engines: Engines, tmp_path: Path) -> None:
    async with (
        live_hall(engines, await world_database(engines), tmp_path) as hall,
        hall.client("north1") as desk,
        hall.client("south1") as other,
        hall.client("officer_n1") as officer,
    ):
        way = (await desk.post("/api/field/patrol-way", json={"kind": "vehicle", "points": plan()["points"]})).json()
        assert way["is_estimated"] and len(way["line"]) == 2 and way["length_m"] > 100  # no road process here
        made = await desk.post("/api/field/patrol-plans", json=plan())
        assert made.status_code == 200, made.text
        outside = plan(title="外", points=[*plan()["points"], {"title": "河东", "position": at(114.35, 30.6)}])
        refused(await desk.post("/api/field/patrol-plans", json=outside), 422, "patrol_point_outside")
        refused(await other.post("/api/field/patrol-plans", json=plan(title="别人的")), 403, "not_your_patrol")
        refused(await officer.post("/api/field/patrol-plans", json=plan(title="自定")), 403, "not_allowed")
        path, query = "/api/field/patrol-plans/file", {"org_code": NORTH_1}
        before = (await desk.get("/api/field/patrol-plans", params=query)).json()
        for form in ("csv", "xlsx"):
            file = await desk.get(path, params={**query, "format": form})
            assert file.status_code == 200 and b"=\xe5\x8c\x97\xe9\x97\xa8" not in file.content.replace(b"'=", b"")
            reply = await desk.post(path, params={**query, "format": form}, content=file.content)
            assert reply.json() == {"kept": 1, "made": 0}
            (after,) = (await desk.get("/api/field/patrol-plans", params=query)).json()
            same = ("title", "kind", "points", "windows", "crew_ids", "shift", "grid_code", "is_on")
            assert {name: after[name] for name in same} == {name: before[0][name] for name in same}
        assert (await other.get("/api/field/patrol-plans", params=query)).json() == []
        head = file_head((await desk.get(path, params={**query, "format": "csv"})).text)
        for row, code in (
            ("新,飞行,,,,,,是,点,114.3,30.6,WGS84,50,0,", "patrol_file_wrong"),
            ("新,车巡,,,,1-5 25:00-26:00,,是,点,114.3,30.6,WGS84,50,0,", "patrol_file_wrong"),
            ("新,车巡,,,,,,是,点,a,b,WGS84,50,0,", "patrol_file_wrong"),
            ("新,车巡,,,,,,是,点,114.3,30.6,WGS84,50,0,", "patrol_route_empty"),
        ):
            text = f"{head}\n{row}\n".encode()
            refused(await desk.post(path, params={**query, "format": "csv"}, content=text), 422, code)
        refused(await desk.post(path, params={**query, "format": "xlsx"}, content=b"no"), 422, "patrol_file_unreadable")
        big = await desk.post(path, params={**query, "format": "csv"}, content=b"x" * 2_000_001)
        refused(big, 413, "patrol_file_too_large")
        assert len((await desk.get("/api/field/patrol-plans", params=query)).json()) == 1


def file_head(text: str) -> str:
    return text.splitlines()[0].lstrip("\ufeff")


async def test_a_photo_is_proof_and_stays_with_the_patrol(engines: Engines, tmp_path: Path) -> None:
    async with (
        live_hall(engines, await world_database(engines), tmp_path) as hall,
        hall.client("north1") as desk,
        hall.client("south1") as other,
        hall.client("officer_n1") as officer,
    ):
        await desk.post("/api/field/patrol-plans", json=plan(crew_ids=[str(hall.world.crews["N1"])]))
        patrol = await hall.world.stage.value("select id from field.patrol where crew_id is not null")
        path = f"/api/field/patrols/{patrol}"
        assert (await officer.post(f"{path}/start")).json()["state"] == "under_way"
        refused(await officer.post("/api/evidence/uploads", content=b"x" * (MAX_BYTES + 1)), 413, "photo_too_large")
        photo = (await officer.post("/api/evidence/uploads", content=jpeg())).json()["upload_id"]
        now = datetime.now(UTC)
        results = [{"check": "门锁", "is_ok": True}, {"check": "照明", "is_ok": False}]
        visit = {
            "step": "done", "at": now.isoformat(), "position": at(114.25, 30.65), "accuracy_m": 5, "results": results,
            "photos": [photo],
        }  # fmt: skip
        refused(await officer.post(f"{path}/points/1/visit", json=visit), 409, "patrol_too_far")
        late = {**visit, "at": (now + timedelta(hours=3)).isoformat()}
        refused(await officer.post(f"{path}/points/1/visit", json=late), 422, "patrol_clock")
        # What was refused is not lost: the same photo is taken by the next try.
        near = {**visit, "position": at(114.30, 30.60)}
        done = await officer.post(f"{path}/points/1/visit", json=near, headers={"Idempotency-Key": "visit-one"})
        again = await officer.post(f"{path}/points/1/visit", json=near, headers={"Idempotency-Key": "visit-one"})
        assert done.json() == again.json() and done.json()["arrived_by"] == "tap", done.text
        view = (await desk.get(path)).json()
        assert view["points"][0]["media"] == [photo] and view["line"]
        assert (await desk.get(f"/api/evidence/media/{photo}")).status_code == 200
        assert (await other.get(f"/api/evidence/media/{photo}")).status_code == 404
        assert (await other.get(path)).status_code == 404
        query = {"since": (now - timedelta(hours=2)).isoformat(), "until": (now + timedelta(hours=1)).isoformat()}
        (row,) = (await desk.get("/api/field/patrol-report", params=query)).json()
        assert (row["done"], row["proven"], row["wrong"], row["photos"]) == (1, 1, 1, 1)
        file = await desk.get("/api/field/patrol-report/file", params=query)
        assert file.status_code == 200 and "夜巡" in file.text
        assert (await officer.get("/api/field/patrol-report", params=query)).status_code == 403
