"""The same journey through HTTP, as programs and browsers do it; and what bad input gets."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest
import websockets

from tests.conftest import world_database
from tests.engines import Engines
from tests.journeys.test_report_to_rating import photo
from tests.livehall import LiveHall, live_hall
from yaoyaoling.platform.principal import Principal, Role

HERE = {"lon": 114.30, "lat": 30.60, "datum": "WGS84"}


@pytest.fixture(scope="module")
async def live(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveHall]:
    """One hall for this module."""
    async with live_hall(engines, await world_database(engines), tmp_path_factory.mktemp("hall")) as hall:
        yield hall


async def until(client: httpx.AsyncClient, path: str, wanted: Any, *keys: str) -> dict[str, Any]:
    """Ask until the reply has the wanted value."""
    for _ in range(200):
        reply = (await client.get(path)).json()
        value = reply
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        if value == wanted:
            return reply  # type: ignore[no-any-return]
        await asyncio.sleep(0.05)
    raise AssertionError(f"{path} never said {wanted!r}: {reply}")


async def opened(live: LiveHall, text: str = "解放路有人打架", class_code: str = "0207") -> tuple[str, str, str]:
    """A report taken and opened; gives contact, incident and the citizen's token."""
    async with live.client() as citizen, live.client("taker1") as taker:
        reply = await citizen.post("/api/public/reports", json={"text": text, "position": HERE, "phone": "13800001234"})
        assert reply.status_code == 201, reply.text
        token = reply.json()["token"]
        number = reply.json()["contact_number"]
        contact = await live.hall.db.worker_pool.fetchval("select id from intake.contact where number = $1", number)
        assert (await taker.post(f"/api/intake/contacts/{contact}/take")).status_code == 200
        body = {"class_code": class_code, "place": {"text": "解放路12号", **HERE}, "narrative": text}
        reply = await taker.post(f"/api/intake/contacts/{contact}/incident", json=body)
        assert reply.status_code == 201, reply.text
        await taker.post("/api/intake/seat/finish")
        return str(contact), reply.json()["incident_id"], token


async def test_whole_chain_over_http(live: LiveHall) -> None:
    async with live.client() as citizen:
        reply = await citizen.post("/api/public/uploads", content=photo(), headers={"Content-Type": "image/jpeg"})
        upload = reply.json()["upload_id"]
        body = {"text": "有人受伤", "position": HERE, "photos": [upload]}
        key = {"Idempotency-Key": "report-key-0001"}
        first = await citizen.post("/api/public/reports", json=body, headers=key)
        again = await citizen.post("/api/public/reports", json=body, headers=key)
        assert first.json() == again.json() and first.status_code == 201
        token, number = first.json()["token"], first.json()["contact_number"]
    contact = await live.hall.db.worker_pool.fetchval("select id from intake.contact where number = $1", number)
    async with live.client("taker1") as taker, live.client("officer_n1") as officer, live.client() as citizen:
        await taker.post(f"/api/intake/contacts/{contact}/take")
        body = {"class_code": "0201", "place": {"text": "解放路12号", **HERE}}
        reply = await taker.post(f"/api/intake/contacts/{contact}/incident", json=body)
        incident = reply.json()["incident_id"]
        ranking = (await taker.get(f"/api/dispatch/incidents/{incident}/ranking")).json()
        assert ranking["ranked"] and all(one["is_estimated"] for one in ranking["ranked"])  # no road process here
        crew = str(live.world.crews["N1"])
        reply = await taker.post(f"/api/dispatch/incidents/{incident}/orders", json={"crew_id": crew})
        order = reply.json()["order_ids"][0]
        assert (await taker.post("/api/intake/seat/finish")).status_code == 200
        for verb in ("accept", "depart"):
            assert (await officer.post(f"/api/field/orders/{order}/{verb}")).status_code == 200
        view = await until(citizen, f"/api/public/follow/{token}", "under_way", "stage")
        assert view["crew"]["call_sign"] == "N1" and len(view["photos"]) == 1
        fix = {"lon": 114.3001, "lat": 30.6, "datum": "WGS84", "accuracy_m": 10}
        reply = await officer.post("/api/field/positions", json={"fixes": [fix]})
        assert reply.json()["arrived"] == [order]  # geofence
        media = await live.hall.db.worker_pool.fetchval(
            "select id from evidence.media where incident_id = $1", incident
        )
        reply = await officer.get(f"/api/evidence/media/{media}", params={"size": "thumb"})
        assert reply.headers["content-type"] == "image/jpeg" and reply.status_code == 200
        body = {"outcome": "sent_to_hospital", "text": "伤者已送医", "photos": []}
        assert (await officer.post(f"/api/field/orders/{order}/feedback", json=body)).status_code == 201
    async with live.client("reviewer") as reviewer, live.client() as citizen:
        review = await live.hall.db.worker_pool.fetchval(
            "select id from oversight.review where incident_id = $1 and kind = 'feedback'", incident
        )
        reply = await reviewer.post(f"/api/oversight/reviews/{review}/decision", json={"decision": "pass"})
        assert reply.status_code == 200, reply.text
        view = await until(citizen, f"/api/public/follow/{token}", True, "may_rate")
        reply = await citizen.post(f"/api/public/follow/{token}/rating", json={"answering": 5, "handling": 5})
        assert reply.status_code == 204
        timeline = (await reviewer.get(f"/api/incidents/{incident}/timeline")).json()
        names = [entry["name"] for entry in timeline]
        for name in (
            "incidents.incident.opened", "evidence.media.tied", "dispatch.crew.ordered", "dispatch.order.advanced",
            "field.feedback.submitted", "oversight.review.decided",
        ):  # fmt: skip
            assert name in names


