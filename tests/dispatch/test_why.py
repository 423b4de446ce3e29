"""Why not crew B: a decision that was kept answers for every crew, compared by name or not."""

from uuid import UUID

import pytest

from tests.dispatch.test_basis import SILENT
from tests.dispatch.test_chain import incident_of
from tests.dispatch.test_waves import everybody_here, wave
from tests.world import World
from yaoyaoling.dispatch.basis import rank_crews
from yaoyaoling.dispatch.commands import SendCrew
from yaoyaoling.dispatch.handlers.send import send_crew
from yaoyaoling.dispatch.policy import Ranking, explain
from yaoyaoling.dispatch.why import Why, why_crew
from yaoyaoling.kernel.refused import NotFound


async def ask(world: World, incident: UUID, code: str, name: str = "dispatch.callout.started") -> Why:
    fact = next(one for one in await world.stage.facts() if one.event.name == name and one.incident == incident)
    async with world.stage.db.snapshot(world.people["commander"]) as tx:
        return await why_crew(tx, world.stage.decoder, incident, fact.event_id, world.crews[code])


async def decided(world: World, incident: UUID, ranking: Ranking) -> None:
    await world.do("taker1", send_crew, SendCrew(incident_id=incident, ranking=ranking))


def without(world: World, ranking: Ranking, *codes: str) -> Ranking:
    """The ranking as if these crews had not been compared by name."""
    gone = {world.crews[code] for code in codes}
    assert ranking.basis is not None
    basis = ranking.basis.model_copy(
        update={"candidates": tuple(one for one in ranking.basis.candidates if one.crew_id not in gone)}
    )
    return ranking.model_copy(
        update={
            "ranked": tuple(one for one in ranking.ranked if one.crew_id not in gone),
            "excluded": tuple(one for one in ranking.excluded if one.crew_id not in gone),
            "basis": basis,
        }
    )


async def test_a_ranked_crew_is_answered_for_in_seconds(world: World) -> None:
    await everybody_here(world)
    incident = await incident_of(world, "0201")
    ranking = await rank_crews(world.stage.db, SILENT, world.people["commander"], incident)
    await decided(world, incident, ranking)
    last = ranking.ranked[-1]
    why = await ask(world, incident, last.call_sign)
    assert (why.place, why.cost_s, why.exclusion) == (len(ranking.ranked), last.cost_s, None)
    assert why.eta_s is not None
    assert why.eta_s + sum(part.seconds for part in why.parts) == pytest.approx(last.cost_s, abs=0.5)
    assert "other_county" in {part.reason for part in why.parts}
    assert why.first == ranking.ranked[0] and not why.is_reconstructed
    assert ranking.basis is not None and explain(ranking.basis, UUID(int=1)) == ()


async def test_crews_that_were_only_counted_are_answered_for_from_that_moment(world: World) -> None:
    await everybody_here(world)
    mild = await incident_of(world, "0508")
    await world.send("taker1", mild, "S1")
    await world.advance(1)
    incident = await incident_of(world, "0201")
    ranking = await rank_crews(world.stage.db, SILENT, world.people["commander"], incident)
    await decided(world, incident, without(world, ranking, "S1", "S2", "N3"))
    await world.advance(600)  # what holds now says nothing of then
    assert (await ask(world, incident, "S1")).exclusion == "busy"
    assert (await ask(world, incident, "S2")).exclusion == "too_far"
    assert (await ask(world, incident, "S2")).is_reconstructed
    with pytest.raises(NotFound):
        await ask(world, incident, "S1", "incidents.incident.opened")


async def test_a_wave_answers_for_whom_it_was_asked_from(world: World) -> None:
    await everybody_here(world)
    incident = await incident_of(world, "0102")
    await world.stage.db.worker_pool.execute("update force.crew set readiness = 'standby' where code = 'N2'")
    cursor, world.view = world.view.cursor, await world.stage.snapshot()
    world.view.cursor = cursor
    await wave(world, "commander", incident, count=1, reach="county", standby="only")
    assert not (await ask(world, incident, "S1", "dispatch.wave.sent")).was_asked
    assert (await ask(world, incident, "N2", "dispatch.wave.sent")).place == 1


async def test_home_and_people_are_those_of_then(world: World) -> None:
    await everybody_here(world)
    incident = await incident_of(world, "0201")
    ranking = await rank_crews(world.stage.db, SILENT, world.people["commander"], incident)
    await decided(world, incident, without(world, ranking, "S1", "N3"))
    await world.advance(60)
    await world.stage.db.worker_pool.execute("update force.crew set officers = 0 where code = 'S1'")
    # It has no officer now and may not go alone; then it had one, and was too far.
    assert (await ask(world, incident, "S1")).exclusion == "too_far"


async def test_a_crew_never_heard_of_is_not_called_too_far(world: World) -> None:
    await everybody_here(world)
    await world.stage.db.worker_pool.execute("delete from force.position where crew_id = $1", world.crews["N3"])
    incident = await incident_of(world, "0201")
    ranking = await rank_crews(world.stage.db, SILENT, world.people["commander"], incident)
    await decided(world, incident, without(world, ranking, "N3"))
    assert (await ask(world, incident, "N3")).exclusion == "no_position"
