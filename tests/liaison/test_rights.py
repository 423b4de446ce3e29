"""A partner sees the orders that were sent to it, and nothing else of the hall; one county's desk not another's."""

import json
from uuid import UUID

import httpx
import pytest

from tests.conftest import world_database
from tests.engines import Engines
from tests.journeys.test_http import HERE
from tests.liaison.partners import GAS_NORTH, GAS_SOUTH, WATER, gas_order, move, partner_desks
from tests.livehall import LiveHall, live_hall
from tests.platform.test_rights import DOCUMENT, northern_story, visible_text
from tests.world import CITY, HALL, NORTH, NORTH_1, SOUTH_1, World
from yaoyaoling.agencies.commands import AddOrganisation, CreateAccount
from yaoyaoling.agencies.handlers.add_organisation import OrganisationUnfit, add_organisation
from yaoyaoling.agencies.handlers.create_account import create_account
from yaoyaoling.agencies.refusals import RoleMisplaced
from yaoyaoling.incidents.commands import AmendIncident
from yaoyaoling.incidents.handlers.amend import amend_incident
from yaoyaoling.incidents.public import Owner
from yaoyaoling.kernel.geo import Point
from yaoyaoling.platform.principal import Role

GASSY = "三楼燃气泄漏，请关阀检修"


async def shown(world: World, who: str) -> set[tuple[str, str]]:
    entities = (await world.stage.snapshot(world.people[who])).entities
    return {(kind, key) for kind, key in entities if key != str(world.people[who].account_id)}


async def test_a_partner_sees_its_own_orders_and_nothing_else(hall: World) -> None:
    _, secrets = await northern_story(hall)
    for who in ("gas_north", "gas_south", "hotline"):
        text = await visible_text(hall, who)
        assert not [line for line in text.splitlines() if any(secret in line for secret in secrets)], who
        assert await shown(hall, who) == set()
    incident, order = await gas_order(hall)
    assert await shown(hall, "gas_north") == {("work_order", str(order))}
    own = await visible_text(hall, "gas_north")
    assert GASSY in own and "liaison.desk " not in own
    for who in ("gas_south", "water", "hotline", "south", "south1"):
        assert GASSY not in await visible_text(hall, who), who
    for who in ("taker2", "commander", "north", "north1", "city"):
        assert ("work_order", str(order)) in await shown(hall, who), who
    rows = [line for line in own.splitlines() if line.startswith("incidents.")]
    assert not [line for line in rows if str(incident) in line]


async def test_an_order_sent_on_leaves_the_first_desk_and_reaches_the_second(hall: World) -> None:
    _, order = await gas_order(hall)
    await move(hall, "gas_north", order, "return", "不归本公司")
    assert GASSY not in await visible_text(hall, "gas_north")
    await move(hall, "taker1", order, "resend", desk_code=WATER)
    assert await shown(hall, "water") == {("work_order", str(order))}
    assert await shown(hall, "gas_north") == set()


async def test_an_order_follows_its_incident_to_another_station_and_to_inspection_alone(hall: World) -> None:
    incident, order = await gas_order(hall)
    key = ("work_order", str(order))
    place = Point(lon=114.30, lat=30.50)
    path = hall.paths[SOUTH_1]
    owner = Owner(county_code=path.split("/")[2], station_code=SOUTH_1, station_path=path, grid_code="G3")
    moved = AmendIncident(incident_id=incident, point=place, owner=owner, reason="地址更正", hall_code=HALL)
    await hall.do("taker1", amend_incident, moved)
    assert key in await shown(hall, "south1") and key not in await shown(hall, "north1")
    complaint = AmendIncident(incident_id=incident, class_code="0701", reason="实为投诉民警", hall_code=HALL)
    await hall.do("taker1", amend_incident, complaint)
    for who in ("south1", "city", "commander", "taker2"):
        assert key not in await shown(hall, who), who
    assert key in await shown(hall, "inspector") and key in await shown(hall, "gas_north")


async def test_partners_sit_at_partner_organisations_and_nobody_else_does(hall: World) -> None:
    def person(role: Role, org: str) -> CreateAccount:
        return CreateAccount(login="newcomer", password_hash="-", person="新人", roles=(role,), org_code=org)

    for role, org in (
        (Role.PARTNER, NORTH_1), (Role.PARTNER, HALL), (Role.STATION_DESK, GAS_NORTH), (Role.ADMIN, GAS_NORTH),
    ):  # fmt: skip
        with pytest.raises(RoleMisplaced):
            await hall.do("admin", create_account, person(role, org))
    for code, parent in (("990101510900", NORTH_1), ("990100900900", NORTH), ("990101900900", GAS_SOUTH)):
        unfit = AddOrganisation(code=code, parent_code=parent, kind="partner", name_zh="单位", name_en="Unit")
        with pytest.raises(OrganisationUnfit):
            await hall.do("admin", add_organisation, unfit)
    scopes = hall.people["gas_north"].scopes
    assert sorted(one[:2] for one in scopes) == ["p/", "u/"]
    assert f"p/{hall.paths[CITY]}" not in scopes


