"""A photo report becomes a reviewed, closed, rated incident; each step by its own person."""

import io

import pytest
from PIL import Image

from tests.world import HALL, HERE, World
from yaoyaoling.citizen.handlers.rate import AlreadyRated, GiveRating, give_rating
from yaoyaoling.citizen.handlers.submit_report import SubmitReport, citizen_scope, submit_report
from yaoyaoling.dispatch.commands import AcceptOrder, AdvanceOrder
from yaoyaoling.dispatch.handlers.answer import accept_order, advance_own_order
from yaoyaoling.evidence.files import MediaFiles
from yaoyaoling.field.commands import SubmitFeedback
from yaoyaoling.field.handlers.submit_feedback import submit_feedback
from yaoyaoling.incidents.public import IncidentState
from yaoyaoling.intake.handlers.finish import FinishSeat, finish_seat
from yaoyaoling.oversight.handlers.decide_review import DecideReview, OwnWork, decide_review
from yaoyaoling.platform.principal import PUBLIC, Principal


def photo(colour: str = "red") -> bytes:
    """A small real JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


async def test_photo_report_to_rating(world: World, tmp_path) -> None:  # type: ignore[no-untyped-def]
    files = MediaFiles(tmp_path, world.stage.db.vault)
    seat = await world.ready("taker1")

    upload = files.keep(photo())
    report = await world.do(PUBLIC, submit_report, SubmitReport(text="解放路有人打架", point=HERE, uploads=(upload,)))
    contact = (await world.stage.fetch("select * from intake.contact"))[0]
    assert contact["number"] == report.number and contact["number"].startswith("J")
    assert contact["state"] == "offered" and contact["offered_seat"] == seat

    await world.take("taker1", report.contact_id)
    incident = await world.open("taker1", report.contact_id)
    assert await world.stage.value("select incident_id from evidence.media") == incident
    await world.send("taker1", incident, "N1", "N2")
    assert await world.states(incident) == {
        "incident": "dispatched", "callout": "ringing", "orders": {"N1": "ordered"},
    }  # fmt: skip
    await world.do("taker1", finish_seat, FinishSeat())

    for viewer in ("north", "north1", "city", "commander", "officer_n1"):
        assert ("incident", str(incident)) in (await world.stage.snapshot(world.people[viewer])).entities, viewer
    for viewer in ("south", "south1", "officer_n2", "inspector"):
        assert ("incident", str(incident)) not in (await world.stage.snapshot(world.people[viewer])).entities

    order = await world.order_of("N1")
    await world.do("officer_n1", accept_order, AcceptOrder(order_id=order))
    await world.do("officer_n1", advance_own_order, AdvanceOrder(order_id=order, to="depart"))
    await world.do("officer_n1", advance_own_order, AdvanceOrder(order_id=order, to="arrive"))
    feedback = SubmitFeedback(
        order_id=order, outcome="mediated", text="双方已和解", uploads=(files.keep(photo("blue")),)
    )
    await world.do("officer_n1", submit_feedback, feedback)
    assert (await world.states(incident))["incident"] == "handled"

    review = await world.stage.value("select id from oversight.review")
    await world.do("reviewer", decide_review, DecideReview(review_id=review, decision="pass"))
    assert (await world.states(incident))["incident"] == "closed"

    scopes = (citizen_scope(report.contact_id),)
    citizen = Principal(id=f"citizen:{report.contact_id}", name="citizen", scopes=scopes)
    rating = GiveRating(
        contact_id=report.contact_id, incident_state=IncidentState.CLOSED, answering=5, handling=4, words="谢谢"
    )
    await world.do(citizen, give_rating, rating)
    with pytest.raises(AlreadyRated):
        await world.do(citizen, give_rating, rating)
    assert await world.stage.value("select count(*) from platform.timer where name not like 'intake.%'") == 0
    assert HALL


async def test_nobody_reviews_their_own_work(world: World) -> None:
    await world.ready("taker1")
    contact = await world.report()
    await world.take("taker1", contact)
    incident = await world.open("taker1", contact, "0102")
    await world.send("taker1", incident, "N1", "N2", "N3", "S1")
    states = await world.states(incident)
    assert states["orders"] == dict.fromkeys(("N1", "N2", "N3"), "ordered")  # level two: a pair, and one to spare
    review = await world.stage.value("select id from oversight.review where kind = 'dispatch'")
    author = await world.stage.value("select author from oversight.review where kind = 'dispatch'")
    assert author == world.people["taker1"].id
    with pytest.raises(OwnWork):
        await world.do("taker1", decide_review, DecideReview(review_id=review, decision="pass"))
