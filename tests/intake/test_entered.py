"""What is told at a counter, met on duty or passed on by a group goes into the one queue, and is followed there."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.conftest import world_database
from tests.engines import Engines
from tests.journeys.test_report_to_rating import photo
from tests.livehall import LiveHall, live_hall
from tests.world import HERE, World
from yaoyaoling.intake.commands import EnteredChannel, EnterReport, LinkContact, SettleContact
from yaoyaoling.intake.entered import EnteredReport, list_entered
from yaoyaoling.intake.handlers.enter import enter_report
from yaoyaoling.intake.handlers.finish import link_contact, settle_contact
from yaoyaoling.intake.handlers.take import ContactReply
from yaoyaoling.kernel.geo import Point


async def enter(world: World, who: str, channel: EnteredChannel = "walk_in", **more: Any) -> ContactReply:
    """Somebody of the force enters a report."""
    command = EnterReport(channel=channel, text="手机被偷", **more)
    reply: ContactReply = await world.do(who, enter_report, command)
    return reply


async def entered(world: World, who: str) -> list[EnteredReport]:
    """What is shown to whoever entered it."""
    async with world.stage.db.snapshot(world.people[who]) as tx:
        return await list_entered(tx)


@pytest.mark.parametrize(
    ("who", "channel"),
    [("north1", "walk_in"), ("officer_n1", "self_received"), ("north", "community")],
    ids=["counter", "officer", "group"],
)
async def test_it_is_numbered_waits_like_any_other_and_becomes_an_incident_of_its_channel(
    world: World, who: str, channel: EnteredChannel
) -> None:
    reply = await enter(world, who, channel, place_text="解放路12号", point=HERE, caller_name="张三",
                        caller_number="13800005678")  # fmt: skip
    assert await world.stage.value("select count(*) from platform.timer where name = 'oversight.clock'") == 1
    seat = await world.ready("taker1")
    row = (await world.stage.fetch("select * from intake.contact where id = $1", reply.contact_id))[0]
    assert row["number"] == reply.number and reply.number.startswith("J")
    assert (row["channel"], row["state"], row["offered_seat"]) == (channel, "offered", seat)
    assert (row["entered_by_name"], row["caller_name"]) == (world.people[who].name, "张三")
    await world.take("taker1", reply.contact_id)
    incident = await world.open("taker1", reply.contact_id)
    found = (await world.stage.fetch("select * from incidents.incident where id = $1", incident))[0]
    assert (found["channel"], found["reporter_name"], found["reporter_phone"]) == (channel, "张三", "13800005678")
    [mine] = await entered(world, who)
    assert (mine.state, mine.incident_number) == ("incident_opened", found["number"])


async def test_whoever_entered_it_follows_it_and_others_do_not(world: World) -> None:
    reply = await enter(world, "north1")
    [waiting] = await entered(world, "north1")
    assert (waiting.number, waiting.state, waiting.taken_by_name) == (reply.number, "waiting", None)
    assert await entered(world, "south1") == [] and await entered(world, "north") == []
    await world.take("taker1", reply.contact_id)
    assert [one.state for one in await entered(world, "north1")] == ["taken"]
    settle = SettleContact(contact_id=reply.contact_id, disposition="answered")
    await world.do("taker1", settle_contact, settle)
    assert [(one.state, one.disposition) for one in await entered(world, "north1")] == [("settled", "answered")]
    world.stage.clock.advance(25 * 3600)
    assert await entered(world, "north1") == []


async def test_what_becomes_of_a_complaint_about_police_is_not_for_who_wrote_it_down(world: World) -> None:
    reply, other = await enter(world, "officer_n1"), await enter(world, "officer_n1")
    await world.take("taker1", reply.contact_id)
    await world.open("taker1", reply.contact_id, "0702")
    assert [one.number for one in await entered(world, "officer_n1")] == [other.number]


async def test_outside_the_city_it_is_taken_too_and_marked(world: World) -> None:
    reply = await enter(world, "officer_n1", point=Point(lon=116.4, lat=39.9))
    sql = "select is_outside_city from intake.contact where id = $1"
    assert await world.stage.value(sql, reply.contact_id) is True


async def test_joined_to_an_open_incident_its_enterer_reads_which(world: World) -> None:
    first = await world.report()
    await world.take("taker1", first)
    incident = await world.open("taker1", first)
    second = await enter(world, "north1")
    await world.take("taker2", second.contact_id)
    await world.do("taker2", link_contact, LinkContact(contact_id=second.contact_id, incident_id=incident))
    number = await world.stage.value("select number from incidents.incident where id = $1", incident)
    assert [(one.state, one.incident_number) for one in await entered(world, "north1")] == [("linked", number)]


@pytest.fixture(scope="module")
async def hall(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LiveHall]:
    """A hall."""
    async with live_hall(engines, await world_database(engines), tmp_path_factory.mktemp("hall")) as live:
        yield live


async def test_by_the_api_once_with_its_place_and_photos(hall: LiveHall) -> None:
    async with hall.client("officer_n1") as officer:
        sent = await officer.post("/api/evidence/uploads", content=photo(), headers={"Content-Type": "image/jpeg"})
        body = {
            "channel": "self_received", "text": "有人落水", "place_text": "解放桥",
            "photos": [sent.json()["upload_id"]],
            "position": {"lon": 114.3, "lat": 30.6, "datum": "WGS84"}, "accuracy_m": 12,
        }  # fmt: skip
        replies = [
            await officer.post("/api/intake/entered", json=body, headers={"Idempotency-Key": "enter-once"})
            for _ in range(2)
        ]
        assert [one.status_code for one in replies] == [201, 201] and replies[0].json() == replies[1].json()
        [mine] = (await officer.get("/api/intake/entered")).json()
        assert (mine["number"], mine["channel"]) == (replies[0].json()["number"], "self_received")
    pool = hall.hall.db.worker_pool
    row = await pool.fetchrow("select * from intake.contact where number = $1", mine["number"])
    assert row is not None and (row["lon"], row["lat"], row["uncertainty_m"]) == (114.3, 30.6, 12)
    assert await pool.fetchval("select count(*) from evidence.media where contact_id = $1", row["id"]) == 1


@pytest.mark.parametrize("who", ["taker1", "reviewer", "inspector", "admin", None], ids=str)
async def test_only_those_who_meet_citizens_enter(hall: LiveHall, who: str | None) -> None:
    async with hall.client(who) as client:
        reply = await client.post("/api/intake/entered", json={"channel": "walk_in", "text": "手机被偷"})
    assert reply.status_code in (401, 403)


@pytest.mark.parametrize(
    "wrong",
    [{"channel": "voice"}, {"text": " x "}, {"text": "\u0000\u0000"}, {"position": {"lon": 114.3, "lat": 30.6}}],
)
async def test_what_is_wrong_is_refused(hall: LiveHall, wrong: dict[str, Any]) -> None:
    async with hall.client("north1") as client:
        reply = await client.post("/api/intake/entered", json={"channel": "walk_in", "text": "手机被偷"} | wrong)
    assert reply.status_code == 422
