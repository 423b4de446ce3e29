"""Many waiting incidents at once: the least sum over the same costs, nobody urgent behind somebody mild."""

from collections.abc import Mapping
from itertools import product
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dispatch.test_basis import SILENT
from tests.dispatch.test_chain import incident_of
from tests.world import HERE, World
from yaoyaoling.dispatch.basis import rank_crews
from yaoyaoling.dispatch.commands import AcceptSurge, ProposeSurge, SendCrew
from yaoyaoling.dispatch.events import CalloutStarted, CrewOrdered, SurgeAccepted, SurgeProposed
from yaoyaoling.dispatch.handlers.accept_surge import NotAccepted, NotInSurge, accept_surge, keep_proposal
from yaoyaoling.dispatch.handlers.send import send_crew
from yaoyaoling.dispatch.policy import (
    Basis,
    Candidate,
    ForceType,
    Job,
    Need,
    RankingRules,
    SurgeBasis,
    SurgePlan,
    SurgeRules,
    Waiting,
    match,
    pack,
    plan_surge,
    rank,
    unpack,
)
from yaoyaoling.dispatch.rules import SETTINGS
from yaoyaoling.dispatch.surge import propose_surge, weigh_surge
from yaoyaoling.dispatch.surges import list_orders_of
from yaoyaoling.dispatch.why import why_crew
from yaoyaoling.force.public import Fix, save_fixes
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.principal import system

AWAY = Bus("nats://127.0.0.1:9", "yyl.none")
PATROL = ForceType(
    code="patrol", name_zh="巡特警", name_en="Patrol", is_police=True, takes=("*",), contains=(), officers=1, people=1
)
RULES = SurgeRules()


def waiting(number: int, level: int, etas: Mapping[str, float | None], wanted: int = 1, **crew: Any) -> Waiting:
    """An incident with crews and their road times; None: no road."""
    candidates = tuple(
        Candidate(
            crew_id=UUID(int=ord(name)), call_sign=name, grid_code="G", org_path="P/C/N/S", officers=1, eta_s=eta,
            distance_m=eta, position_age_s=0.0, **crew,
        )
        for name, eta in etas.items()
    )  # fmt: skip
    need = Need(class_code="0201", level=level, org_path="P/C/N/S")
    basis = Basis(need=need, rules=RankingRules(), candidates=candidates, forces=(PATROL,))
    return Waiting(incident_id=UUID(int=number), wanted=wanted, ranking=rank(basis))


def sent(plan: SurgePlan) -> list[str]:
    return ["".join(crew.call_sign for crew in line.crews) for line in plan.lines]


def test_two_crews_cross_no_more() -> None:
    # One by one the first takes A, its nearest, and the second is left with B far away.
    plan = plan_surge([waiting(1, 3, {"A": 100, "B": 130}), waiting(2, 3, {"A": 120, "B": 900})])
    assert sent(plan) == ["B", "A"]
    assert (plan.together.eta_s, plan.one_by_one.eta_s) == (250.0, 1000.0)
    first = plan.lines[0]
    assert first.first_choice is not None
    assert (first.first_choice.call_sign, first.goes_to) == ("A", UUID(int=2))
    assert plan.lines[1].first_choice is None


def test_an_urgent_one_keeps_its_crew_whatever_a_mild_one_saves() -> None:
    plan = plan_surge([waiting(1, 4, {"A": 60, "B": 3000}), waiting(2, 1, {"A": 100, "B": 110})])
    assert sent(plan) == ["B", "A"]


def test_nobody_grave_goes_without_for_a_mild_one() -> None:
    plan = plan_surge([waiting(1, 4, {"A": 10}), waiting(2, 2, {"A": 3000}), waiting(3, 3, {"A": 20})])
    assert sent(plan) == ["", "A", ""]
    assert plan.lines[0].goes_to == UUID(int=2)
    assert plan.together.served == 1


def test_levels_weigh() -> None:
    mild, grave = {"A": 100, "B": 200}, {"A": 100, "B": 190}
    assert sent(plan_surge([waiting(1, 4, mild), waiting(2, 2, grave)])) == ["B", "A"]
    assert sent(plan_surge([waiting(1, 3, mild), waiting(2, 3, grave)])) == ["A", "B"]


def test_a_second_crew_comes_after_everybodys_first() -> None:
    grave, mild = waiting(1, 2, {"A": 60, "B": 70}, wanted=2), waiting(2, 4, {"B": 500})
    assert sent(plan_surge([grave, mild])) == ["A", "B"]
    urgent = waiting(1, 1, {"A": 60, "B": 70}, wanted=2)
    assert sent(plan_surge([urgent, mild])) == ["AB", ""]


def test_whom_the_ranking_excludes_does_not_go() -> None:
    plan = plan_surge([waiting(1, 3, {"A": None, "B": 50}), waiting(2, 3, {"B": 40})])
    assert sent(plan) in (["B", ""], ["", "B"])
    off = plan_surge([waiting(1, 1, {"A": 10}, is_on_duty=False)])
    assert sent(off) == [""] and off.together.crews == 0


