"""Duplicates are merged and parted again; what was closed or cancelled comes back to work."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.journeys.test_report_to_rating import photo
from tests.world import HERE, NORTH_2, SOUTH_1, World
from yaoyaoling.citizen.follow import read_follow
from yaoyaoling.citizen.handlers.submit_report import SubmitReport, submit_report
from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder
from yaoyaoling.dispatch.handlers.answer import accept_order, advance_own_order
from yaoyaoling.evidence.public import MediaFiles, read_media
from yaoyaoling.field.commands import SubmitFeedback
from yaoyaoling.field.handlers.submit_feedback import submit_feedback
from yaoyaoling.incidents.commands import AdvanceIncident, AmendIncident, MergeIncident, UnmergeIncident
from yaoyaoling.incidents.handlers.advance import advance_incident
from yaoyaoling.incidents.handlers.amend import IncidentEnded, amend_incident
from yaoyaoling.incidents.handlers.merge import (
    HasDuplicates,
    MergedWithItself,
    MergesInspection,
    PrimaryEnded,
    merge_incident,
    unmerge_incident,
)
from yaoyaoling.incidents.states import IllegalIncidentSignal, IncidentSignal
from yaoyaoling.intake.commands import LinkContact
from yaoyaoling.intake.handlers.finish import FinishSeat, finish_seat, link_contact
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.oversight.handlers.decide_review import DecideReview, decide_review
from yaoyaoling.places.public import RoadClient
from yaoyaoling.platform.bus import Bus
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.feeds.contract import View
from yaoyaoling.platform.principal import PUBLIC

HALL_CODE = "990000110000"


async def opened(world: World, class_code: str = "0207", **rest: Any) -> tuple[UUID, UUID]:
    """A contact and the incident opened from it by the first call-taker."""
    contact = await world.report()
    await world.take("taker1", contact)
    incident = await world.open("taker1", contact, class_code, **rest)
    await world.do("taker1", finish_seat, FinishSeat())
    return contact, incident


async def merge(world: World, who: str, incident: UUID, primary: UUID, **rest: Any) -> None:
    command = MergeIncident(incident_id=incident, primary_id=primary, reason="同一起纠纷", **rest)
    await world.do(who, merge_incident, command)


async def unmerge(world: World, who: str, incident: UUID) -> None:
    await world.do(who, unmerge_incident, UnmergeIncident(incident_id=incident, reason="不是同一起"))


async def stage_of(world: World, contact: UUID) -> str:
    """What the reporter is told."""
    silent = RoadClient(Bus("nats://127.0.0.1:9", "yyl.none"))
    return (await read_follow(world.stage.db, silent, contact)).view.stage


async def fields(world: World, who: str, incident: UUID) -> dict[str, Any]:
    view = await world.stage.snapshot(world.people[who])
    return view.entities[("incident", str(incident))].fields


async def accept(world: World, code: str, *, depart: bool = False, arrive: bool = False) -> UUID:
    order = await world.order_of(code)
    who = f"officer_{code.lower()}"
    await world.do(who, accept_order, AcceptOrder(order_id=order))
    for to, wanted in (("depart", depart), ("arrive", arrive)):
        if wanted:
            await world.do(who, advance_own_order, AdvanceOrder(order_id=order, to=to))
    return order


async def test_the_duplicate_goes_to_the_primary_and_both_files_say_so(world: World) -> None:
    _, primary = await opened(world)
    contact, duplicate = await opened(world)
    await world.send("taker1", primary, "N1")
    await accept(world, "N1", depart=True)
    await world.send("taker1", duplicate, "N2")
    await accept(world, "N2")
    await merge(world, "commander", duplicate, primary)
    assert await world.states(duplicate) == {"incident": "merged", "callout": "stopped", "orders": {"N2": "released"}}
    assert (await world.states(primary))["orders"] == {"N1": "departed"}
    shown = await fields(world, "north", duplicate)
    assert shown["merged_into"] == str(primary)
    assert shown["merged_into_number"] == (await fields(world, "north", primary))["number"]
    assert shown["closed_at"] is not None
    assert await stage_of(world, contact) == "under_way"  # the reporter follows the crew that really comes
    assert "incidents.duplicate.joined" in await world.stage.names(primary)
    assert await world.stage.value("select count(*) from platform.timer where key = $1", str(duplicate)) == 0
    assert not await world.stage.value(
        "select exists (select from incidents.obligation where incident_id = $1 and settled_at is null)", duplicate
    )


async def test_crews_may_go_on_for_the_primary_as_far_as_they_had_come(world: World) -> None:
    _, primary = await opened(world)
    _, duplicate = await opened(world)
    await world.send("taker1", primary, "N3")
    await world.send("taker1", duplicate, "N1")
    await accept(world, "N1", depart=True, arrive=True)
    await world.send("taker1", duplicate, "N2", crew="N2")  # not accepted yet
    await merge(world, "commander", duplicate, primary, carries_crews=True)
    assert (await world.states(duplicate))["orders"] == {"N1": "released", "N2": "released"}
    assert await world.states(primary) == {
        "incident": "on_scene", "callout": "answered", "orders": {"N3": "outrun", "N1": "arrived"},
    }  # fmt: skip
    feedback = SubmitFeedback(order_id=await world.order_of("N1"), outcome="other", text="已调解")
    await world.do("officer_n1", submit_feedback, feedback)
    assert (await world.states(primary))["incident"] == "handled"
    await world.advance(120)
    assert (await world.states(primary))["orders"] == {"N3": "outrun", "N1": "fed_back"}


async def test_crews_go_on_for_a_primary_nobody_was_sent_to(world: World) -> None:
    _, primary = await opened(world)
    _, duplicate = await opened(world)
    await world.send("taker1", duplicate, "S1")
    await accept(world, "S1", depart=True)
    await merge(world, "north", duplicate, primary, carries_crews=True)
    assert await world.states(primary) == {
        "incident": "under_way", "callout": "answered", "orders": {"S1": "departed"},
    }  # fmt: skip
    seen = (await world.stage.snapshot(world.people["officer_s1"])).entities
    assert ("incident", str(primary)) in seen and ("incident", str(duplicate)) not in seen


async def test_parted_again_it_has_its_contacts_and_its_own_clock(world: World) -> None:
    _, primary = await opened(world, station=NORTH_2)
    contact, duplicate = await opened(world)
    await world.send("taker1", duplicate, "N1")
    await world.advance(11)
    await merge(world, "taker1", duplicate, primary)
    await world.advance(600)
    await unmerge(world, "taker1", duplicate)
    row = (await world.stage.fetch("select * from intake.contact where id = $1", contact))[0]
    assert (row["incident_id"], row["state"]) == (duplicate, "incident_opened")
    assert row["ended_at"] < world.stage.clock.now()
    shown = await fields(world, "taker1", duplicate)
    assert (shown["state"], shown["merged_into"], shown["closed_at"]) == ("opened", None, None)
    assert shown["reopened_at"] is not None
    assert await stage_of(world, contact) == "reopened"
    scopes = {row["scope"] for row in await world.stage.fetch(
        "select scope from platform.audience where subject = $1", contact)}  # fmt: skip
    assert f"t/{world.paths[NORTH_2]}" not in scopes
    await world.send("taker1", duplicate, "N1")  # was tried before: counts no more
    assert (await world.states(duplicate))["orders"]["N1"] == "ordered"
    assert (await world.stage.names(primary))[-1] == "incidents.duplicate.parted"


async def test_photos_of_the_duplicate_reach_the_primarys_crews_and_go_back(world: World, tmp_path: Path) -> None:
    files = MediaFiles(tmp_path, world.stage.db.vault)
    sent = await world.do(
        PUBLIC, submit_report, SubmitReport(text="解放路有人打架", point=HERE, uploads=(files.keep(photo("red")),))
    )
    await world.take("taker1", sent.contact_id)
    duplicate = await world.open("taker1", sent.contact_id, "0207", station=NORTH_2)
    await world.do("taker1", finish_seat, FinishSeat())
    _, primary = await opened(world)
    await world.send("taker1", primary, "N1")
    media = await world.stage.value("select id from evidence.media")

    async def held(who: str) -> str | None:
        view = await world.stage.snapshot(world.people[who])
        one = view.entities.get(("media", str(media)))
        return None if one is None else str(one.fields["incident_id"])

    async def may_open(who: str) -> bool:
        try:
            await read_media(world.stage.db, files, world.people[who], media, "thumb")
        except NotFound:
            return False
        return True

    assert await held("officer_n1") is None and not await may_open("officer_n1")
    await merge(world, "taker1", duplicate, primary)
    assert await held("officer_n1") == str(primary) and await may_open("officer_n1")
    assert await may_open("taker1") and await may_open("north")
    assert "evidence.media.tied" in await world.stage.names(primary)
    before = await world.stage.facts()
    await unmerge(world, "taker1", duplicate)
    assert await held("officer_n1") is None and not await may_open("officer_n1")
    assert await held("taker1") == str(duplicate)
    # A console that sees the primary alone learns of it by the feed.
    seen = View()
    for fact in (*before, *(await world.stage.facts())[len(before) :]):
        if fact.about == primary:
            for change in world.stage.changes([fact]):
                seen.apply(change)
    assert ("media", str(media)) not in seen.entities


async def test_linked_contacts_move_too_and_later_ones_go_to_the_primary(world: World) -> None:
    _, primary = await opened(world)
    _, duplicate = await opened(world)
    linked = await world.report()
    await world.take("taker1", linked)
    await world.do("taker1", link_contact, LinkContact(contact_id=linked, incident_id=duplicate))
    await merge(world, "taker1", duplicate, primary)
    late = await world.report()
    await world.take("taker1", late)
    await world.do("taker1", link_contact, LinkContact(contact_id=late, incident_id=duplicate))
    ties = await world.stage.fetch("select id, incident_id, state from intake.contact")
    assert {row["incident_id"] for row in ties} == {primary}
    await unmerge(world, "taker1", duplicate)
    ties = await world.stage.fetch("select id, incident_id, state from intake.contact where state = 'linked'")
    assert {row["id"]: row["incident_id"] for row in ties} == {linked: duplicate, late: primary}


async def test_one_reporter_not_to_be_contacted_makes_all_so(world: World) -> None:
    contact, primary = await opened(world)
    _, duplicate = await opened(world, is_unsafe_to_contact=True)
    await merge(world, "commander", duplicate, primary)
    assert (await fields(world, "commander", primary))["is_unsafe_to_contact"] is True
    silent = RoadClient(Bus("nats://127.0.0.1:9", "yyl.none"))
    assert not (await read_follow(world.stage.db, silent, contact)).view.shows_map


async def test_what_may_not_be_merged(world: World) -> None:
    _, primary = await opened(world)
    _, second = await opened(world)
    _, third = await opened(world)
    _, complaint = await opened(world, "0702")
    with pytest.raises(MergedWithItself):
        await merge(world, "commander", primary, primary)
    for one, other in ((complaint, primary), (primary, complaint)):
        with pytest.raises(MergesInspection):
            await merge(world, "taker1", one, other)  # who wrote the complaint still sees it
    with pytest.raises(NotFound):
        await merge(world, "commander", primary, complaint)
    await merge(world, "commander", second, primary)
    with pytest.raises(HasDuplicates):
        await merge(world, "commander", primary, third)
    with pytest.raises(PrimaryEnded):
        await merge(world, "commander", third, second)
    with pytest.raises(IllegalIncidentSignal):
        await merge(world, "commander", second, third)
    with pytest.raises(IllegalIncidentSignal):
        await unmerge(world, "commander", third)
    with pytest.raises(IncidentEnded):
        amend = AmendIncident(incident_id=second, level=1, reason="更正", hall_code=HALL_CODE)
        await world.do("commander", amend_incident, amend)
    with pytest.raises(HasDuplicates):  # its reporters would drag what is merged out of sight
        amend = AmendIncident(incident_id=primary, class_code="0702", reason="更正", hall_code=HALL_CODE)
        await world.do("commander", amend_incident, amend)


async def test_only_what_one_sees_is_merged(world: World) -> None:
    _, primary = await opened(world)
    _, southern = await opened(world, station=SOUTH_1)
    for who in ("north", "south"):
        with pytest.raises(NotFound):
            await merge(world, who, southern, primary)
    # The south sees it while its crew is ordered there; the reporters are not its own to move.
    await world.send("taker1", primary, "S1")
    with pytest.raises(NotFound):
        await merge(world, "south", primary, southern)
    await merge(world, "city", southern, primary)
    assert (await fields(world, "south", southern))["state"] == "merged"


async def test_the_second_is_told(world: World) -> None:
    _, primary = await opened(world)
    _, duplicate = await opened(world)
    await merge(world, "commander", duplicate, primary)
    with pytest.raises(IllegalIncidentSignal):
        await merge(world, "north", duplicate, primary)
    await unmerge(world, "north", duplicate)
    with pytest.raises(IllegalIncidentSignal):
        await unmerge(world, "commander", duplicate)


async def closed(world: World) -> tuple[UUID, UUID]:
    """An incident of the gravest level, handled, checked and closed."""
    contact, incident = await opened(world, "0104")
    await world.send("taker1", incident, "N1")
    order = await accept(world, "N1", depart=True, arrive=True)
    await world.do("officer_n1", submit_feedback, SubmitFeedback(order_id=order, outcome="other", text="已处置"))
    await review_all(world)
    assert (await world.states(incident))["incident"] == "closed"
    return contact, incident


async def review_all(world: World) -> None:
    for row in await world.stage.fetch("select id from oversight.review where decided_at is null"):
        await world.do("reviewer", decide_review, DecideReview(review_id=row["id"], decision="pass"))


async def test_a_closed_incident_comes_back_and_everything_begins_anew(world: World) -> None:
    contact, incident = await closed(world)
    await world.advance(3600)
    reopen = AdvanceIncident(incident_id=incident, signal=IncidentSignal.REOPENED, reason="再次打起来了")
    await world.do("commander", advance_incident, reopen)
    shown = await fields(world, "north1", incident)
    assert (shown["state"], shown["closed_at"]) == ("opened", None)
    assert shown["reopened_at"] > shown["opened_at"]
    assert await stage_of(world, contact) == "reopened"
    assert (await world.states(incident))["callout"] == "stopped"
    await world.send("commander", incident, "N1", "N2")  # the same crew again, in the first round again
    states = await world.states(incident)
    assert (states["incident"], states["callout"]) == ("dispatched", "ringing")
    assert await world.stage.value("select wave from dispatch.callout where incident_id = $1", incident) == 1
    kinds = await world.stage.fetch("select kind from oversight.review where decided_at is null")
    assert [row["kind"] for row in kinds] == ["dispatch"]  # the new dispatch is checked again
    order = await accept(world, "N1", depart=True, arrive=True)
    await world.do("officer_n1", submit_feedback, SubmitFeedback(order_id=order, outcome="other", text="已处置"))
    await review_all(world)
    assert (await world.states(incident))["incident"] == "closed"


async def test_what_belongs_to_an_incident_is_shown_as_long_as_it_is(world: World) -> None:
    _, incident = await closed(world)
    belonging = {"incident", "order", "callout"}

    async def shown() -> set[str]:
        view = await world.stage.snapshot(world.people["north1"])
        return {kind for kind, _ in view.entities if kind in belonging}

    await world.stage.advance(11 * 3600)
    assert await shown() == belonging
    await world.stage.advance(2 * 3600)
    assert await shown() == set()
    reopen = AdvanceIncident(incident_id=incident, signal=IncidentSignal.REOPENED, reason="再次打起来了")
    await execute(world.stage.db, world.people["commander"], advance_incident, reopen)
    assert await shown() == belonging


async def test_a_cancelled_incident_comes_back(world: World) -> None:
    _, incident = await opened(world)
    await world.send("taker1", incident, "N1")
    cancel = AdvanceIncident(incident_id=incident, signal=IncidentSignal.CANCELLED, reason="误报")
    await world.do("taker1", advance_incident, cancel)
    reopen = AdvanceIncident(incident_id=incident, signal=IncidentSignal.REOPENED, reason="确有其事")
    await world.do("north", advance_incident, reopen)
    await world.send("north", incident, "N2", "N1")
    assert (await world.states(incident))["orders"] == {"N1": "released", "N2": "ordered"}
    await world.advance(10.5)
    orders = await world.stage.fetch(
        "select call_sign, state from dispatch.crew_order where incident_id = $1 order by ordered_at", incident
    )
    assert [tuple(row) for row in orders] == [("N1", "released"), ("N2", "expired"), ("N1", "ordered")]
