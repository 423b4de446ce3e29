"""A hall and a 12345 platform on real ports: orders there and back, its own matters, and everybody who is not it."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.conftest import world_database
from tests.engines import Engines, free_port
from tests.journeys.test_http import HERE
from tests.liaison.partners import GAS_NORTH, HOTLINE, partner_desks
from tests.liaison.platforms import connect, sending, serving, told, until
from tests.livehall import LiveHall, live_hall
from yaoyaoling.apps.callers.hotline import Hotline


@pytest.fixture(scope="module")
async def hall(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveHall]:
    """A hall with partners."""
    folder = tmp_path_factory.mktemp("hall")
    async with live_hall(engines, await world_database(engines), folder) as live:
        await partner_desks(live.world, live.hall.db)
        for who in ("hotline", "gas_north"):
            await live.sign_in(who, live.world.people[who])
        yield live


def inbox_of(hall: LiveHall, code: str = HOTLINE) -> str:
    return f"{hall.url}/api/public/liaison/{code}/messages"


async def an_incident(hall: LiveHall) -> str:
    """An incident in the north, as a citizen and a call-taker make one."""
    phone = f"138{secrets.randbelow(10**8):08d}"
    async with hall.client() as citizen, hall.client("taker1") as taker:
        report = {"text": "燃气泄漏", "phone": phone}
        assert (await citizen.post("/api/public/reports", json=report)).status_code == 201
        sql = "select id from intake.contact where caller_number = $1"
        contact = await hall.hall.db.worker_pool.fetchval(sql, phone)
        await taker.post(f"/api/intake/contacts/{contact}/take")
        opening = {"class_code": "0202", "place": {"text": "解放路12号", **HERE}, "narrative": "三楼燃气泄漏"}
        reply = await taker.post(f"/api/intake/contacts/{contact}/incident", json=opening)
        assert reply.status_code == 201, reply.text
        await taker.post("/api/intake/seat/finish")
        return str(reply.json()["incident_id"])


async def order_to(hall: LiveHall, incident: str, *, code: str = HOTLINE) -> dict[str, Any]:
    async with hall.client("taker1") as taker:
        body = {"incident_id": incident, "desk_code": code, "asked": "请告知燃气报修办法"}
        reply = await taker.post("/api/liaison/orders", json=body)
        assert reply.status_code == 201, reply.text
        found: dict[str, Any] = reply.json()
        return found


async def state_of(hall: LiveHall, order: dict[str, Any]) -> str:
    sql = "select state from liaison.work_order where id = $1"
    state: str = await hall.hall.db.worker_pool.fetchval(sql, UUID(order["work_order_id"]))
    return state


async def at_desk(url: str, what: str, number: str, text: str = "") -> httpx.Response:
    """Somebody works at the platform."""
    async with httpx.AsyncClient(timeout=30) as desk:
        told = {"number": number, "text": text, "name": "何雨桐"}
        return await desk.post(url.replace("/inbox", f"/desk/{what}"), json=told)


def kinds(hotline: Hotline, number: str) -> list[str]:
    return [one["type"] for one in hotline.taken if one.get("order", {}).get("number", one.get("number")) == number]


async def test_an_order_goes_to_their_platform_and_comes_back_done(hall: LiveHall) -> None:
    incident = await an_incident(hall)
    async with serving(inbox_of(hall)) as (hotline, url), sending(hall.hall.db):
        await connect(hall.world, hall.hall.db, url)
        order = await order_to(hall, incident)
        number = order["number"]
        await until(lambda: number in hotline.cases)
        assert (await at_desk(url, "accept", number)).json()["state"] == "accepted"
        assert (await at_desk(url, "progress", number, "已联系住户")).status_code == 200
        async with hall.client("taker1") as taker:
            assert (await taker.post(f"/api/liaison/orders/{order['work_order_id']}/urge")).status_code == 200
        await until(lambda: kinds(hotline, number) == ["order.sent", "order.urged"])
        reply = await at_desk(url, "done", number, "已告知报修电话")
        assert reply.json() == {"id": reply.json()["id"], "number": number, "state": "done"}
        async with hall.client("taker1") as taker:
            [seen] = [one for one in (await taker.get("/api/liaison/orders", params={"state": "ended"})).json()
                      if one["data"]["number"] == number]  # fmt: skip
        assert (seen["data"]["owner_name"], seen["data"]["said"]) == ("何雨桐", "已告知报修电话")
        late = await at_desk(url, "return", number, "不归我们")
        assert (late.status_code, late.json()["code"]) == (409, "work_order_state")


async def test_a_platform_that_is_away_stumbles_or_forgets_gets_each_message_once_and_in_order(hall: LiveHall) -> None:
    incident = await an_incident(hall)
    port = free_port()
    url = f"http://127.0.0.1:{port}/inbox"
    await connect(hall.world, hall.hall.db, url)
    async with sending(hall.hall.db):
        order = await order_to(hall, incident)
        path = f"/api/liaison/orders/{order['work_order_id']}"
        async with hall.client("taker1") as taker:
            for text in ("住户在家", "住户外出"):
                assert (await taker.post(f"{path}/notes", json={"text": text})).status_code == 201
        await asyncio.sleep(0.5)
        async with serving(inbox_of(hall), port) as (hotline, _):
            hotline.statuses = [503, 429, 500]
            wanted = ["order.sent", "order.noted", "order.noted"]
            await until(lambda: kinds(hotline, order["number"]) == wanted)
            said = [one for one in hotline.taken if one["order"]["number"] == order["number"]]
            assert [one["text"] for one in said] == [None, "住户在家", "住户外出"]
            assert len({one["id"] for one in said}) == 3
            sql = "select count(*) from liaison.outgoing where state = 'queued'"
            await until(lambda: _is_zero(hall, sql))


async def _is_zero(hall: LiveHall, sql: str) -> bool:
    return int(await hall.hall.db.worker_pool.fetchval(sql)) == 0


async def test_what_they_refuse_is_dead_and_seen_and_comes_back_by_a_key(hall: LiveHall) -> None:
    incident = await an_incident(hall)
    async with serving(inbox_of(hall)) as (hotline, url), sending(hall.hall.db):
        await connect(hall.world, hall.hall.db, url)
        hotline.statuses = [400]
        order = await order_to(hall, incident)
        async with hall.client("taker1") as taker, hall.client("hotline") as partner:
            found: list[dict[str, Any]] = []

            async def is_dead() -> bool:
                nonlocal found
                found = (await taker.get("/api/liaison/exchange")).json()
                return bool(found)

            await until(is_dead)
            assert [(one["number"], one["reason"], one["kind"]) for one in found] == [
                (order["number"], "http_400", "order.sent")
            ]
            assert "asked" not in json.dumps(found)
            assert (await partner.get("/api/liaison/exchange")).status_code == 403
            path = f"/api/liaison/exchange/{found[0]['id']}"
            assert (await taker.post(f"{path}/retry")).json()["state"] == "queued"
            await until(lambda: order["number"] in hotline.cases)
            assert (await taker.post(f"{path}/take-back")).status_code == 409
            hotline.statuses = [422]
            second = await order_to(hall, incident)
            await until(is_dead)
            path = f"/api/liaison/exchange/{found[0]['id']}/take-back"
            assert (await taker.post(path)).json()["state"] == "dropped"
            assert await state_of(hall, second) == "returned"


async def test_a_matter_of_12345_is_a_contact_and_they_read_what_becomes_of_it(hall: LiveHall) -> None:
    async with serving(inbox_of(hall)) as (hotline, url), sending(hall.hall.db):
        await connect(hall.world, hall.hall.db, url)
        asked = {"content": "楼上有人拿刀追人", "caller_number": "13700001111", "place_text": "解放路12号",
                 "position": {"lon": 114.3, "lat": 30.6, "datum": "WGS84"}}  # fmt: skip
        async with httpx.AsyncClient(timeout=30) as desk:
            reply = await desk.post(url.replace("/inbox", "/desk/matter"), json={"asked": asked})
        assert reply.status_code == 200, reply.text
        number = reply.json()["matter"]
        row = await hall.hall.db.worker_pool.fetchrow(
            "select id, number, priority, lon, caller_number from intake.contact where channel = 'partner'"
        )
        assert row is not None
        assert row["number"] == reply.json()["number"] and row["caller_number"] == "13700001111"
        assert row["priority"] >= 20 and row["lon"] == 114.3, "a knife in the words is danger, whatever they ticked"
        async with hall.client("taker2") as taker:
            assert (await taker.post(f"/api/intake/contacts/{row['id']}/take")).status_code == 200
            await until(lambda: hotline.cases[number]["state"] == "110 已接办")
            opening = {"class_code": "0202", "place": {"text": "解放路12号", "lon": 114.3, "lat": 30.6,
                       "datum": "WGS84"}, "narrative": "持刀追人"}  # fmt: skip
            reply = await taker.post(f"/api/intake/contacts/{row['id']}/incident", json=opening)
            assert reply.status_code == 201, reply.text
        await until(lambda: hotline.cases[number]["state"] == "已立警，待派警")
        assert "持刀" not in json.dumps([one for one in hotline.taken if one.get("number") == number])


async def test_strangers_replays_and_what_is_no_message_are_refused_and_counted(hall: LiveHall) -> None:
    async with serving(inbox_of(hall)) as (hotline, url):
        await connect(hall.world, hall.hall.db, url)
        said = told("matter.sent", "RX-replay", 1, asked={"content": "请问怎么办理户口"})
        nonce = secrets.token_urlsafe(18)
        assert (await hotline.post(said, nonce=nonce)).status_code == 200
        refusals = [
            (await hotline.post(said, nonce=nonce), 409, "request_replayed"),
            (await hotline.post(said, secret="another-secret-altogether"), 401, "signature_wrong"),
            (await hotline.post(told("order.accepted", "LD0", 1)), 404, "exchange_order_unknown"),
            (await hotline.post(told("matter.added", "RX-replay", 3, text="在吗")), 409, "exchange_out_of_order"),
            (await hotline.post({"type": "order.accepted"}), 422, "exchange_unreadable"),
            (await hotline.post(said | {"id": "m-large-1", "x": "长" * 70_000}), 413, "exchange_too_large"),
        ]
        for reply, status, code in refusals:
            assert (reply.status_code, reply.json()["code"]) == (status, code), reply.text
        assert (await hotline.post(said)).status_code == 200, "under a new nonce it is answered again"
        async with hall.client() as client:
            assert (await client.post(inbox_of(hall, GAS_NORTH), content=b"{}")).status_code == 404
            assert (await client.post(inbox_of(hall), content=b"{}")).json()["code"] == "signature_wrong"
        async with hall.client("commander") as commander, hall.client("hotline") as partner:
            counted = {
                one["code"]: one["times"] for one in (await commander.get("/api/liaison/exchange/refused")).json()
            }
            assert counted["signature_wrong"] == 2 and counted["exchange_out_of_order"] == 1
            assert {code for _, _, code in refusals} <= set(counted)
            assert (await partner.get("/api/liaison/exchange/refused")).status_code == 403
        sql = "select count(*) from intake.contact where text like '%户口%'"
        assert await hall.hall.db.worker_pool.fetchval(sql) == 1


async def test_administrators_set_a_line_and_never_read_its_secret(hall: LiveHall) -> None:
    async with hall.client("admin") as admin, hall.client("taker1") as taker, hall.client("admin_north") as north:
        body = {"url": "https://gas.example/inbox", "secret": "sixteen-or-more-letters"}
        path = f"/api/liaison/desks/{GAS_NORTH}/line"
        assert (await taker.put(path, json=body)).status_code == 403
        assert (await north.put(f"/api/liaison/desks/{HOTLINE}/line", json=body)).status_code == 403
        assert (await admin.put(path, json=body)).json()["version"] == 1
        listed = await admin.get("/api/liaison/desk-settings")
        assert "sixteen" not in listed.text
        [gas] = [one for one in listed.json() if one["org_code"] == GAS_NORTH]
        assert (gas["line_url"], gas["line_is_active"]) == ("https://gas.example/inbox", True)
        seen = {one["org_code"] for one in (await north.get("/api/liaison/desk-settings")).json()}
        assert seen == {GAS_NORTH}
        assert (await taker.get("/api/liaison/desk-settings")).status_code == 403