def test_nothing_waits_and_nobody_is_there() -> None:
    assert plan_surge([]).lines == ()
    assert sent(plan_surge([waiting(1, 1, {}, wanted=3)])) == [""]


COST = st.one_of(st.just(float("inf")), st.integers(-50, 900).map(float))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_it_is_the_least_of_all_ways(data: st.DataObject) -> None:
    rows, columns = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    cost = np.array(data.draw(st.lists(st.lists(COST, min_size=columns, max_size=columns), min_size=rows,
                                       max_size=rows)))  # fmt: skip
    tier = data.draw(st.lists(st.integers(1, 3), min_size=rows, max_size=rows))
    weight = [RULES.weights[one] for one in tier]
    tiers = sorted(set(tier))

    def worth(found: tuple[int | None, ...]) -> tuple[float, ...]:
        unserved = [sum(1 for row in range(rows) if tier[row] == one and found[row] is None) for one in tiers]
        total = sum(cost[row, column] * weight[row] for row, column in enumerate(found) if column is not None)
        return (*unserved, total)

    ways = [
        way
        for way in product([None, *range(columns)], repeat=rows)
        if len({one for one in way if one is not None}) == sum(one is not None for one in way)
        and all(one is None or np.isfinite(cost[row, one]) for row, one in enumerate(way))
    ]
    assert worth(match(cost, weight, tier)) == pytest.approx(min(map(worth, ways)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.lists(st.integers(10, 900), min_size=3, max_size=3)), max_size=6))
def test_it_is_never_worse_than_one_by_one(asked: list[tuple[int, list[int]]]) -> None:
    ones = [
        waiting(n, level, dict(zip("ABC", map(float, etas), strict=True))) for n, (level, etas) in enumerate(asked, 1)
    ]
    plan = plan_surge(ones)
    crews = [crew.crew_id for line in plan.lines for crew in line.crews]
    assert len(set(crews)) == len(crews)
    assert plan.together.served == plan.one_by_one.served == min(3, len(ones))
    served = sorted(line.level for line in plan.lines if line.crews)
    assert served == sorted(level for level, _ in asked)[: len(served)]
    if len({level for level, _ in asked}) <= 1 and len(ones) <= 3:
        assert plan.together.weighed_s <= plan.one_by_one.weighed_s + 0.1


async def many(world: World, classes: list[str]) -> list[UUID]:
    now = world.stage.clock.now()
    async with world.stage.db.transaction(system("setup")) as tx:
        await save_fixes(tx, [Fix(crew_id=crew, point=HERE, at=now) for crew in world.crews.values()])
    return [await incident_of(world, one) for one in classes]


async def test_the_proposal_is_over_what_waits_and_becomes_ordinary_orders(world: World) -> None:
    incidents = await many(world, ["0508", "0201", "0102"])
    few = await propose_surge(world.stage.db, AWAY, world.people["commander"])
    assert (few.waiting, few.plan) == (3, None)
    incidents += await many(world, ["0508"] * (few.from_count - 3))
    view = await propose_surge(world.stage.db, AWAY, world.people["commander"])
    assert view.plan is not None and view.waiting == view.from_count
    lines = {line.incident_id: line for line in view.plan.lines}
    assert set(lines) == set(incidents)
    assert view.plan.lines[0].incident_id == incidents[2]  # the gravest first
    assert view.plan.together.crews == len(world.crews)
    assert all(crew.is_estimated for line in view.plan.lines for crew in line.crews)  # no roads answer here

    line = lines[incidents[2]]
    first, *further = [crew.crew_id for crew in line.crews]
    command = SendCrew(
        incident_id=line.incident_id,
        ranking=await rank_crews(world.stage.db, SILENT, world.people["commander"], line.incident_id),
        crew_id=first,
        further=tuple(further),
        reason="集中派警",
    )
    reply = await world.do("commander", send_crew, command)
    assert len(reply.order_ids) == len(line.crews)
    again = await propose_surge(world.stage.db, AWAY, world.people["commander"])
    assert again.waiting == view.waiting - 1
    started = [one.event for one in await world.stage.facts() if isinstance(one.event, CalloutStarted)]
    assert started[0].ranking.basis is not None


async def test_a_county_sees_its_own_surge(world: World) -> None:
    await many(world, ["0201"] * SETTINGS.surge_from)
    assert (await propose_surge(world.stage.db, AWAY, world.people["south"])).plan is None
    north = (await propose_surge(world.stage.db, AWAY, world.people["north"])).plan
    assert north is not None
    assert {crew.call_sign[0] for line in north.lines for crew in line.crews} == {"N"}


