"""What a ranking follows from is gathered whole, and the ledger alone gives the saved list again."""

from uuid import UUID

from tests.dispatch.test_chain import accept, incident_of
from tests.world import HERE, NORTH, SOUTH, World
from yaoyaoling.dispatch.basis import rank_crews
from yaoyaoling.dispatch.commands import AgreeZone, SendCrew
from yaoyaoling.dispatch.events import CalloutStarted
from yaoyaoling.dispatch.handlers.send import send_crew
from yaoyaoling.dispatch.handlers.zones import agree_zone
from yaoyaoling.dispatch.policy import Candidate, Ranking, rank
from yaoyaoling.force.public import Fix, save_fixes
from yaoyaoling.places.public import RoadClient
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.principal import system

SILENT = RoadClient(Bus("nats://127.0.0.1:9", "yyl.none"))


async def ranking_of(world: World, incident: UUID, who: str = "taker1") -> Ranking:
    return await rank_crews(world.stage.db, SILENT, world.people[who], incident)


def candidate(ranking: Ranking, call_sign: str) -> Candidate:
    assert ranking.basis is not None
    return next(one for one in ranking.basis.candidates if one.call_sign == call_sign)


async def test_the_ledger_alone_gives_the_saved_list_again(world: World) -> None:
    incident = await incident_of(world, "0102")
    ranking = await ranking_of(world, incident)
    assert ranking.ranked and ranking.basis is not None
    await world.do("taker1", send_crew, SendCrew(incident_id=incident, ranking=ranking))
    saved = [one.event.ranking for one in await world.stage.facts() if isinstance(one.event, CalloutStarted)]
    assert len(saved) == 1 and saved[0].basis is not None
    again = rank(saved[0].basis)
    assert again.model_copy(update={"others": saved[0].others}) == saved[0] == ranking


async def test_facts_are_as_they_are(world: World) -> None:
    now = world.stage.clock.now()
    async with world.stage.db.transaction(system("setup")) as tx:
        await save_fixes(tx, [Fix(crew_id=world.crews["N2"], point=HERE, at=now)])
    mild = await incident_of(world, "0508")
    await world.send("taker1", mild, "N1")
    await accept(world, "N1")
    grave = await incident_of(world, "0102")
    ranking = await ranking_of(world, grave)
    busy = candidate(ranking, "N1")
    assert busy.job is not None and (busy.job.incident_id, busy.job.level) == (mild, 4)
    assert busy.orders_today == 1
    assert next(one for one in ranking.ranked if one.call_sign == "N1").preempts == mild
    as_mild = await ranking_of(world, await incident_of(world, "0201"))
    assert {one.call_sign: one.reason for one in as_mild.excluded}["N1"] == "busy"
    need = ranking.basis.need if ranking.basis else None
    assert need is not None and (need.class_code, need.level, need.grid_code) == ("0102", 2, "G1")
    assert set(need.neighbours) == {"G2", "G3"} and need.zones == ()


async def test_a_zone_holds_near_the_line_only(world: World) -> None:
    await world.do("commander", agree_zone, AgreeZone(name_zh="南北协作区", counties=(NORTH, SOUTH)))
    contact = await world.report()
    await world.take("taker1", contact)
    near = await world.open("taker1", contact, "0201", point=HERE.model_copy(update={"lat": 30.555}))
    ranking = await ranking_of(world, near)
    assert ranking.basis is not None and ranking.basis.need.zones == (world.paths[SOUTH],)
    south = next(one for one in ranking.ranked if one.call_sign.startswith("S"))
    assert "zone" in south.reasons and "other_county" not in south.reasons


async def test_a_desk_ranks_what_it_sees(world: World) -> None:
    incident = await incident_of(world)
    assert {one.call_sign[0] for one in (await ranking_of(world, incident, "north")).ranked} == {"N"}
    assert {one.call_sign[0] for one in (await ranking_of(world, incident)).ranked} == {"N", "S"}


async def test_crews_that_let_an_order_pass_are_asked_last_and_only_for_that_incident(world: World) -> None:
    incident, other = await incident_of(world, "0201"), await incident_of(world, "0201")
    before = [one.call_sign for one in (await ranking_of(world, incident)).ranked]
    await world.send("taker1", incident, "N1")
    await world.advance(10.1)
    orders = (await world.states(incident))["orders"]
    silent = [call_sign for call_sign, state in orders.items() if state == "expired"]
    assert silent
    ranking = await ranking_of(world, incident)
    assert all(candidate(ranking, one).let_pass == 1 for one in silent)
    fresh = [one for one in before if one not in silent]
    now = [one.call_sign for one in ranking.ranked]
    assert fresh and [one for one in now if one not in silent] == fresh and now[-len(silent) :] == silent
    elsewhere = await ranking_of(world, other)
    assert all(candidate(elsewhere, one).let_pass == 0 for one in silent)
    await world.advance(16 * 60)
    later = await ranking_of(world, incident)
    assert all(candidate(later, one).let_pass == 0 for one in silent)
