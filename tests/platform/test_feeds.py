"""Feeds: snapshot and changes end in the same picture for every viewer, whatever comes into sight and leaves it."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest

from tests.dispatch.test_chain import incident_of
from tests.stage import Stage
from tests.world import SOUTH_1, World
from yaoyaoling.apps import rooms
from yaoyaoling.dispatch.commands import AcceptOrder
from yaoyaoling.dispatch.handlers.answer import accept_order
from yaoyaoling.incidents.commands import AdvanceIncident, AmendIncident
from yaoyaoling.incidents.handlers.amend import amend_incident
from yaoyaoling.incidents.public import IncidentSignal, advance_incident
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.feeds.contract import Change, View, shape
from yaoyaoling.platform.feeds.hub import Feed, Hub
from yaoyaoling.platform.principal import Principal, system

KINDS = {kind.name: kind for room in rooms.FEEDS for kind in room.kinds}


class Client:
    """A client as the console is one: applies what it gets, notices gaps, ignores repetitions."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.view = View()
        self.missed = False

    def take(self, raw: bytes) -> None:
        message: dict[str, Any] = orjson.loads(raw)
        match message["type"]:
            case "snapshot":
                self.view = View(cursor=message["cursor"])
                self._apply(message["entities"])
            case "changes":
                if message["since"] > self.view.cursor:
                    self.missed = True
                    return
                self._apply(message["entities"])
                self.view.cursor = max(self.view.cursor, message["cursor"])
            case "scope_entered":
                self._apply(message["entities"])
            case "scope_left":
                self.view.leave(UUID(message["about"]))
            case _:
                pass

    def _apply(self, entities: list[dict[str, Any]]) -> None:
        for one in entities:
            self.view.apply(Change(one["kind"], one["id"], one["v"], UUID(one["about"]), one["set"]))

    def drain(self) -> None:
        while not self.feed._queue.empty():
            self.take(self.feed._queue.get_nowait())


async def open_hub(stage: Stage) -> tuple[Hub, asyncio.Task[None]]:
    """A hub that follows the stage by asking often."""

    class Soon:
        async def wait(self, timeout_s: float) -> None:
            await asyncio.sleep(min(0.01, timeout_s))

    stage.tail._wake = Soon()
    hub = Hub(stage.db, stage.tail, rooms.FEEDS)
    return hub, asyncio.create_task(hub.run())


async def caught_up(world: World, hub: Hub) -> None:
    last = await world.stage.value("select coalesce(max(position), 0) from ledger.position")
    for _ in range(500):
        if hub.cursor >= last:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the hub does not follow")


async def expected(stage: Stage, viewer: Principal) -> dict[tuple[str, str], tuple[int, dict[str, Any]]]:
    fresh = await stage.snapshot(viewer)
    return {
        key: (one.version, shape(KINDS[key[0]], one.fields, viewer.roles))
        for key, one in fresh.entities.items()
        if viewer.roles & KINDS[key[0]].roles
    }


def held(client: Client) -> dict[tuple[str, str], tuple[int, dict[str, Any]]]:
    return {key: (one.version, one.fields) for key, one in client.view.entities.items()}


async def play(world: World) -> UUID:
    """A story in which incidents come into sight of units and leave it."""
    incident = await incident_of(world)
    await world.send("taker1", incident, "S1", "N1")
    await world.advance(10.5)
    await world.do("officer_n1", accept_order, AcceptOrder(order_id=await world.order_of("N1")))
    other = await incident_of(world)
    complaint = AmendIncident(incident_id=other, class_code="0701", reason="投诉民警", hall_code="990000110000")
    await world.do("taker1", amend_incident, complaint)
    move = AmendIncident(
        incident_id=incident, place_text="城南", point={"lon": 114.31, "lat": 30.5}, owner=world.owner(SOUTH_1),
        reason="改址", hall_code="990000110000",
    )  # fmt: skip
    await world.do("taker1", amend_incident, move)
    return incident


VIEWERS = (
    "taker1", "commander", "north", "south", "city", "north1", "south1", "reviewer", "inspector", "officer_n1",
    "officer_s1",
)  # fmt: skip


async def test_every_viewer_ends_with_what_a_fresh_snapshot_shows(world: World) -> None:
    hub, running = await open_hub(world.stage)
    clients = {who: Client(await hub.open(world.people[who])) for who in VIEWERS}
    await play(world)
    await caught_up(world, hub)
    for who, client in clients.items():
        client.drain()
        assert held(client) == await expected(world.stage, world.people[who]), who
        assert not client.missed
    running.cancel()


async def test_coming_back_with_a_cursor_gives_the_same_picture(world: World) -> None:
    hub, running = await open_hub(world.stage)
    clients = {who: Client(await hub.open(world.people[who])) for who in VIEWERS}
    await incident_of(world)
    await caught_up(world, hub)
    for client in clients.values():
        client.drain()
        hub.close(client.feed)
    await play(world)
    await caught_up(world, hub)
    for who, client in clients.items():
        client.feed = await hub.open(world.people[who], client.view.cursor)
        client.drain()
        assert held(client) == await expected(world.stage, world.people[who]), who
    running.cancel()