async def test_further_crews_that_cannot_be_had_are_left_out(world: World) -> None:
    one, other = await many(world, ["0102", "0201"])
    await world.send("taker1", other, "N2")
    ranking = world.ranking("N1", "N2", "N3")
    crews = [world.crews[code] for code in ("N1", "N2", "N3")]
    command = SendCrew(incident_id=one, ranking=ranking, crew_id=crews[0], further=tuple(crews[1:]))
    assert len((await world.do("commander", send_crew, command)).order_ids) == 2
    assert (await world.states(one))["orders"] == {"N1": "ordered", "N3": "ordered"}


def test_what_a_proposal_follows_from_is_kept_small_and_gives_it_again() -> None:
    many_ask = [
        waiting(n, level, {"A": 100 + n, "B": 200 - n, "C": None}, wanted=2) for n, level in enumerate([1, 3, 2, 4], 1)
    ]
    kept = SurgeBasis.model_validate_json(pack(many_ask).model_dump_json())
    assert len(kept.crews) == 3 and len(kept.rules) == len(kept.forces) == 1
    assert [one.ranking for one in unpack(kept)] == [one.ranking for one in many_ask]
    assert plan_surge(unpack(kept)) == plan_surge(many_ask)


def test_a_crew_has_no_other_job_at_the_incident_it_is_ordered_to() -> None:
    job = Job(incident_id=UUID(int=2), level=4, state="ordered")
    asked = [waiting(1, 1, {"A": 60}, job=job), waiting(2, 4, {"A": 50})]
    for order in (asked, asked[::-1]):
        assert [one.ranking for one in unpack(pack(order))] == [one.ranking for one in order]


async def test_a_surge_is_kept_with_who_accepted_it_and_the_orders_it_gave(world: World) -> None:
    incidents = await many(world, ["0102", *["0508"] * (SETTINGS.surge_from - 1)])
    found = await weigh_surge(world.stage.db, AWAY, world.people["commander"])
    assert found.view.plan is not None
    kept = await world.do("commander", keep_proposal, ProposeSurge(basis=pack(found.waiting), plan=found.view.plan))
    line = next(line for line in found.view.plan.lines if line.incident_id == incidents[0])
    first, *further = [crew.crew_id for crew in line.crews]
    nobody = next(line for line in found.view.plan.lines if not line.crews)

    def send(crew_id: UUID, incident_id: UUID = incidents[0]) -> SendCrew:
        return SendCrew(
            incident_id=incident_id, ranking=world.ranking("N1"), crew_id=crew_id, further=tuple(further),
            surge_id=kept.surge_id,
        )  # fmt: skip

    with pytest.raises(NotAccepted):
        await world.do("commander", send_crew, send(first))
    with pytest.raises(NotInSurge):
        await world.do(
            "commander", accept_surge, AcceptSurge(surge_id=kept.surge_id, incident_ids=(nobody.incident_id,))
        )
    with pytest.raises(NotFound):
        await world.do("south", accept_surge, AcceptSurge(surge_id=kept.surge_id, incident_ids=(incidents[0],)))
    accept = AcceptSurge(surge_id=kept.surge_id, incident_ids=(incidents[0],))
    assert (await world.do("commander", accept_surge, accept)).incident_ids == (incidents[0],)
    await world.do("commander", accept_surge, accept)  # twice is once
    reply = await world.do("commander", send_crew, send(first))

    facts = [one.event for one in await world.stage.facts()]
    proposed = next(one for one in facts if isinstance(one, SurgeProposed))
    accepted = [one for one in facts if isinstance(one, SurgeAccepted)]
    assert plan_surge(unpack(proposed.basis)) == proposed.plan == found.view.plan
    assert [(one.surge_id, one.lines) for one in accepted] == [(kept.surge_id, (line,))]
    assert accepted[0].by_name == world.people["commander"].name
    ordered = {one.order_id for one in facts if isinstance(one, CrewOrdered) and one.surge_id == kept.surge_id}
    assert ordered == set(reply.order_ids)
    async with world.stage.db.snapshot(world.people["commander"]) as tx:
        assert {order.id for order in await list_orders_of(tx, kept.surge_id)} == ordered
        started = next(
            one for one in await world.stage.facts()
            if isinstance(one.event, CalloutStarted) and one.incident == incidents[0]
        )  # fmt: skip
        elsewhere = next(one for one in found.view.plan.lines if one.crews and one.incident_id != incidents[0])
        why = [
            await why_crew(tx, world.stage.decoder, incidents[0], started.event_id, one)
            for one in (first, elsewhere.crews[0].crew_id)
        ]
    # By the single ranking the order was given with, only N1 was compared; the surge weighed all for all.
    assert [(one.is_surge, one.goes_to) for one in why] == [(True, None), (True, elsewhere.incident_id)]
    its = next(one.ranking for one in unpack(proposed.basis) if one.incident_id == incidents[0])
    assert [one.place for one in why] == [
        next(n for n, ranked in enumerate(its.ranked, 1) if ranked.crew_id == one.crew_id) for one in why
    ]
