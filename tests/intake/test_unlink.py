"""A contact that was joined to an incident it is not about comes back as it was."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.citizen.test_withdraw import reporter
from tests.journeys.test_report_to_rating import photo
from tests.world import World
from yaoyaoling.citizen.handlers.add import AddToReport, add_to_report
from yaoyaoling.citizen.handlers.submit_report import SubmitReport, submit_report
from yaoyaoling.evidence.public import MediaFiles
from yaoyaoling.incidents.commands import MergeIncident, UnmergeIncident
from yaoyaoling.incidents.handlers.merge import merge_incident, unmerge_incident
from yaoyaoling.intake.commands import LinkContact, UnlinkContact
from yaoyaoling.intake.events import ContactAdvanced
from yaoyaoling.intake.handlers.finish import FinishSeat, finish_seat, link_contact
from yaoyaoling.intake.handlers.take import SeatBusy
from yaoyaoling.intake.handlers.unlink import unlink_contact
from yaoyaoling.intake.states import IllegalContactSignal
from yaoyaoling.platform.principal import PUBLIC


async def opened(world: World, **rest: Any) -> UUID:
    contact = await world.report()
    await world.take("taker1", contact)
    incident = await world.open("taker1", contact, "0207", **rest)
    await world.do("taker1", finish_seat, FinishSeat())
    return incident


async def row(world: World, contact: UUID) -> dict[str, Any]:
    found = dict((await world.stage.fetch("select * from intake.contact where id = $1", contact))[0])
    return {name: value for name, value in found.items() if name != "version"}


async def scopes(world: World, contact: UUID) -> set[str]:
    rows = await world.stage.fetch("select scope from platform.audience where subject = $1", contact)
    return {one["scope"] for one in rows}


async def test_unlinking_restores_contact_words_files_and_leaves_the_orders(world: World, tmp_path: Path) -> None:
    incident = await opened(world)
    await world.send("taker1", incident, "N1")
    orders = await world.states(incident)
    files = MediaFiles(tmp_path, world.stage.db.vault)
    sent = await world.do(PUBLIC, submit_report, SubmitReport(text="三楼有人被困", uploads=(files.keep(photo("red")),)))
    contact = sent.contact_id
    await world.take("taker1", contact)
    recording = await world.stage.value(
        "insert into evidence.recording (id, contact_id, started_at, seconds, size_bytes, peaks, lanes, kept_at,"
        " version) values (gen_random_uuid(), $1, now(), 9, 1, '', '[]', now(), 1) returning id",
        contact,
    )
    before, seen = await row(world, contact), await scopes(world, contact)
    command = LinkContact(contact_id=contact, incident_id=incident, said="三楼，老太太，门打不开")
    await world.do("taker1", link_contact, command)
    held = "select count(*) from evidence.media m, evidence.recording r where m.incident_id = $1 and r.incident_id = $1"
    assert await world.stage.value(held, incident) == 1
    assert (await row(world, contact))["said"] == "三楼，老太太，门打不开"
    await world.do("taker1", unlink_contact, UnlinkContact(contact_id=contact))
    after = await row(world, contact)
    assert after.pop("said") == "三楼，老太太，门打不开"  # what was written of it is not lost
    before.pop("said")
    assert after == before and await scopes(world, contact) == seen
    assert await world.stage.value(held, incident) == 0
    assert await world.stage.value("select incident_id from evidence.recording where id = $1", recording) is None
    assert await world.states(incident) == orders
    moved = [one.event for one in await world.stage.facts() if isinstance(one.event, ContactAdvanced)]
    told = [one for one in moved if one.contact_number is not None]
    assert [one.signal.value for one in told] == ["link", "unlink"]
    assert {one.contact_number for one in told} == {after["number"]} and told[-1].parted_incident_id == incident
    assert await world.open("taker1", contact, "0207") != incident  # and it may be an incident of its own


async def test_what_was_sent_while_it_was_joined_goes_back_with_it(world: World) -> None:
    incident = await opened(world)
    narrative = await world.stage.value("select narrative from incidents.incident where id = $1", incident)
    contact = await world.report()
    await world.take("taker1", contact)
    await world.do("taker1", link_contact, LinkContact(contact_id=contact, incident_id=incident))
    await world.do(reporter(contact), add_to_report, AddToReport(contact_id=contact, text="我在北门"))
    assert "我在北门" in await world.stage.value("select narrative from incidents.incident where id = $1", incident)
    await world.do("taker1", unlink_contact, UnlinkContact(contact_id=contact))
    assert await world.stage.value("select narrative from incidents.incident where id = $1", incident) == narrative
    assert "我在北门" in (await row(world, contact))["text"]


async def test_only_what_was_joined_is_unjoined_and_only_into_a_free_hand(world: World) -> None:
    incident = await opened(world)
    contact, other = await world.report(), await world.report()
    await world.take("taker1", contact)
    with pytest.raises(IllegalContactSignal):
        await world.do("taker1", unlink_contact, UnlinkContact(contact_id=contact))
    await world.do("taker1", link_contact, LinkContact(contact_id=contact, incident_id=incident))
    await world.take("taker1", other)
    with pytest.raises(SeatBusy):
        await world.do("taker1", unlink_contact, UnlinkContact(contact_id=contact))
    await world.do("taker2", unlink_contact, UnlinkContact(contact_id=contact))
    assert (await row(world, contact))["taken_by"] == world.people["taker2"].account_id


async def test_after_a_merger_it_is_unjoined_from_the_primary(world: World) -> None:
    primary, duplicate = await opened(world), await opened(world)
    contact = await world.report()
    await world.take("taker1", contact)
    await world.do("taker1", link_contact, LinkContact(contact_id=contact, incident_id=duplicate))
    merge = MergeIncident(incident_id=duplicate, primary_id=primary, reason="同一起")
    await world.do("commander", merge_incident, merge)
    await world.do("taker1", unlink_contact, UnlinkContact(contact_id=contact))
    await world.do("commander", unmerge_incident, UnmergeIncident(incident_id=duplicate, reason="不是同一起"))
    assert (await row(world, contact))["incident_id"] is None
