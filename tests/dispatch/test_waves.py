"""Further waves by level and right, and owners who are told whose crew was taken."""

from typing import Any
from uuid import UUID

import pytest

from tests.dispatch.test_basis import SILENT
from tests.dispatch.test_chain import accept, incident_of
from tests.world import HERE, World
from yaoyaoling.dispatch.basis import rank_crews
from yaoyaoling.dispatch.commands import RefuseOrder, ReleaseOrder, SeeNotice, SendWave
from yaoyaoling.dispatch.events import WaveRefilled, WaveSent
from yaoyaoling.dispatch.handlers.answer import refuse_order
from yaoyaoling.dispatch.handlers.release import release_order
from yaoyaoling.dispatch.handlers.see_notice import NoticeNotYours, NoticeOver, see_notice
from yaoyaoling.dispatch.handlers.send_wave import NobodyInReach, WaveReply, WaveTooFar, send_wave
from yaoyaoling.dispatch.policy import Authority, Need, Reach, WaveAsk, furthest, rank, ring_of
from yaoyaoling.force.public import Fix, save_fixes
from yaoyaoling.incidents.commands import MergeIncident
from yaoyaoling.incidents.handlers.merge import merge_incident
from yaoyaoling.platform.principal import system


async def everybody_here(world: World) -> None:
    now = world.stage.clock.now()
    async with world.stage.db.transaction(system("setup")) as tx:
        await save_fixes(tx, [Fix(crew_id=crew, point=HERE, at=now) for crew in world.crews.values()])


async def wave(world: World, who: str, incident: UUID, **ask: Any) -> WaveReply:
    wanted = WaveAsk(**{"count": 2, "reach": "county", **ask})
    ranking = await rank_crews(world.stage.db, SILENT, world.people[who], incident, None, wanted)
    command = SendWave(incident_id=incident, ranking=ranking, ask=wanted, reason="人数众多")
    reply: WaveReply = await world.do(who, send_wave, command)
    return reply


async def notices(world: World, who: str) -> dict[str, dict[str, Any]]:
    """Notices on somebody's board, by call sign."""
    view = await world.stage.snapshot(world.people[who])
    return {
        one.fields["call_sign"]: {"id": UUID(key[1]), **one.fields}
        for key, one in view.entities.items()
        if key[0] == "notice"
    }


LIMITS: tuple[tuple[int, Authority, Reach], ...] = (
    (1, "province", "across"),
    (2, "province", "across"),
    (3, "province", "city"),
    (4, "province", "county"),
    (1, "city", "city"),
    (1, "county", "county"),
    (4, "city", "county"),
    (1, "station", "neighbours"),
)


@pytest.mark.parametrize(("level", "authority", "most"), LIMITS)
def test_as_far_as_level_and_right_allow(level: int, authority: Authority, most: Reach) -> None:
    assert furthest(level, authority) == most


def test_rings_go_outward() -> None:
    need = Need(
        class_code="0102", level=1, grid_code="G1", function_grids=("T1",), neighbours=("G2",), org_path="P/C/N/S"
    )
    seen = [
        ring_of(grid, path, need)
        for grid, path in (
            ("G1", "P/C/N/S"), ("T1", "P/C/N/T"), ("G2", "P/C/M/S"), ("G9", "P/C/N/X"), ("G9", "P/C/M/X"),
            ("G9", "P/D/M/X"),
        )
    ]  # fmt: skip
    assert seen == ["grid", "grid", "neighbours", "county", "city", "across"]


async def test_a_second_wave_goes_out_and_its_ranking_is_kept(world: World) -> None:
    await everybody_here(world)
    incident = await incident_of(world, "0102")
    await world.send("taker1", incident, "N1")
    await accept(world, "N1")
    reply = await wave(world, "north", incident, count=2)
    assert (reply.number, reply.wanted, len(reply.order_ids)) == (2, 2, 2)
    assert (await world.states(incident))["orders"] == {"N1": "accepted", "N2": "ordered", "N3": "ordered"}
    third = await wave(world, "commander", incident, count=5, reach="city")
    assert (third.number, len(third.order_ids)) == (3, 2)  # as many as there are
    sent = [one.event for one in await world.stage.facts() if isinstance(one.event, WaveSent)]
    assert [one.reach for one in sent] == ["county", "city"]
    for one in sent:
        assert one.ranking.basis is not None
        assert rank(one.ranking.basis).ranked == one.ranking.ranked
    view = await world.stage.snapshot(world.people["north"])
    waves = [one.fields for key, one in view.entities.items() if key[0] == "wave"]
    assert [(one["number"], one["sent"], one["by_name"]) for one in waves] == [(2, 2, "north"), (3, 2, "commander")]


