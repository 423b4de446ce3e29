"""The demo's plans of duty: who sits and who drives in the days to come, and one special duty."""

from collections.abc import Sequence
from datetime import timedelta

from yaoyaoling.agencies.public import find_account_id, principal_for
from yaoyaoling.apps.prepare.people import DemoPerson
from yaoyaoling.force.public import (
    HALL,
    CrewNow,
    DraftRoster,
    HoursBody,
    Member,
    PlanSpecialDuty,
    PublishRoster,
    RosterKind,
    Rules,
    SignOn,
    SiteBody,
    Window,
    draft_roster,
    has_special_duty,
    list_aboard,
    list_crews,
    list_rosters,
    plan_special_duty,
    publish_roster,
    sign_on,
    team_at,
)
from yaoyaoling.kernel.clock import midnight
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import PlaceHit, search_places
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import Principal, Role, system

_DAYS = 14
_SEAT_TEAMS = 4
_SCHOOL = "中学"
_EXAM_DAYS, _EXAM_FROM_H, _EXAM_UNTIL_H = 3, 8, 18
_DENSER = 1.5


async def ensure_duty(db: Database, people: Sequence[DemoPerson]) -> None:
    """Rosters of the hall's seats and of the first station, where none holds any more; an exam there, planned once.

    people: those of the demo. A city whose crews are always on duty has no roster for them.
    """
    setup = system("setup")
    async with db.snapshot(setup) as tx:
        now = tx.now
        commander = await _principal(tx, people, Role.COMMANDER)
        station = await _principal(tx, people, Role.STATION_DESK)
        seats = await _seats(tx, people)
        team = await team_at(tx, midnight(now))
        own = [crew for crew in await list_crews(tx) if crew.org_path == station.org_path]
    await _roster(db, commander, "seats", Rules(pattern="four_three", standby_share=0), seats)
    if team is not None and own:
        await _roster(db, station, "crews", Rules(pattern="five_shift", first_team=team), ())
    await _sign_on(db, own, people)
    await _exam(db, station, frozenset(crew.grid_code for crew in own if crew.force_type == "patrol"))


async def _principal(tx: Tx, people: Sequence[DemoPerson], role: Role) -> Principal:
    login = next(one.login for one in people if one.role is role and not one.is_played)
    account_id = await find_account_id(tx, role, login)
    assert account_id is not None
    return await principal_for(tx, account_id)


async def _seats(tx: Tx, people: Sequence[DemoPerson]) -> tuple[Member, ...]:
    takers = [one for one in people if one.role is Role.CALL_TAKER]
    found = [(one, await find_account_id(tx, one.role, one.login)) for one in takers]
    return tuple(
        Member(id=account_id, name=one.name, team=index % _SEAT_TEAMS + 1, place_code=HALL)
        for index, (one, account_id) in enumerate(found)
        if account_id is not None
    )


async def _roster(
    db: Database, planner: Principal, kind: RosterKind, rules: Rules, members: tuple[Member, ...]
) -> None:
    assert planner.org_code is not None
    async with db.snapshot(planner) as tx:
        now = tx.now
        rosters = [one for one in await list_rosters(tx) if (one.kind, one.org_code) == (kind, planner.org_code)]
    if any(one.is_changed or one.window.ends_at > now for one in rosters):
        return  # it holds, or somebody is at work on the next
    window = Window(starts_at=midnight(now), ends_at=midnight(now) + timedelta(days=_DAYS))
    draft = DraftRoster(kind=kind, org_code=planner.org_code, rules=rules, window=window, members=members)
    view = await execute(db, planner, draft_roster, draft)
    publish = PublishRoster(roster_id=view.id, expected_version=view.version, warnings_seen=True)
    await execute(db, planner, publish_roster, publish)


async def _sign_on(db: Database, crews: Sequence[CrewNow], people: Sequence[DemoPerson]) -> None:
    """Whoever is on duty there now has signed on, as in a hall that runs since yesterday."""
    officers = {one.crew.id: one for one in people if one.crew is not None}
    async with db.snapshot(system("setup")) as tx:
        aboard = await list_aboard(tx)
        now = {crew.id for crew in await list_crews(tx) if crew.duty == "on_duty"}
    for crew in crews:
        if crew.id not in officers or crew.id in aboard or crew.id not in now or crew.force_type != "patrol":
            continue
        person = officers[crew.id]
        async with db.snapshot(system("setup")) as tx:
            account_id = await find_account_id(tx, person.role, person.login)
            assert account_id is not None
            officer = await principal_for(tx, account_id)
        await execute(db, officer, sign_on, SignOn(aboard=(person.name,), skills=crew.skills))


async def _exam(db: Database, planner: Principal, grids: frozenset[str]) -> None:
    """Days of an exam at the schools of the station's grids, from tomorrow."""
    assert planner.org_code is not None
    async with db.snapshot(planner) as tx:
        now = tx.now
        schools: list[PlaceHit] = [one for one in await search_places(tx, _SCHOOL, 50) if one.grid_code in grids]
        if not schools or await has_special_duty(tx, planner.org_code):
            return
    first = midnight(now) + timedelta(days=1)
    days = [first + timedelta(days=number) for number in range(_EXAM_DAYS)]
    plan = PlanSpecialDuty(
        title="学业水平考试",
        kind="exam",
        org_code=planner.org_code,
        sites=tuple(SiteBody(name=one.name_zh, point=Point(lon=one.lon, lat=one.lat)) for one in schools[:3]),
        hours=tuple(
            HoursBody(
                starts_at=day + timedelta(hours=_EXAM_FROM_H), ends_at=day + timedelta(hours=_EXAM_UNTIL_H)
            )
            for day in days
        ),
        place_codes=tuple(sorted({one.grid_code for one in schools[:3] if one.grid_code})),
        patrol_factor=_DENSER,
    )  # fmt: skip
    await execute(db, planner, plan_special_duty, plan)
