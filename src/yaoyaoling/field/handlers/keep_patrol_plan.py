"""Write plans of patrols: one from the console, or those of a file."""

from uuid import UUID

import asyncpg

from yaoyaoling.agencies.public import get_organisation
from yaoyaoling.field.patrol.contract import PatrolPlanView
from yaoyaoling.field.patrol.events import PatrolPlanKept, PlanHours, PlanPoint
from yaoyaoling.field.patrol.plans import find_titled, get_plan, require_patrol_planner, write_plan
from yaoyaoling.field.patrol.refusals import (
    CrewElsewhere,
    EmptyRoute,
    PlanNameTaken,
    PointOutside,
    RoundTooShort,
    WindowsOverlap,
)
from yaoyaoling.field.patrol.requests import KeepPatrolPlan, KeepPatrolPlans
from yaoyaoling.field.patrol.rounds import begin_rounds, drop_rounds
from yaoyaoling.field.patrol.windows import PatrolWindow, find_overlap
from yaoyaoling.force.public import list_crews
from yaoyaoling.incidents.public import owner_of
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import Conflict
from yaoyaoling.places.public import OutsideCity
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx

_LEAST_PLACES = 2


class PatrolPlanReply(Value):
    """A plan by id and version."""

    plan_id: UUID
    version: int


class PatrolPlansReply(Value):
    """How many plans a file brought, and how many of them are new."""

    kept: int
    made: int


async def keep_patrol_plan(tx: Tx, command: KeepPatrolPlan) -> PatrolPlanReply:
    """Write the plan; its rounds begin and end by the calendar from then on, also after a restart.

    Raises: NotFound, NotAllowed, NotYourPatrol, EmptyRoute, WindowsOverlap, RoundTooShort, PointOutside,
    CrewElsewhere, PlanNameTaken, Conflict.
    """
    path = (await get_organisation(tx, command.org_code)).path
    require_patrol_planner(tx, path)
    version = 1
    if command.plan_id is not None:
        before, path_before = await get_plan(tx, command.plan_id)
        require_patrol_planner(tx, path_before)
        if command.expected_version != before.version:
            raise Conflict
        version = before.version + 1
    check_plan(command)
    await _in_own_area(tx, command, path)
    await _own_crews(tx, command, path)
    return await _write(tx, command, path, version)


async def keep_patrol_plans(tx: Tx, command: KeepPatrolPlans) -> PatrolPlansReply:
    """Write all plans of a file; one of the same name in the same organisation is replaced. Raises: as one does."""
    made = 0
    for one in command.plans:
        there = await find_titled(tx, one.org_code, one.title)
        named = one if there is None else one.model_copy(
            update={"plan_id": there.id, "expected_version": there.version}
        )  # fmt: skip
        made += there is None
        await keep_patrol_plan(tx, named)
    return PatrolPlansReply(kept=len(command.plans), made=made)


def check_plan(command: KeepPatrolPlan) -> None:
    """What is wrong with a plan in itself. Raises: EmptyRoute, WindowsOverlap, RoundTooShort."""
    places = len(command.points) + (0 if command.kind == "video" else len(command.waypoints))
    if not command.points or (command.kind != "video" and places < _LEAST_PLACES):
        raise EmptyRoute
    overlap = find_overlap(command.windows)
    if overlap is not None:
        one, other = (_words(window) for window in overlap)
        raise WindowsOverlap(one=one, other=other)
    needed = sum(point.stay_s for point in command.points) / 60
    for window in command.windows:
        minutes = window.minutes / window.times
        if minutes < max(1, needed):
            raise RoundTooShort(minutes=round(minutes), needed=round(needed))


def _words(window: PatrolWindow) -> str:
    return f"{window.starts}–{window.ends} ({','.join(map(str, window.days))})"


async def _in_own_area(tx: Tx, command: KeepPatrolPlan, path: str) -> None:
    """Every point, and every corner of the route as it was drawn, lies in the organisation's territory."""
    named = [(one.title, one.point) for one in command.points]
    named += [(f"路线 route {number}", point) for number, point in enumerate(command.waypoints, 1)]
    for title, point in named:
        if not await _is_inside(tx, point, path):
            raise PointOutside(point=title)


async def _is_inside(tx: Tx, point: Point, path: str) -> bool:
    try:
        owner = await owner_of(tx, point)
    except OutsideCity:
        return False
    return audience.covers(path, owner.station_path)


async def _own_crews(tx: Tx, command: KeepPatrolPlan, path: str) -> None:
    if command.crew_ids and not set(command.crew_ids) <= {crew.id for crew in await list_crews(tx, path)}:
        raise CrewElsewhere


async def _write(tx: Tx, command: KeepPatrolPlan, path: str, version: int) -> PatrolPlanReply:
    fields = command.model_dump(include=set(PatrolPlanView.model_fields) - {"points", "windows", "waypoints"})
    plan = PatrolPlanView(
        id=command.plan_id or new_id(), waypoints=command.waypoints, points=command.points, windows=command.windows,
        changed_by_name=tx.principal.name, changed_at=tx.now, version=version, **fields,
    )  # fmt: skip
    if version == 1:
        await audience.grant(tx, plan.id, f"t/{path}", "patrol_plan", initial=True)
    try:
        await write_plan(tx, plan, path)
    except asyncpg.UniqueViolationError as error:
        raise PlanNameTaken(title=plan.title) from error
    event = PatrolPlanKept(
        plan_id=plan.id, by_name=tx.principal.name,
        points=tuple(
            PlanPoint(lon=one.point.lon, lat=one.point.lat, **one.model_dump(exclude={"point"})) for one in plan.points
        ),
        windows=tuple(PlanHours(**one.model_dump()) for one in plan.windows), waypoints=plan.waypoints,
        **plan.model_dump(include={"title", "kind", "org_code", "grid_code", "shift", "crew_ids", "length_m", "is_on"}),
    )  # fmt: skip
    tx.record(event, stream=f"patrol_plan:{plan.id}", seq=version, about=plan.id)
    if plan.is_on:
        await begin_rounds(tx, plan, path)
    else:
        await drop_rounds(tx, plan.id)
    return PatrolPlanReply(plan_id=plan.id, version=version)
