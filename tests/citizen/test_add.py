"""The reporter adds words: an open incident hears of it, with the hall's time."""

from tests.citizen.test_withdraw import reporter, under_way
from tests.world import World
from yaoyaoling.citizen.handlers.add import AddToReport, add_to_report, on_contact_added
from yaoyaoling.intake.public import ContactAdded
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.platform.principal import system


async def test_words_added_reach_the_incident_with_the_time_of_the_hall(world: World) -> None:
    contact, incident = await under_way(world)
    await world.do(reporter(contact), add_to_report, AddToReport(contact_id=contact, text="人还在现场没走"))
    recorded = [one for one in await world.stage.facts(after=0) if isinstance(one.event, ContactAdded)][-1]
    await world.do(system("follower"), lambda tx, _: on_contact_added(tx, recorded), AddToReport(contact_id=contact))
    narrative = await world.stage.value("select narrative from incidents.incident where id = $1", incident)
    number = await world.stage.value("select number from intake.contact where id = $1", contact)
    assert narrative.endswith(f"[{number} {recorded.at.astimezone(HALL_ZONE):%H:%M}] 人还在现场没走")