async def test_feed_over_websocket(live: LiveHall) -> None:
    headers = {"Authorization": f"Bearer {live.tokens['north']}"}
    url = live.url.replace("http", "ws") + "/api/feed"
    async with websockets.connect(url, additional_headers=headers) as socket:
        first = json.loads(await socket.recv())
        assert first["type"] == "snapshot"
        _, incident, _ = await opened(live)
        async with asyncio.timeout(5):
            while True:
                message = json.loads(await socket.recv())
                if any(one["id"] == incident for one in message.get("entities", [])):
                    break
    async with websockets.connect(url) as socket:
        with pytest.raises(websockets.ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 4401
    with_origin = {**headers, "Origin": "http://evil.example"}
    async with websockets.connect(url, additional_headers=with_origin) as socket:
        with pytest.raises(websockets.ConnectionClosed):
            await socket.recv()


BAD_REPORTS: dict[str, tuple[dict[str, Any], int, str]] = {
    "nothing": ({}, 422, "nothing_reported"),
    "datum": ({"text": "x", "position": {"lon": 1, "lat": 1, "datum": "MARS"}}, 422, "invalid_input"),
    "no datum": ({"text": "x", "position": {"lon": 1, "lat": 1}}, 422, "invalid_input"),
    "not a number": ({"text": "x", "position": {"lon": "x", "lat": 1, "datum": "WGS84"}}, 422, "invalid_input"),
    "infinite": ({"text": "x", "position": {"lon": 1e400, "lat": 1, "datum": "WGS84"}}, 422, "invalid_input"),
    "unknown field": ({"text": "x", "colour": "red"}, 422, "invalid_input"),
    "long": ({"text": "x" * 5000}, 422, "invalid_input"),
    "no such photo": ({"text": "x", "photos": ["01a2039c-50b8-74b7-8678-a797350d7c94"]}, 422, "upload_gone"),
}


@pytest.mark.parametrize("case", BAD_REPORTS)
async def test_bad_reports_are_refused_in_both_languages(live: LiveHall, case: str) -> None:
    body, status, code = BAD_REPORTS[case]
    content = json.dumps(body)
    async with live.client() as citizen:
        for language, field in (("zh-CN", "zh"), ("en-GB", "en")):
            headers = {"Accept-Language": language, "Content-Type": "application/json"}
            reply = await citizen.post("/api/public/reports", content=content, headers=headers)
            assert (reply.status_code, reply.json()["code"]) == (status, code), reply.text
            assert reply.json()["message"] == reply.json()[field] != ""


async def test_a_report_from_outside_the_city_is_taken_and_marked(live: LiveHall) -> None:
    async with live.client() as citizen, live.client("taker2") as taker:
        body = {"text": "救命", "position": {"lon": 121.0, "lat": 31.0, "datum": "GCJ02"}}
        reply = await citizen.post("/api/public/reports", json=body)
        assert reply.status_code == 201
        row = await live.hall.db.worker_pool.fetchrow(
            "select id, is_outside_city from intake.contact where number = $1", reply.json()["contact_number"]
        )
        assert row is not None and row["is_outside_city"]
        await taker.post(f"/api/intake/contacts/{row['id']}/take")
        place = {"text": "上海", "lon": 121.0, "lat": 31.0, "datum": "WGS84"}
        path = f"/api/intake/contacts/{row['id']}/incident"
        reply = await taker.post(path, json={"class_code": "0207", "place": place})
        assert (reply.status_code, reply.json()["code"]) == (422, "outside_city")
        reply = await taker.post(path, json={"class_code": "7777", "place": {"text": "路", **HERE}})
        assert (reply.status_code, reply.json()["code"]) == (422, "unknown_class")
        await taker.post(f"/api/intake/contacts/{row['id']}/settle", json={"disposition": "answered"})


async def test_a_retired_class_is_refused_and_nothing_is_lost(live: LiveHall) -> None:
    pool = live.hall.db.worker_pool
    await pool.execute("update incidents.class set retired_at = now() where code = '9004'")
    async with live.client() as citizen, live.client("taker2") as taker:
        number = (await citizen.post("/api/public/reports", json={"text": "又来了"})).json()["contact_number"]
        contact = await pool.fetchval("select id from intake.contact where number = $1", number)
        await taker.post(f"/api/intake/contacts/{contact}/take")
        body = {"class_code": "9004", "place": {"text": "路", **HERE}}
        reply = await taker.post(f"/api/intake/contacts/{contact}/incident", json=body)
        assert (reply.status_code, reply.json()["code"]) == (422, "unknown_class")
        assert await pool.fetchval("select state from intake.contact where id = $1", contact) == "taken"
        await taker.post(f"/api/intake/contacts/{contact}/settle", json={"disposition": "duplicate"})


@pytest.mark.parametrize(
    "content", [b"", b"not a photo", b"\xff\xd8\xff\xe0 cut", photo()[:200], b"GIF89a" + b"\0" * 99]
)
async def test_photos_that_are_not_photos(live: LiveHall, content: bytes) -> None:
    async with live.client() as citizen:
        reply = await citizen.post("/api/public/uploads", content=content, headers={"Content-Type": "image/jpeg"})
        assert (reply.status_code, reply.json()["code"]) == (422, "not_a_photo")


@pytest.mark.parametrize("path", ["/api/public/uploads", "/api/public/reports"])
async def test_fifty_megabytes_are_refused_early(live: LiveHall, path: str) -> None:
    async def stream() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b"x" * 1_000_000

    async with live.client() as citizen:
        for body in (b"x" * 50_000_000, stream()):
            try:
                reply = await citizen.post(path, content=body)
            except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
                continue  # the hall hung up in the middle: refused as well
            assert reply.status_code == 413
            assert reply.json()["code"] in ("too_large", "photo_too_large")


async def test_links_that_are_none_or_expired(live: LiveHall) -> None:
    async with live.client() as citizen:
        for token in ("A" * 43, "x" * 20, "-" * 43):
            reply = await citizen.get(f"/api/public/follow/{token}")
            assert (reply.status_code, reply.json()["code"]) == (404, "link_invalid")
        contact, _, token = await opened(live)
        pool = live.hall.db.worker_pool
        await pool.execute(
            "update incidents.incident set state = 'cancelled', closed_at = now() - interval '31 days'"
            " where contact_id = $1",
            contact,
        )
        reply = await citizen.get(f"/api/public/follow/{token}")
        assert (reply.status_code, reply.json()["code"]) == (404, "link_invalid")


async def test_unsafe_contact_hides_map_and_crew(live: LiveHall) -> None:
    _, incident, token = await opened(live)
    async with live.client("taker1") as taker, live.client() as citizen:
        body = {"is_unsafe_to_contact": True, "reason": "家暴，不便回拨"}
        assert (await taker.post(f"/api/incidents/{incident}/amend", json=body)).status_code == 200
        view = (await citizen.get(f"/api/public/follow/{token}")).json()
        assert (view["shows_map"], view["crew"]) == (False, None)


async def test_signing_in_and_out(live: LiveHall) -> None:
    async with live.client() as somebody:
        for _ in range(2):
            reply = await somebody.post("/api/auth/sign-in", json={"login": "north", "password": "wrong"})
            assert (reply.status_code, reply.json()["code"]) == (401, "wrong_password")
        assert (await somebody.get("/api/auth/me")).status_code == 401
    async with live.client("reviewer2") as me:
        assert (await me.get("/api/auth/me")).json()["name"] == "reviewer2"
        assert (await me.post("/api/auth/sign-out")).status_code == 204
        assert (await me.get("/api/auth/me")).status_code == 401


async def test_another_sites_page_cannot_use_the_cookie(live: LiveHall) -> None:
    async with live.client() as browser:
        browser.cookies.set("yyl_session", live.tokens["taker2"])
        headers = {"Origin": "http://evil.example"}
        reply = await browser.post("/api/intake/seat", json={"to": "ready"}, headers=headers)
        assert (reply.status_code, reply.json()["code"]) == (403, "foreign_origin")


async def test_rings_enter_the_same_queue(live: LiveHall) -> None:
    await live.sign_in("trunk", Principal(id="account:trunk", name="trunk", roles=frozenset({Role.TRUNK})))
    async with live.client("trunk") as trunk:
        body = {"trunk_call_id": "abc@sip", "caller_number": "+8613900002222", "position": HERE}
        first = await trunk.post("/api/telephony/rings", json=body)
        again = await trunk.post("/api/telephony/rings", json=body)
        assert first.status_code == again.status_code == 201
        assert (first.json()["is_new"], again.json()["is_new"]) == (True, False)
    row = await live.hall.db.worker_pool.fetchrow(
        "select channel, caller_number, lon from intake.contact where id = $1", first.json()["call_id"]
    )
    assert row is not None and (row["channel"], row["caller_number"]) == ("voice", "+8613900002222")


PIDF = """<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"
 xmlns:gml="http://www.opengis.net/gml" xmlns:gs="http://www.opengis.net/pidflo/1.0"
 xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr"><tuple><status><gp:geopriv><gp:location-info>
<gs:Circle><gml:pos>30.1 112.4</gml:pos><gs:radius>75</gs:radius></gs:Circle><ca:civicAddress><ca:A2>云澜市</ca:A2>
<ca:RD>解放路</ca:RD><ca:HNO>12号</ca:HNO></ca:civicAddress></gp:location-info></gp:geopriv></status></tuple></presence>"""


async def test_a_ring_brings_the_place_that_came_with_it(live: LiveHall) -> None:
    await live.sign_in("trunk", Principal(id="account:trunk", name="trunk", roles=frozenset({Role.TRUNK})))
    invite = {"geolocation": ["<cid:a@b>"], "content_type": "application/pidf+xml", "body": PIDF}
    async with live.client("trunk") as trunk:
        read = await trunk.post("/api/telephony/rings", json={"trunk_call_id": "place@sip", "invite": invite})
        broken = await trunk.post(
            "/api/telephony/rings", json={"trunk_call_id": "broken@sip", "invite": {**invite, "body": PIDF[:300]}}
        )
    assert read.status_code == broken.status_code == 201  # whoever rings, rings
    rows = {
        row["id"]: (row["place_text"], row["lat"], row["uncertainty_m"])
        for row in await live.hall.db.worker_pool.fetch("select id, place_text, lat, uncertainty_m from intake.contact")
    }
    assert rows[UUID(read.json()["call_id"])] == ("云澜市解放路12号", 30.1, 75)
    assert rows[UUID(broken.json()["call_id"])] == (None, None, None)
    event = await live.hall.db.worker_pool.fetchrow(
        "select * from ledger.event where about = $1 and name = 'telephony.call.rang'",
        UUID(broken.json()["call_id"]),
    )
    assert "not_xml" in str(dict(event or {}))


async def test_health_and_documents(live: LiveHall) -> None:
    async with live.client() as anybody:
        assert (await anybody.get("/healthz")).json() == {"status": "ok"}
        ready = (await anybody.get("/readyz")).json()
        assert ready["ready"] and {part["name"] for part in ready["parts"]} >= {"database", "bus", "clock"}
        assert "yyl_http_seconds" in (await anybody.get("/metrics")).text
        assert (await anybody.get("/api/openapi.json")).json()["openapi"].startswith("3.")
        assert (await anybody.get("/api/asyncapi.json")).json()["asyncapi"] == "3.0.0"
        assert (await anybody.get("/api/nothing/here")).status_code == 404
