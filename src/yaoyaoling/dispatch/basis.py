"""What a ranking follows from, gathered: facts from the database, road times from the road process.

It runs outside of any command's transaction: asking another process may take its time or fail. `policy.rank` decides.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from yaoyaoling.agencies.public import get_organisation
from yaoyaoling.dispatch import policy, store
from yaoyaoling.dispatch.coverage import CoverageWatch
from yaoyaoling.dispatch.force_table import present_table
from yaoyaoling.dispatch.force_types import ClassSkill, skills_for
from yaoyaoling.dispatch.queries import Day, list_days, list_zone_counties
from yaoyaoling.dispatch.rules import rules_of
from yaoyaoling.dispatch.settings import DispatchSettings
from yaoyaoling.force.public import CrewNow, list_crews
from yaoyaoling.incidents.public import Incident, get_incident
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import Origin, RoadClient, find_surroundings
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Principal

NEAREST = 30
"""So many crews by road are told apart; the rest is "too far"."""
LET_PASS = timedelta(minutes=15)
"""So long it counts that a crew did not accept an order to the same incident."""
RETURNING_S = 900.0
"""So long after its last incident a crew is on its way back."""


@dataclass(frozen=True)
class Moment:
    """What the database says of all incidents alike, at one moment. sole: who alone covers what."""

    now: datetime
    crews: tuple[CrewNow, ...]
    jobs: Mapping[UUID, policy.Job]
    days: Mapping[UUID, Day]
    sole: Mapping[UUID, float]
    forces: tuple[policy.ForceType, ...]
    skills: tuple[ClassSkill, ...]


@dataclass(frozen=True)
class Seen:
    """What it says of one of them."""

    moment: Moment
    incident: Incident
    need: policy.Need
    rules: DispatchSettings
    let_pass: Mapping[UUID, int]

    def job_of(self, crew_id: UUID) -> policy.Job | None:
        """What the crew is ordered to besides."""
        job = self.moment.jobs.get(crew_id)
        return None if job is None or job.incident_id == self.incident.id else job


async def rank_crews(
    db: Database,
    roads: RoadClient,
    principal: Principal,
    incident_id: UUID,
    watch: CoverageWatch | None = None,
    ask: policy.WaveAsk | None = None,
) -> policy.Ranking:
    """The crews the actor may see, ordered for an incident the actor may see. watch: who covers what, if known.

    ask: only those a wave is asked from are compared. Raises: NotFound.
    """
    async with db.snapshot(principal) as tx:
        incident = await get_incident(tx, incident_id)
        seen = await read_seen(tx, await read_moment(tx, watch), incident)
    if ask is not None:
        seen = _asked(seen, ask)
    return ranking_of(seen, await _times(roads, incident.point, crews_to_ask(seen)), NEAREST)


def _asked(seen: Seen, ask: policy.WaveAsk) -> Seen:
    """As if there were no other crews than those a wave is asked from."""
    crews = tuple(
        crew
        for crew in seen.moment.crews
        if policy.is_asked(
            ask,
            seen.need,
            grid_code=crew.grid_code,
            org_path=crew.org_path,
            force_type=crew.force_type,
            is_standby=crew.readiness == "standby",
        )
    )
    return replace(seen, moment=replace(seen.moment, crews=crews))


async def read_moment(tx: Tx, watch: CoverageWatch | None) -> Moment:
    """Crews the actor may see, what they do and did, and which forces there are."""
    coverage = None if watch is None else watch.latest(tx.now)
    table = await present_table(tx)
    return Moment(
        now=tx.now,
        crews=tuple(await list_crews(tx)),
        jobs={crew: policy.Job(**job) for crew, job in (await store.list_jobs(tx)).items()},
        days=await list_days(tx),
        sole={} if coverage is None else coverage.sole,
        forces=table.forces,
        skills=table.skills,
    )


async def read_seen(tx: Tx, moment: Moment, incident: Incident) -> Seen:
    """What an incident asks for, by the rules of its area."""
    rules = await rules_of(tx, incident.station_code)
    around = await find_surroundings(tx, incident.point, incident.grid_code, rules.zone_m)
    need = policy.Need(
        class_code=incident.class_code,
        level=incident.level,
        grid_code=incident.grid_code,
        function_grids=around.overlays,
        neighbours=around.neighbours,
        org_path=incident.station_path,
        zones=await _zones(tx, incident, around.counties),
        skills=skills_for(incident.class_code, moment.skills),
    )
    passed = await store.list_let_pass(tx, incident.id, tx.now - LET_PASS)
    return Seen(moment, incident, need, rules, passed)


def ranking_of(seen: Seen, times: Mapping[UUID, "Time"], most: int) -> policy.Ranking:
    """Rank by these road times: of the `most` soonest crews that were asked for, or of all with a road if fewer."""
    rules = seen.rules.ranking()
    crews = seen.moment.crews
    goes = {crew.id for crew in crews_to_ask(seen)}
    is_full = len(times) >= most
    near = {*times, *(crew.id for crew in crews if _is_own(crew, seen.need))}
    if not is_full:  # whoever has no time has no road
        near |= goes
    compared = [crew for crew in crews if crew.id in near and (crew.id in times or crew.id not in goes or not is_full)]
    kinds = {crew.force_type for crew in compared}
    basis = policy.Basis(
        need=seen.need,
        rules=rules,
        candidates=tuple(_candidate(crew, times.get(crew.id), seen) for crew in compared),
        forces=tuple(force for force in seen.moment.forces if force.code in kinds),
    )
    told = {crew.id for crew in compared}
    others = _others((crew for crew in crews if crew.id not in told), seen, rules)
    return policy.rank(basis).model_copy(update={"others": others})


@dataclass(frozen=True)
class Time:
    """How long a crew needs. at: of the position that was measured from, when that is newer than the stored one."""

    eta_s: float
    distance_m: float
    is_estimated: bool
    at: datetime | None


async def _times(roads: RoadClient, target: Point, crews: Sequence[CrewNow]) -> dict[UUID, Time]:
    """The nearest of these crews, from where the road process knows them to be now.

    Those it does not know, or all when it is not told where crews are, from their stored positions.
    """
    found: dict[UUID, Time] = {}
    for one in await roads.nearest_live(target, NEAREST, among=[crew.id for crew in crews]) or ():
        found[one.crew_id] = Time(one.eta_s, one.distance_m, one.is_estimated, one.position_at)
    left = [crew for crew in crews if crew.id not in found and crew.point is not None]
    if len(found) >= NEAREST or not left:
        return found
    origins = [Origin(id=str(crew.id), point=crew.point) for crew in left if crew.point is not None]
    for time in await roads.nearest(target, origins, k=NEAREST):
        found[UUID(time.id)] = Time(time.eta_s, time.distance_m, time.is_estimated, None)
    soonest = sorted(found.items(), key=lambda one: one[1].eta_s)
    return dict(soonest[:NEAREST])


async def _zones(tx: Tx, incident: Incident, near: Sequence[str]) -> tuple[str, ...]:
    """Paths of the counties nearby that share a cooperation zone with the incident's own."""
    codes = await list_zone_counties(tx, incident.county_code, near)
    return tuple([(await get_organisation(tx, code)).path for code in codes])


