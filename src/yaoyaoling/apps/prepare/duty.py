"""The demo's plans of duty: who sits and who drives in the days to come, and one special duty."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal, NamedTuple

from yaoyaoling.agencies.public import find_account_id, principal_for
from yaoyaoling.apps.prepare.people import OFFICERS_SHOWN, DemoPerson
from yaoyaoling.apps.traffic.words.slots import OFFICERS
from yaoyaoling.force.public import (
    HALL,
    CrewNow,
    DraftRoster,
    HoursBody,
    Member,
    PlanSpecialDuty,
    PostBody,
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
from yaoyaoling.places.public import PlaceKind, search_places
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import Principal, Role, system

_DAYS = 14
_SEAT_TEAMS = 4
_SPECIAL_DAYS = 3
_DENSER = 1.5
_SITES = (PlaceKind.POI, PlaceKind.LANDMARK)


class _Special(NamedTuple):
    """A special duty at places of such a name, from and until a time after midnight."""

    title: str
    kind: Literal["exam", "event"]
    place: str
    begins: timedelta
    ends: timedelta


_SPECIALS = (
    _Special("学业水平考试", "exam", "中学", timedelta(hours=9), timedelta(hours=18)),
    _Special("城市灯会", "event", "广场", timedelta(hours=18), timedelta(hours=24)),
)


async def ensure_duty(db: Database, people: Sequence[DemoPerson]) -> None:
    """Rosters of the hall's seats and of the first station, where none holds any more; special duties there, once.

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
    # Before the roster: it plans the turns that special duties want beyond its pattern.
    await _specials(db, station, own)
    await _roster(db, commander, "seats", Rules(pattern="four_three", standby_share=0), seats)
    if team is not None and own:
        await _roster(db, station, "crews", Rules(pattern="five_shift", first_team=team), ())
    await _sign_on(db, people)


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


async def _sign_on(db: Database, people: Sequence[DemoPerson]) -> None:
    """Whoever is on duty now has signed on, as in a hall that runs since yesterday.

    Officers who wait for visitors are rung at their phone page, the played ones at a mobile.
    """
    async with db.snapshot(system("setup")) as tx:
        aboard = await list_aboard(tx)
        now = {crew.id for crew in await list_crews(tx) if crew.duty == "on_duty"}
    on_duty = [(one, one.crew) for one in people if one.crew is not None and one.crew.id in now]
    for number, (person, crew) in enumerate(on_duty):
        if crew.id in aboard or crew.force_type != "patrol":
            continue
        async with db.snapshot(system("setup")) as tx:
            account_id = await find_account_id(tx, person.role, person.login)
            assert account_id is not None
            officer = await principal_for(tx, account_id)
        phone = None if number < OFFICERS_SHOWN else f"{OFFICERS}{number:04d}"
        await execute(db, officer, sign_on, SignOn(aboard=(person.name,), skills=crew.skills, phone=phone))


async def _specials(db: Database, planner: Principal, crews: Sequence[CrewNow]) -> None:
    """An exam by day and a lantern fair in the evening, from today, where the station has such places."""
    assert planner.org_code is not None
    grids = {crew.grid_code for crew in crews if crew.force_type == "patrol"}
    guards = [crew for crew in crews if crew.force_type == "guard_post"]
    async with db.snapshot(planner) as tx:
        now = tx.now
        if await has_special_duty(tx, planner.org_code):
            return
        found = {one: await search_places(tx, one.place, 50) for one in _SPECIALS}
    for special, places in found.items():
        sites = [place for place in places if place.kind in _SITES and place.grid_code in grids][:3]
        days = [midnight(now) + timedelta(days=number) for number in range(_SPECIAL_DAYS)]
        if not sites:
            continue
        post = [guards.pop()] if guards else []
        plan = PlanSpecialDuty(
            title=special.title,
            kind=special.kind,
            org_code=planner.org_code,
            sites=tuple(SiteBody(name=one.name_zh, point=Point(lon=one.lon, lat=one.lat)) for one in sites),
            posts=tuple(PostBody(crew_id=crew.id, site=0) for crew in post),
            hours=tuple(HoursBody(starts_at=day + special.begins, ends_at=day + special.ends) for day in days),
            place_codes=tuple(sorted({one.grid_code for one in sites if one.grid_code})),
            patrol_factor=_DENSER,
        )
        await execute(db, planner, plan_special_duty, plan)