@pytest.mark.parametrize("fault", ["duplicate", "lose", "delay"])
async def test_a_feed_with_faults_is_right_or_knows_that_it_is_not(world: World, fault: str) -> None:
    hub, running = await open_hub(world.stage)
    client = Client(await hub.open(world.people["taker1"]))
    await play(world)
    await caught_up(world, hub)
    messages: list[bytes] = []
    while not client.feed._queue.empty():
        messages.append(client.feed._queue.get_nowait())
    if fault == "duplicate":
        messages = [one for one in messages for _ in range(2)]
    elif fault == "lose":
        messages = [one for number, one in enumerate(messages) if number != 2]
    else:
        messages[2], messages[3] = messages[3], messages[2]
    for message in messages:
        client.take(message)
    if client.missed:
        client.feed = await hub.open(world.people["taker1"], client.view.cursor)
        client.drain()
    else:
        assert fault == "duplicate"
    assert held(client) == await expected(world.stage, world.people["taker1"])
    running.cancel()


async def test_a_grant_that_runs_out_leaves_the_view(world: World) -> None:
    hub, running = await open_hub(world.stage)
    client = Client(await hub.open(world.people["south"]))
    incident = await incident_of(world)

    async def lend(tx: Tx, _: AmendIncident) -> None:
        until = tx.now + timedelta(seconds=30)
        await audience.grant(tx, incident, f"t/{world.paths[SOUTH_1]}", "cooperation", until=until)

    command = AmendIncident(incident_id=incident, reason="-", hall_code="-")
    await world.do(system("test"), lend, command)
    await caught_up(world, hub)
    client.drain()
    assert ("incident", str(incident)) in client.view.entities
    world.stage.clock.advance(31)
    await hub.tick()
    client.drain()
    assert ("incident", str(incident)) not in client.view.entities
    assert ("incident", str(incident)) not in (await world.stage.snapshot(world.people["south"])).entities
    running.cancel()


async def test_what_comes_back_to_work_is_sent_whole_to_screens_that_let_go_of_it(world: World) -> None:
    hub, running = await open_hub(world.stage)
    clients = {who: Client(await hub.open(world.people[who])) for who in ("commander", "north", "officer_n1")}
    incident = await incident_of(world)
    cancel = AdvanceIncident(incident_id=incident, signal=IncidentSignal.CANCELLED, reason="误报")
    await world.do("commander", advance_incident, cancel)
    await caught_up(world, hub)
    for client in clients.values():
        client.drain()
        client.view.leave(incident)
    away = clients["north"]
    hub.close(away.feed)
    reopen = AdvanceIncident(incident_id=incident, signal=IncidentSignal.REOPENED, reason="再次打起来了")
    await world.do("commander", advance_incident, reopen)
    await caught_up(world, hub)
    away.feed = await hub.open(world.people["north"], away.view.cursor)
    for who, client in clients.items():
        client.drain()
        assert held(client) == await expected(world.stage, world.people[who]), who
    assert clients["commander"].view.entities[("incident", str(incident))].fields["narrative"]
    assert ("incident", str(incident)) not in clients["officer_n1"].view.entities
    running.cancel()


async def test_a_screen_that_opens_learns_where_crews_stand(world: World) -> None:
    hub, running = await open_hub(world.stage)
    now = world.stage.clock.now().timestamp()
    crews = {code: str(world.crews[code]) for code in ("N1", "N2", "S1")}
    hub.places.note_fixes(
        [(crews["N1"], 114.3, 30.6, None, None, now - 120, 0), (crews["S1"], 114.31, 30.5, 90.0, 20.0, now, 1)]
    )
    hub.places.note_fixes([(crews["N2"], 114.3, 30.6, None, None, now - 7_200, 0)])
    await hub.send_positions()
    shown = {}
    for who in ("commander", "north"):
        feed = await hub.open(world.people[who])
        messages = []
        while not feed._queue.empty():
            messages.append(orjson.loads(feed._queue.get_nowait()))
        shown[who] = {fix[0]: fix[5] for one in messages if one["type"] == "positions" for fix in one["crews"]}
    assert set(shown["commander"]) == {crews["N1"], crews["S1"]}  # too long ago is no place to show
    assert shown["commander"][crews["N1"]] >= 120
    assert set(shown["north"]) == {crews["N1"]}
    running.cancel()


async def test_memory_and_database_agree_on_who_sees_what(world: World) -> None:
    await play(world)
    hub = Hub(world.stage.db, world.stage.tail, rooms.FEEDS)
    subjects = {row["subject"] for row in await world.stage.fetch("select subject from platform.audience")}
    await hub._sight.load(subjects)
    for viewer in world.people.values():
        async with world.stage.db.snapshot(viewer) as tx:
            for subject in subjects:
                answer = await tx.fetchval("select platform.may_see($1)", subject)
                assert hub._sight.may_see(viewer.scopes, subject, tx.now) == answer


async def test_numbers_are_masked_for_those_who_need_not_ring(world: World) -> None:
    incident = await incident_of(world)
    for who, shown in (("taker1", "13800001234"), ("north", "138****1234")):
        entities = await expected(world.stage, world.people[who])
        assert entities[("incident", str(incident))][1]["reporter_phone"] == shown