async def test_crews_of_a_wave_that_do_not_answer_are_replaced_by_its_own_right(world: World) -> None:
    await everybody_here(world)
    incident = await incident_of(world, "0102")
    await world.send("taker1", incident, "N1", "S1")
    await accept(world, "N1")
    await world.stage.advance(11)  # the chain's own second crew did not answer, and nobody else is in its ranking
    await world.stage.db.worker_pool.execute("update dispatch.callout set wave = 3")  # as many rings as the chain has
    cursor, world.view = world.view.cursor, await world.stage.snapshot()
    world.view.cursor = cursor
    await wave(world, "north", incident, count=1, reach="county")
    first = next(one for one, state in (await world.states(incident))["orders"].items() if state == "ordered")
    await world.stage.advance(11)
    orders = (await world.states(incident))["orders"]
    second = ({"N2", "N3"} - {first}).pop()
    assert (orders[first], orders[second]) == ("expired", "ordered")
    await world.stage.advance(11)  # nobody is left in the county, and the southern one is beyond its right
    orders = (await world.states(incident))["orders"]
    assert "S2" not in orders and orders[second] == "expired"
    facts = [one.event for one in await world.stage.facts() if isinstance(one.event, WaveRefilled)]
    assert [(len(one.order_ids), one.missing) for one in facts] == [(1, 0), (0, 1)]
    view = await world.stage.snapshot(world.people["north"])
    assert [one.fields["missing"] for key, one in view.entities.items() if key[0] == "wave"] == [1]
    await world.stage.advance(60)
    assert len([one for one in await world.stage.facts() if isinstance(one.event, WaveRefilled)]) == 2


async def test_a_replacement_from_beyond_the_line_is_told_to_its_owners(world: World) -> None:
    await everybody_here(world)
    incident = await incident_of(world, "0102")
    await world.send("taker1", incident, "N1")
    await accept(world, "N1")
    await wave(world, "commander", incident, count=2, reach="city")
    assert await notices(world, "south1") == {}
    officer, order = "officer_n2", await world.order_of("N2")
    await world.do(officer, refuse_order, RefuseOrder(order_id=order, reason="车辆故障"))
    await accept(world, "N3")  # one of a wave outruns nobody
    await world.stage.advance(11)
    orders = (await world.states(incident))["orders"]
    assert orders == {"N1": "accepted", "N2": "refused", "N3": "accepted", "S1": "ordered"}
    told = await notices(world, "south1")
    assert told["S1"]["taken_by_name"] == "commander"


async def test_all_of_a_wave_are_wanted(world: World) -> None:
    await everybody_here(world)
    incident = await incident_of(world, "0102")
    await world.send("taker1", incident, "N1")
    await accept(world, "N1")
    await wave(world, "north", incident, count=2)
    await accept(world, "N2")
    assert (await world.states(incident))["orders"] == {"N1": "accepted", "N2": "accepted", "N3": "ordered"}
    await accept(world, "N3")
    await world.stage.advance(60)
    assert (await world.states(incident))["orders"]["N3"] == "accepted"


async def test_nobody_asks_beyond_level_or_right(world: World) -> None:
    await everybody_here(world)
    mild = await incident_of(world, "0508")
    with pytest.raises(WaveTooFar):
        await wave(world, "commander", mild, reach="city")
    grave = await incident_of(world, "0102")
    with pytest.raises(WaveTooFar) as refused:
        await wave(world, "north", grave, reach="city")
    assert refused.value.sentence("zh") == "2 级警情最远可在本区县范围内由您调派。"
    with pytest.raises(WaveTooFar):
        await wave(world, "north1", grave, reach="county")
    with pytest.raises(NobodyInReach):
        await wave(world, "commander", grave, reach="across", forces=("swat",))


