"""What is double-checked: all of the graver levels, a fair sample of the rest; before and after; nobody's own work."""

from uuid import UUID

import pytest

from tests.agencies.test_settings import put
from tests.dispatch.test_chain import incident_of
from tests.world import PROVINCE, World
from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder
from yaoyaoling.dispatch.handlers.answer import accept_order, advance_own_order
from yaoyaoling.field.commands import SubmitFeedback
from yaoyaoling.field.handlers.submit_feedback import submit_feedback
from yaoyaoling.kernel.clock import midnight
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.oversight.handlers.decide_review import Corrections, DecideReview, OwnWork, decide_review
from yaoyaoling.oversight.policy import is_drawn
from yaoyaoling.oversight.queries import get_workload


async def fed_back(world: World, class_code: str = "0207", **fields: str) -> UUID:
    incident = await incident_of(world, class_code)
    await world.send("taker1", incident, "N1")
    order = await world.order_of("N1")
    await world.do("officer_n1", accept_order, AcceptOrder(order_id=order))
    for to in ("depart", "arrive"):
        await world.do("officer_n1", advance_own_order, AdvanceOrder(order_id=order, to=to))
    await world.do("officer_n1", submit_feedback, SubmitFeedback(order_id=order, outcome="other", text="已处置"))
    return incident


async def reviews(world: World, incident: UUID) -> dict[str, UUID]:
    rows = await world.stage.fetch("select kind, id from oversight.review where incident_id = $1", incident)
    return {row["kind"]: row["id"] for row in rows}


def test_the_draw_is_fair_and_the_same_again() -> None:
    ids = [new_id() for _ in range(20_000)]
    drawn = [one for one in ids if is_drawn(one, "dispatch", 10)]
    assert 1_800 < len(drawn) < 2_200  # 2000 ± 4.7 standard deviations
    assert drawn == [one for one in ids if is_drawn(one, "dispatch", 10)]
    assert {one for one in drawn} <= {one for one in ids if is_drawn(one, "dispatch", 30)}  # noqa: C416
    both = sum(is_drawn(one, "feedback", 10) for one in drawn)
    assert 120 < both < 280  # the draws of two kinds are independent
    assert not any(is_drawn(one, "dispatch", 0) for one in ids)
    assert all(is_drawn(one, "dispatch", 100) for one in ids)


async def test_grave_levels_are_all_checked_and_others_as_set(world: World) -> None:
    assert set(await reviews(world, await fed_back(world, "0104"))) == {"dispatch", "feedback"}
    assert set(await reviews(world, await fed_back(world))) == {"feedback"}
    await put(world, "admin", "oversight.dispatch_sample_percent", PROVINCE, 100)
    assert set(await reviews(world, await fed_back(world))) == {"dispatch", "feedback"}
    await put(world, "admin", "oversight.all_up_to_level", PROVINCE, 0)
    await put(world, "admin", "oversight.dispatch_sample_percent", PROVINCE, 0)
    assert set(await reviews(world, await fed_back(world, "0104"))) == {"feedback"}


async def test_feedback_that_is_not_drawn_passes_in_the_programs_name(world: World) -> None:
    await put(world, "admin", "oversight.feedback_sample_percent", PROVINCE, 0)
    incident = await fed_back(world)
    assert await reviews(world, incident) == {}
    assert (await world.states(incident))["incident"] == "closed"
    row = (await world.stage.fetch("select state, remarks from field.feedback where incident_id = $1", incident))[0]
    assert tuple(row) == ("passed", "not_drawn")
    judged = [one for one in await world.stage.facts() if one.event.name == "field.feedback.judged"]
    assert [one.actor for one in judged] == ["system:oversight.sample"]


async def test_before_and_after_stay_with_the_check(world: World) -> None:
    incident = await fed_back(world)
    review = (await reviews(world, incident))["feedback"]
    command = DecideReview(
        review_id=review, decision="pass", corrections=Corrections(class_code="0202", level=4), remarks="类别有误"
    )
    await world.do("reviewer", decide_review, command)
    fields = (await world.stage.snapshot()).entities[("review", str(review))].fields
    assert fields["corrections"] == {"class_code": "0202"}  # level 4 it was already
    assert fields["corrected_from"] == {"class_code": "0207"}


async def test_nobody_checks_their_own_work_and_the_load_is_counted(world: World) -> None:
    incident = await fed_back(world, "0104")
    taker = world.people["taker1"]
    both = taker.model_copy(update={"roles": taker.roles | {"reviewer"}, "scopes": world.people["reviewer"].scopes})
    queue = await reviews(world, incident)
    with pytest.raises(OwnWork):
        await world.do(both, decide_review, DecideReview(review_id=queue["dispatch"], decision="pass"))
    await world.advance(30)
    await world.do("reviewer", decide_review, DecideReview(review_id=queue["dispatch"], decision="pass"))
    back = DecideReview(review_id=queue["feedback"], decision="return", remarks="缺照片")
    await world.do("reviewer2", decide_review, back)
    async with world.stage.db.snapshot(world.people["reviewer"]) as tx:
        load = await get_workload(tx, midnight(tx.now))
    assert (load.open, load.oldest_opened_at, load.opened) == (0, None, 2)
    assert {(one.name, one.decided, one.returned, one.median_s) for one in load.reviewers} == {
        ("reviewer", 1, 0, 30.0), ("reviewer2", 1, 1, 30.0),
    }  # fmt: skip