def _is_own(crew: CrewNow, need: policy.Need) -> bool:
    """Crews one asks about by name when they do not go: on duty, of the incident's own station or grids."""
    is_here = crew.org_path == need.org_path or crew.grid_code in (need.grid_code, *need.function_grids)
    return is_here and crew.duty == "on_duty"


def crews_to_ask(seen: Seen) -> list[CrewNow]:
    """Of whom it is worth asking how long they need: on duty, somewhere, and free or to be taken off their job."""
    rules = seen.rules.ranking()

    def may_go(crew: CrewNow) -> bool:
        if crew.duty != "on_duty" or crew.point is None:
            return False
        return seen.job_of(crew.id) is None or policy.may_preempt(_candidate(crew, None, seen), seen.need, rules)

    return [crew for crew in seen.moment.crews if may_go(crew)]


def _candidate(crew: CrewNow, time: Time | None, seen: Seen) -> policy.Candidate:
    moment = seen.moment
    day = moment.days.get(crew.id)
    returned = None if day is None or day.fed_back_at is None else (moment.now - day.fed_back_at).total_seconds()
    return policy.Candidate(
        crew_id=crew.id,
        call_sign=crew.call_sign,
        grid_code=crew.grid_code,
        org_path=crew.org_path,
        force_type=crew.force_type,
        is_on_duty=crew.duty == "on_duty",
        is_standby=crew.readiness == "standby",
        is_returning=returned is not None and returned < RETURNING_S,
        officers=crew.officers,
        auxiliaries=crew.auxiliaries,
        skills=crew.skills,
        on_duty_s=None if crew.duty_until is None else (crew.duty_until - moment.now).total_seconds(),
        job=seen.job_of(crew.id),
        eta_s=time.eta_s if time else None,
        distance_m=time.distance_m if time else None,
        is_estimated=time.is_estimated if time else False,
        position_age_s=_age_s(crew, time, moment.now),
        orders_today=0 if day is None else day.orders,
        sole_cover=moment.sole.get(crew.id, 0.0),
        let_pass=seen.let_pass.get(crew.id, 0),
    )


def _age_s(crew: CrewNow, time: Time | None, now: datetime) -> float | None:
    known = [at for at in (crew.position_at, time.at if time else None) if at is not None]
    return max(0.0, (now - max(known)).total_seconds()) if known else None


def _others(crews: Iterable[CrewNow], seen: Seen, rules: policy.RankingRules) -> dict[policy.Exclusion, int]:
    """How many crews were not compared, by why they would not go; those that might are too far."""
    by_code = {force.code: force for force in seen.moment.forces}
    count: Counter[policy.Exclusion] = Counter()
    for crew in crews:
        why = policy.exclusion(_candidate(crew, None, seen), seen.need, by_code.get(crew.force_type), rules)
        count["too_far" if why in (None, "unreachable") else why] += 1
    return dict(count)