async def test_standby_forces_are_called_up_by_name_only(world: World) -> None:
    await everybody_here(world)
    await world.stage.db.worker_pool.execute("update force.crew set readiness = 'standby' where code in ('N3', 'S1')")
    cursor, world.view = world.view.cursor, await world.stage.snapshot()
    world.view.cursor = cursor
    incident = await incident_of(world, "0102")
    await wave(world, "commander", incident, count=5, reach="city")
    assert set((await world.states(incident))["orders"]) == {"N1", "N2", "S2"}
    await wave(world, "commander", incident, count=5, reach="city", standby="only")
    assert set((await world.states(incident))["orders"]) == {"N1", "N2", "S2", "N3", "S1"}
    assert set(await notices(world, "south1")) == {"S1", "S2"}


async def test_a_call_taker_takes_a_crew_of_another_county_and_its_owners_are_told(world: World) -> None:
    await everybody_here(world)
    incident = await incident_of(world, "0102")
    await world.send("taker1", incident, "N1", "S1", crew="S1")
    assert (await notices(world, "south1"))["S1"]["taken_by_name"] == "taker1"
    assert await notices(world, "taker1") == {}
    await accept(world, "S1")
    await world.advance(61)
    assert (await notices(world, "south1"))["S1"]["asked"] == 2


async def test_owners_are_told_until_they_have_seen_it(world: World) -> None:
    await everybody_here(world)
    incident = await incident_of(world, "0102")
    await world.send("commander", incident, "N1", "S1", crew="S1")
    told = (await notices(world, "south1"))["S1"]
    assert (told["asks"], told["taken_by_name"], told["level"]) == (["station", "county"], "commander", 2)
    assert told["expected_until"] is not None
    assert set(await notices(world, "north1")) == set()
    await accept(world, "S1")
    see = SeeNotice(notice_id=told["id"])
    with pytest.raises(NoticeNotYours):
        await world.do("commander", see_notice, see)
    assert (await world.do("south1", see_notice, see)).unseen == ("county",)
    assert (await world.do("south1", see_notice, see)).unseen == ("county",)
    await world.advance(61)
    assert (await notices(world, "south"))["S1"]["asked"] == 2
    assert (await world.do("south", see_notice, see)).unseen == ()
    await world.advance(600)
    assert (await notices(world, "commander"))["S1"]["asked"] == 2
    release = ReleaseOrder(order_id=await world.order_of("S1"), reason="另有任务")
    await world.do("north", release_order, release)
    assert await notices(world, "south") == {}
    with pytest.raises(NoticeOver):
        await world.do("south", see_notice, see)
    facts = [name for name in await world.stage.names(incident) if name.startswith("dispatch.notice")]
    assert facts == [f"dispatch.notice.{one}" for one in ("raised", "seen", "repeated", "seen", "ended")]


async def test_who_takes_his_own_crew_and_the_chain_tell_nobody(world: World) -> None:
    incident = await incident_of(world, "0201")
    await world.send("taker1", incident, "N3", "N1")  # the chain's first choice, of another station
    assert await notices(world, "commander") == {}
    other = await incident_of(world, "0201")
    await world.send("north", other, "N1", "N2", crew="N2")
    assert await notices(world, "commander") == {}
    # The county takes a crew of one of its stations for another one's incident: only that station is told.
    third = await incident_of(world, "0201")
    await world.advance(10.5)
    await world.send("north", third, "N3", crew="N3")
    assert (await notices(world, "commander"))["N3"]["asks"] == ["station"]


async def test_a_crew_that_is_carried_over_is_still_taken(world: World) -> None:
    await everybody_here(world)
    primary, duplicate = await incident_of(world, "0102"), await incident_of(world, "0102")
    await world.send("commander", duplicate, "S1", crew="S1")
    await accept(world, "S1")
    before = (await notices(world, "south1"))["S1"]
    command = MergeIncident(incident_id=duplicate, primary_id=primary, carries_crews=True, reason="同一起警情")
    await world.do("taker1", merge_incident, command)
    after = (await notices(world, "south1"))["S1"]
    assert (after["incident_id"], after["taken_by_name"]) == (str(primary), "commander")
    assert after["id"] != before["id"]