async def live_order(client: httpx.AsyncClient, incident: UUID) -> dict[str, object]:
    body = {"incident_id": str(incident), "desk_code": GAS_NORTH, "asked": GASSY, "urgency": "urgent"}
    headers = {"Idempotency-Key": "order-0001"}
    reply = await client.post("/api/liaison/orders", json=body, headers=headers)
    assert reply.status_code == 201, reply.text
    again = await client.post("/api/liaison/orders", json=body, headers=headers)
    assert again.json() == reply.json()
    found: dict[str, object] = reply.json()
    return found


async def test_the_routes_serve_both_sides_and_mask_the_number(engines: Engines, tmp_path: object) -> None:
    async with live_hall(engines, await world_database(engines), tmp_path) as live:  # type: ignore[arg-type]
        await partner_desks(live.world, live.hall.db)
        for who in ("gas_north", "gas_south"):
            await live.sign_in(who, live.world.people[who])
        incident = await _opened(live)
        async with live.client("taker1") as taker, live.client("gas_north") as gas, live.client("gas_south") as other:
            desks = (await taker.get("/api/liaison/desks", params={"incident_id": incident})).json()
            assert desks[0]["org_code"] == GAS_NORTH and desks[0]["service_zh"] == "燃气抢修"
            order = await live_order(taker, UUID(incident))
            path = f"/api/liaison/orders/{order['work_order_id']}"
            [seen] = (await gas.get("/api/liaison/orders")).json()
            assert seen["data"]["caller_number"] == "138****1234" and seen["data"]["asked"] == GASSY
            reply = await gas.post(f"{path}/number", json={"purpose": "回电确认楼栋"})
            assert reply.json() == {"caller_number": "13800001234"}
            step = {"signal": "accept", "expected_version": seen["v"]}
            assert (await other.post(f"{path}/moves", json=step)).status_code == 404
            assert (await gas.post(f"{path}/moves", json=step)).json()["state"] == "accepted"
            stale = await gas.post(f"{path}/moves", json=step)
            assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
            assert (await gas.post(f"{path}/notes", json={"text": "已到现场"})).status_code == 201
            assert (await taker.post(f"{path}/urge")).status_code == 200
            done = {"signal": "finish", "text": "已关阀"}
            assert (await gas.post(f"{path}/moves", json=done)).json()["state"] == "done"
            assert (await gas.post(f"{path}/number", json={"purpose": "回电确认"})).status_code == 404
            shown_by = (await taker.get("/api/liaison/orders", params={"state": "ended"})).json()
            assert [one["data"]["said"] for one in shown_by] == ["已关阀"]
            timeline = (await taker.get(f"/api/incidents/{incident}/timeline")).json()
            assert "liaison.order.revealed" in {one["name"] for one in timeline}


async def _opened(live: LiveHall) -> str:
    async with live.client() as citizen, live.client("taker1") as taker:
        report = {"text": "燃气泄漏", "phone": "13800001234"}
        assert (await citizen.post("/api/public/reports", json=report)).status_code == 201
        contact = str(await live.hall.db.worker_pool.fetchval("select id from intake.contact"))
        await taker.post(f"/api/intake/contacts/{contact}/take")
        opening = {"class_code": "0202", "place": {"text": "解放路12号", **HERE}, "narrative": "甲栋三楼燃气泄漏"}
        reply = await taker.post(f"/api/intake/contacts/{contact}/incident", json=opening)
        assert reply.status_code == 201, reply.text
        return str(reply.json()["incident_id"])


LISTS = [path for path, item in DOCUMENT["paths"].items() if "get" in item and "{" not in path]


async def test_no_list_of_the_hall_shows_a_partner_anything_of_it(engines: Engines, tmp_path: object) -> None:
    async with live_hall(engines, await world_database(engines), tmp_path) as live:  # type: ignore[arg-type]
        await partner_desks(live.world, live.hall.db)
        await live.sign_in("gas_south", live.world.people["gas_south"])
        incident = await _opened(live)
        secrets = {incident, "13800001234", "甲栋三楼", "taker1", "officer_n1", *map(str, live.world.crews.values())}
        async with live.client("gas_south") as partner:
            for path in LISTS:
                text = json.dumps((await partner.get(path)).text, ensure_ascii=False)
                assert not [one for one in secrets if one in text], path
