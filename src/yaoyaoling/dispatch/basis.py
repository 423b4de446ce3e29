"""What a ranking follows from, gathered: facts from the database, road times from the road process.

It runs outside of any command's transaction: asking another process may take its time or fail. `policy.rank` decides.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from yaoyaoling.agencies.public import get_organisation
from yaoyaoling.dispatch import policy, store
from yaoyaoling.dispatch.coverage import CoverageWatch
from yaoyaoling.dispatch.force_types import CLASS_SKILLS, FORCE_TYPES, load_class_skills, load_force_types, skills_for
from yaoyaoling.dispatch.queries import Day, list_days, list_zone_counties
from yaoyaoling.dispatch.rules import SETTINGS, rules_of
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
class _Seen:
    """What the database says, at one moment."""

    now: datetime
    point: Point
    need: policy.Need
    rules: DispatchSettings
    crews: tuple[CrewNow, ...]
    jobs: Mapping[UUID, policy.Job]
    days: Mapping[UUID, Day]
    sole: Mapping[UUID, float]
    let_pass: Mapping[UUID, int]


async def rank_crews(
    db: Database, roads: RoadClient, principal: Principal, incident_id: UUID, watch: CoverageWatch | None = None
) -> policy.Ranking:
    """The crews the actor may see, ordered for an incident the actor may see. watch: who covers what, if known.

    Raises: NotFound.
    """
    async with db.snapshot(principal) as tx:
        coverage = None if watch is None else watch.latest(tx.now)
        seen = await _read(tx, await get_incident(tx, incident_id), {} if coverage is None else coverage.sole)
    forces = load_force_types(SETTINGS.force_types_file or FORCE_TYPES)
    rules = seen.rules.ranking()
    goes = [crew for crew in seen.crews if _may_be_asked(crew, seen, rules)]
    times = await _times(roads, seen.point, goes)
    is_full = len(times) >= NEAREST
    near = {*times, *(crew.id for crew in seen.crews if _is_own(crew, seen.need))}
    if not is_full:  # whoever has no time has no road
        near |= {crew.id for crew in goes}
    compared = [
        crew for crew in seen.crews if crew.id in near and (crew.id in times or crew not in goes or not is_full)
    ]
    basis = policy.Basis(
        need=seen.need,
        rules=rules,
        candidates=tuple(_candidate(crew, times.get(crew.id), seen) for crew in compared),
        forces=tuple(force for force in forces if force.code in {crew.force_type for crew in compared}),
    )
    others = _others((crew for crew in seen.crews if crew not in compared), seen, forces, rules)
    return policy.rank(basis).model_copy(update={"others": others})


@dataclass(frozen=True)
class _Time:
    """How long a crew needs. at: of the position that was measured from, when that is newer than the stored one."""

    eta_s: float
    distance_m: float
    is_estimated: bool
    at: datetime | None


async def _times(roads: RoadClient, target: Point, crews: Sequence[CrewNow]) -> dict[UUID, _Time]:
    """The nearest of these crews, from where the road process knows them to be now.

    Those it does not know, or all when it is not told where crews are, from their stored positions.
    """
    found: dict[UUID, _Time] = {}
    for one in await roads.nearest_live(target, NEAREST, among=[crew.id for crew in crews]) or ():
        found[one.crew_id] = _Time(one.eta_s, one.distance_m, one.is_estimated, one.position_at)
    left = [crew for crew in crews if crew.id not in found and crew.point is not None]
    if len(found) >= NEAREST or not left:
        return found
    origins = [Origin(id=str(crew.id), point=crew.point) for crew in left if crew.point is not None]
    for time in await roads.nearest(target, origins, k=NEAREST):
        found[UUID(time.id)] = _Time(time.eta_s, time.distance_m, time.is_estimated, None)
    soonest = sorted(found.items(), key=lambda one: one[1].eta_s)
    return dict(soonest[:NEAREST])


async def _read(tx: Tx, incident: Incident, sole: Mapping[UUID, float]) -> _Seen:
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
        skills=skills_for(incident.class_code, load_class_skills(SETTINGS.class_skills_file or CLASS_SKILLS)),
    )
    jobs = {crew: policy.Job(**job) for crew, job in (await store.list_jobs(tx, besides=incident.id)).items()}
    crews = tuple(await list_crews(tx))
    passed = await store.list_let_pass(tx, incident.id, tx.now - LET_PASS)
    return _Seen(tx.now, incident.point, need, rules, crews, jobs, await list_days(tx), sole, passed)


async def _zones(tx: Tx, incident: Incident, near: Sequence[str]) -> tuple[str, ...]:
    """Paths of the counties nearby that share a cooperation zone with the incident's own."""
    codes = await list_zone_counties(tx, incident.county_code, near)
    return tuple([(await get_organisation(tx, code)).path for code in codes])


def _is_own(crew: CrewNow, need: policy.Need) -> bool:
    """Crews one asks about by name when they do not go: on duty, of the incident's own station or grids."""
    is_here = crew.org_path == need.org_path or crew.grid_code in (need.grid_code, *need.function_grids)
    return is_here and crew.duty == "on_duty"


def _may_be_asked(crew: CrewNow, seen: _Seen, rules: policy.RankingRules) -> bool:
    """Whether it is worth asking how long the crew needs: on duty, somewhere, and free or to be taken off its job."""
    if crew.duty != "on_duty" or crew.point is None:
        return False
    return crew.id not in seen.jobs or policy.may_preempt(_candidate(crew, None, seen), seen.need, rules)


def _candidate(crew: CrewNow, time: _Time | None, seen: _Seen) -> policy.Candidate:
    day = seen.days.get(crew.id)
    returned = None if day is None or day.fed_back_at is None else (seen.now - day.fed_back_at).total_seconds()
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
        on_duty_s=None if crew.duty_until is None else (crew.duty_until - seen.now).total_seconds(),
        job=seen.jobs.get(crew.id),
        eta_s=time.eta_s if time else None,
        distance_m=time.distance_m if time else None,
        is_estimated=time.is_estimated if time else False,
        position_age_s=_age_s(crew, time, seen.now),
        orders_today=0 if day is None else day.orders,
        sole_cover=seen.sole.get(crew.id, 0.0),
        let_pass=seen.let_pass.get(crew.id, 0),
    )


def _age_s(crew: CrewNow, time: _Time | None, now: datetime) -> float | None:
    known = [at for at in (crew.position_at, time.at if time else None) if at is not None]
    return max(0.0, (now - max(known)).total_seconds()) if known else None


def _others(
    crews: Iterable[CrewNow], seen: _Seen, forces: tuple[policy.ForceType, ...], rules: policy.RankingRules
) -> dict[policy.Exclusion, int]:
    """How many crews were not compared, by why they would not go; those that might are too far."""
    by_code = {force.code: force for force in forces}
    count: Counter[policy.Exclusion] = Counter()
    for crew in crews:
        why = policy.exclusion(_candidate(crew, None, seen), seen.need, by_code.get(crew.force_type), rules)
        count["too_far" if why in (None, "unreachable") else why] += 1
    return dict(count)
