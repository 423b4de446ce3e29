"""Positions end to end: bus, database, roads; and what happens when one of the processes goes away."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

from tests.dispatch.test_chain import incident_of
from tests.force.conftest import Town, until
from tests.world import HERE, World
from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder
from yaoyaoling.dispatch.handlers.answer import accept_order, advance_own_order
from yaoyaoling.force.commands import Fix
from yaoyaoling.force.positions.client import take_positions
from yaoyaoling.force.positions.verdict import Verdict
from yaoyaoling.kernel.geo import Point


def fix(world: World, crew: UUID, point: Point, ahead_s: float = 0, accuracy_m: float | None = 8) -> Fix:
    at = world.stage.clock.now().timestamp() + ahead_s
    return Fix(crew_id=crew, point=point, at=datetime.fromtimestamp(at, UTC), speed_kmh=30, accuracy_m=accuracy_m)


async def report(town: Town, *fixes: Fix, source: UUID | None = None) -> list[Verdict]:
    async with asyncio.timeout(10):
        # The server hears of who serves a moment after it does.
        while (verdicts := await take_positions(town.bus, fixes, source)) is None:
            await asyncio.sleep(0.05)
    return verdicts


async def test_the_soonest_crew_by_where_they_are_now(town: Town) -> None:
    crews = town.world.crews
    assert await town.roads.nearest_live(town.node(0), 3) is None  # nobody is there yet
    await town.start_roads()
    await town.start_positions()
    places = {"N1": town.node(100), "N2": town.node(900), "S1": town.node(400)}
    town.world.stage.clock.advance(1)
    assert await report(town, *(fix(town.world, crews[code], at) for code, at in places.items())) == [Verdict.KEPT] * 3
    target = town.node(444)

    async def is_live() -> bool:
        found = await town.roads.nearest_live(target, 3, among=[crews[code] for code in places])
        return found is not None and len(found) == 3 and not any(one.is_estimated for one in found)

    await until(is_live)
    found = await town.roads.nearest_live(target, 3, among=[crews[code] for code in places])
    assert found is not None
    assert [one.eta_s for one in found] == sorted(one.eta_s for one in found)
    assert {one.crew_id for one in found} == {crews[code] for code in places}
    assert all(one.position_at == town.world.stage.clock.now() for one in found)
    first = found[0].crew_id
    among = [crew for crew in crews.values() if crew != first]
    again = await town.roads.nearest_live(target, 1, among=among)
    assert again is not None and again[0].crew_id == found[1].crew_id
    near = await town.roads.nearest_live(target, 3, limit_s=found[0].eta_s + 0.01)
    assert near is not None and [one.crew_id for one in near] == [first]
    assert await town.roads.nearest_live(target, 3, among=[]) == []


async def test_a_road_process_that_starts_again_knows_where_everybody_is(town: Town) -> None:
    crew = town.world.crews["N1"]
    await town.start_roads()
    await town.start_positions()
    town.world.stage.clock.advance(1)
    await report(town, fix(town.world, crew, town.node(100)))

    async def is_live() -> bool:
        found = await town.roads.nearest_live(town.node(100), 1, among=[crew])
        return found is not None and len(found) == 1 and found[0].eta_s < 1

    await until(is_live)
    await town.stop("roads")
    await town.start_roads()  # nothing moves meanwhile
    await until(is_live)
    await town.stop("positions")
    await town.start_positions()  # what was written last stands in the database
    await until(is_live)


async def test_the_newest_stands_in_the_database_within_a_second_or_so(town: Town) -> None:
    crew = town.world.crews["N1"]
    await town.start_positions()
    town.world.stage.clock.advance(1)
    at = town.node(100)
    await report(town, fix(town.world, crew, at))

    async def is_written() -> bool:
        row = (await town.world.stage.fetch("select * from force.position where crew_id = $1", crew))[0]
        return bool(abs(row["lon"] - at.lon) < 1e-6 and row["accuracy_m"] == 8 and row["speed_kmh"] == 30)

    await until(is_written)


async def test_a_crew_that_comes_near_has_arrived_even_when_the_process_died_between(town: Town) -> None:
    world = town.world
    incident = await incident_of(world)
    await world.send("taker1", incident, "N1")
    order = await world.order_of("N1")
    await world.do("officer_n1", accept_order, AcceptOrder(order_id=order))
    await world.do("officer_n1", advance_own_order, AdvanceOrder(order_id=order, to="depart"))
    world.stage.clock.advance(1)
    # The first process takes the fix and writes it, but never looks whether somebody has arrived.
    process = await town.new_process()
    await process.open()
    await report(town, fix(world, world.crews["N1"], HERE))
    await process._write()
    await process.bus.close()
    await town.start_positions()

    async def has_arrived() -> bool:
        row = (await world.stage.fetch("select state, arrived_by from dispatch.crew_order where id = $1", order))[0]
        return (row["state"], row["arrived_by"]) == ("arrived", "geofence")

    await until(has_arrived)


async def test_what_is_wrong_is_named_survived_and_shown_to_who_can_mend_it(town: Town) -> None:
    world, crews = town.world, town.world.crews
    await town.start_positions()
    world.stage.clock.advance(1)
    found = await report(
        town,
        fix(world, crews["N1"], town.node(1)),
        fix(world, crews["N2"], town.node(2), ahead_s=7200),
        fix(world, crews["S1"], town.node(3), ahead_s=-200_000),
        fix(world, uuid4(), town.node(4)),
        fix(world, crews["S2"], Point(lon=0, lat=0)),
    )
    assert found == [Verdict.KEPT, Verdict.FUTURE, Verdict.TOO_OLD, Verdict.UNKNOWN_CREW, Verdict.NO_POSITION]
    assert await report(town, fix(world, crews["N2"], town.node(1)), source=crews["N1"]) == [Verdict.NOT_YOURS]
    world.stage.clock.advance(0.1)
    flood = [fix(world, crews["N1"], town.node(1), ahead_s=-0.01 + i * 1e-5) for i in range(800)]
    assert Verdict.FLOOD in await report(town, *flood)
    assert await report(town, fix(world, crews["S1"], town.node(5))) == [Verdict.KEPT]  # others go on

    async def is_shown() -> bool:
        async with world.stage.db.snapshot(world.people["admin"]) as tx:
            rows = await tx.fetch("select device, fault from force.device_fault")
        return {(row["device"], row["fault"]) for row in rows} >= {
            (f"crew:{crews['N2']}", "future"),
            (f"crew:{crews['S1']}", "too_old"), (f"crew:{crews['S2']}", "no_position"),
            (f"crew:{crews['N1']}", "flood"),
        }  # fmt: skip

    await until(is_shown)
    for who, sees in (("admin_north", {"N1", "N2"}), ("south", set()), ("taker1", set())):
        async with world.stage.db.snapshot(world.people[who]) as tx:
            rows = await tx.fetch("select distinct device from force.device_fault")
        assert {row["device"] for row in rows} == {f"crew:{crews[code]}" for code in sees}, who


async def test_a_silent_process_is_no_reason_to_lose_a_batch(town: Town) -> None:
    world = town.world
    assert await take_positions(town.bus, [fix(world, world.crews["N1"], HERE)], None) is None
    await town.start_positions()
    assert await report(town, fix(world, world.crews["N1"], HERE))
    assert await town.bus.ask("positions.take", b"nonsense", timeout_s=5) == b""
