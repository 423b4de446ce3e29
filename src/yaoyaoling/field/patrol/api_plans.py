"""Routes of patrol plans: look, draw, keep, and exchange as files."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from yaoyaoling.field.handlers.keep_patrol_plan import (
    PatrolPlanReply,
    PatrolPlansReply,
    keep_patrol_plan,
    keep_patrol_plans,
)
from yaoyaoling.field.patrol.contract import PatrolKind, PatrolPlanView, Title, Word
from yaoyaoling.field.patrol.exchange import MOST_LINES, read_plans, write_plans
from yaoyaoling.field.patrol.lines import Way, way_of
from yaoyaoling.field.patrol.plans import list_plans
from yaoyaoling.field.patrol.refusals import PlanFileTooLarge
from yaoyaoling.field.patrol.requests import KeepPatrolPlan, KeepPatrolPlans
from yaoyaoling.field.patrol.windows import PatrolWindow
from yaoyaoling.force.public import MOST_TABLE_BYTES, TableFormat, list_crews
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import StatedPosition
from yaoyaoling.places.public import RoadClient
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["patrol"])
Planner = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]
OrgCode = Annotated[str, Query(pattern=r"^\d{12}$")]
_TYPES: dict[TableFormat, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class PointBody(Value):
    """A place that must be visited, on a datum that is named."""

    title: Title
    position: StatedPosition
    radius_m: float = Field(default=50, ge=10, le=500)
    stay_s: int = Field(default=0, ge=0, le=3600)
    checks: tuple[Word, ...] = Field(default=(), max_length=20)


class WayBody(Value):
    """What is patrolled, and where."""

    kind: PatrolKind
    waypoints: tuple[StatedPosition, ...] = Field(default=(), max_length=60)
    points: tuple[PointBody, ...] = Field(default=(), max_length=60)


class PlanBody(WayBody):
    """A plan as it is to be; plan_id and expected_version name the one that is changed."""

    plan_id: UUID | None = None
    expected_version: int | None = None
    title: Title
    org_code: str = Field(pattern=r"^\d{12}$")
    grid_code: str | None = Field(default=None, max_length=40)
    shift: int | None = Field(default=None, ge=1, le=9)
    crew_ids: tuple[UUID, ...] = Field(default=(), max_length=50)
    windows: tuple[PatrolWindow, ...] = Field(default=(), max_length=21)
    is_on: bool = True


@router.get("/api/field/patrol-plans")
async def get_plans(hall: HallDep, principal: Planner, org_code: OrgCode | None = None) -> list[PatrolPlanView]:
    """Plans in sight."""
    async with hall.db.snapshot(principal) as tx:
        return await list_plans(tx, org_code)


@router.post("/api/field/patrol-plans")
async def post_plan(body: PlanBody, desk: DeskDep, principal: Planner) -> PatrolPlanReply:
    """Keep a plan; its first round begins at once when it is its hour."""
    command = await _with_way(desk.hall.need(RoadClient), _command(body))
    return await desk.run(principal, keep_patrol_plan, command)


@router.post("/api/field/patrol-way")
async def post_way(body: WayBody, hall: HallDep, _: Planner) -> Way:
    """The way through these places, to look at before the plan is kept. Nothing is written."""
    corners = [one.point() for one in body.waypoints]
    points = [one.position.point() for one in body.points]
    return await way_of(hall.need(RoadClient), body.kind, corners, points)


@router.get("/api/field/patrol-plans/file", response_class=Response)
async def get_plans_file(
    hall: HallDep, principal: Planner, org_code: OrgCode, format: TableFormat = "xlsx"
) -> Response:
    """An organisation's plans for a spreadsheet; the same columns are read back."""
    async with hall.db.snapshot(principal) as tx:
        plans = await list_plans(tx, org_code)
        call_signs = {crew.id: crew.call_sign for crew in await list_crews(tx)}
    headers = {
        "Content-Disposition": f'attachment; filename="patrols-{org_code}.{format}"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(write_plans(plans, call_signs, format), media_type=_TYPES[format], headers=headers)


@router.post("/api/field/patrol-plans/file")
async def post_plans_file(
    request: Request, desk: DeskDep, principal: Planner, org_code: OrgCode, format: TableFormat = "xlsx"
) -> PatrolPlansReply:
    """Read a file's plans, all of them or none; one of the same name is replaced. The body is the file."""
    data = await request.body()
    if len(data) > MOST_TABLE_BYTES:
        raise PlanFileTooLarge(most=MOST_LINES)
    async with desk.hall.db.snapshot(principal) as tx:
        crews = {crew.call_sign: crew.id for crew in await list_crews(tx)}
    roads: RoadClient | None = desk.hall.need(RoadClient)
    plans = []
    for plan in read_plans(data, format, org_code, crews):
        plans.append(await _with_way(roads, plan))
        # A silent road process is asked once, not for every leg of every plan.
        roads = None if plans[-1].is_estimated and len(plans[-1].line) > 1 else roads
    return await desk.run(principal, keep_patrol_plans, KeepPatrolPlans(org_code=org_code, plans=tuple(plans)))


def _command(body: PlanBody) -> KeepPatrolPlan:
    fields = body.model_dump(exclude={"points", "waypoints", "windows"})
    points = tuple(
        {**one.model_dump(exclude={"position"}), "point": one.position.point()} for one in body.points
    )  # fmt: skip
    corners = tuple(one.point() for one in body.waypoints)
    return KeepPatrolPlan.model_validate({**fields, "points": points, "waypoints": corners, "windows": body.windows})


async def _with_way(roads: RoadClient | None, plan: KeepPatrolPlan) -> KeepPatrolPlan:
    way = await way_of(roads, plan.kind, plan.waypoints, [one.point for one in plan.points])
    return plan.model_copy(update=way.model_dump())
