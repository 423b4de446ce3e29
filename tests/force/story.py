"""Something of every kind of duty, in the north."""

from datetime import timedelta

from tests.world import HERE, NORTH_1, World
from yaoyaoling.force.handlers.draft_roster import draft_roster
from yaoyaoling.force.handlers.plan_special_duty import plan_special_duty
from yaoyaoling.force.handlers.publish_roster import publish_roster
from yaoyaoling.force.handlers.sign_off import sign_off
from yaoyaoling.force.handlers.sign_on import sign_on
from yaoyaoling.force.roster.contract import Rules, Window
from yaoyaoling.force.roster.requests import DraftRoster, PublishRoster
from yaoyaoling.force.watch import alarms
from yaoyaoling.force.watch.requests import HoursBody, PlanSpecialDuty, PostBody, SignOff, SignOn, SiteBody
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system

WORDS = {"赣A·110警", "13800138000", "北一中考点", "待回访王某"}


async def northern_duty(world: World, db: Database) -> dict[str, str]:
    """A published roster, somebody aboard, a hand-over, a special duty and an alarm; ids by names of routes."""
    people, now = world.people, db.clock.now()
    window = Window(starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2))
    roster = await execute(
        db, people["north1"], draft_roster, DraftRoster(org_code=NORTH_1, rules=Rules(), window=window)
    )  # fmt: skip
    publish = PublishRoster(roster_id=roster.id, expected_version=roster.version, warnings_seen=True)
    await execute(db, people["north1"], publish_roster, publish)
    for who in ("officer_n2", "officer_n1"):
        on = SignOn(aboard=("李明",), vehicle="赣A·110警", phone="13800138000")
        await execute(db, people[who], sign_on, on)
    left = SignOff(to_crew=world.crews["N1"], notes="待回访王某")
    handover = await execute(db, people["officer_n2"], sign_off, left)
    special = PlanSpecialDuty(
        title="高考", org_code=NORTH_1, sites=(SiteBody(name="北一中考点", point=HERE),),
        posts=(PostBody(crew_id=world.crews["N1"], site=0),),
        hours=(HoursBody(starts_at=window.starts_at, ends_at=window.ends_at),),
    )  # fmt: skip
    planned = await execute(db, people["north1"], plan_special_duty, special)
    case = alarms.Case(
        "roster_end", roster.id, NORTH_1, world.paths[NORTH_1], "crews", "", window.ends_at, window.ends_at
    )
    async with db.transaction(system("test")) as tx:
        await alarms.raise_alarm(tx, case)
        ((alarm, _, _),) = await alarms.list_open(tx, [roster.id], "roster_end")
    return {
        "alarm_id": str(alarm),
        "roster_id": str(roster.id),
        "handover_id": str(handover.handover_id),
        "special_duty_id": str(planned.special_duty_id),
    }
