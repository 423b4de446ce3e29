"""A patrol in the north of the small world: two points, one with checks, from noon to two."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.world import NORTH_1, World
from yaoyaoling.field.commands import ReportPositions
from yaoyaoling.field.handlers.keep_patrol_plan import PatrolPlanReply, keep_patrol_plan
from yaoyaoling.field.handlers.move_patrol import move_patrol
from yaoyaoling.field.handlers.report_hazard import report_hazard
from yaoyaoling.field.handlers.report_positions import report_positions
from yaoyaoling.field.handlers.visit_point import VisitReply, visit_point
from yaoyaoling.field.patrol.contract import CheckResult
from yaoyaoling.field.patrol.requests import KeepPatrolPlan, MovePatrol, ReportHazard, VisitPoint
from yaoyaoling.force.public import Fix
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.geo import Point
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.execute import execute
from yaoyaoling.platform.principal import system

SCHOOL, MARKET = Point(lon=114.30, lat=30.60), Point(lon=114.305, lat=30.605)
FAR = Point(lon=114.25, lat=30.65)
CHECKS = ("门锁", "照明")
EVERY_DAY = tuple(range(1, 8))
OK = tuple(CheckResult(check=one, is_ok=True) for one in CHECKS)


def plan(**more: Any) -> KeepPatrolPlan:
    """The plan; its hours are the two after the stage's beginning, noon in China."""
    fields: dict[str, Any] = {
        "title": "学校周边", "kind": "vehicle", "org_code": NORTH_1,
        "points": (
            {"title": "北一中南门", "point": SCHOOL, "stay_s": 120},
            {"title": "集贸市场", "point": MARKET, "checks": CHECKS},
        ),
        "windows": ({"days": EVERY_DAY, "starts": "12:00", "ends": "14:00"},),
        **more,
    }  # fmt: skip
    return KeepPatrolPlan.model_validate(fields)


HAZARD_WORDS = "消防通道被货架占用"


async def northern_patrol(world: World, db: Database) -> dict[str, str]:
    """A patrol under way in the north with a hazard it found; gives their ids by the names of routes."""
    people, now = world.people, db.clock.now().astimezone(HALL_ZONE)
    hour = timedelta(hours=1)
    hours = {"days": EVERY_DAY, "starts": f"{now - hour:%H:%M}", "ends": f"{now + hour:%H:%M}"}
    kept = await execute(db, people["north1"], keep_patrol_plan, plan(windows=(hours,), crew_ids=(world.crews["N1"],)))
    async with db.snapshot(system("test")) as tx:
        patrol = await tx.fetchval("select id from field.patrol where plan_id = $1", kept.plan_id)
    await execute(db, people["officer_n1"], move_patrol, MovePatrol(patrol_id=patrol, to="start"))
    found = ReportHazard(patrol_id=patrol, number=2, kind="fire", text=HAZARD_WORDS)
    hazard = await execute(db, people["officer_n1"], report_hazard, found)
    return {"patrol_plan_id": str(kept.plan_id), "patrol_id": str(patrol), "hazard_id": str(hazard.hazard_id)}


async def keep(world: World, who: str = "north1", **more: Any) -> PatrolPlanReply:
    """Somebody keeps it."""
    reply: PatrolPlanReply = await world.do(who, keep_patrol_plan, plan(**more))
    return reply


async def patrol_of(world: World, crew: str | None = "N1") -> UUID:
    """The newest patrol of a crew, or that nobody has."""
    found: UUID | None = await world.stage.value(
        "select id from field.patrol where crew_id is not distinct from $1 order by starts_at desc, id desc limit 1",
        None if crew is None else world.crews[crew],
    )
    assert found is not None
    return found


async def row_of(world: World, patrol: UUID) -> dict[str, Any]:
    """A patrol's row."""
    (row,) = await world.stage.fetch("select * from field.patrol where id = $1", patrol)
    return dict(row)


async def points_of(world: World, patrol: UUID) -> list[dict[str, Any]]:
    """Its points."""
    rows = await world.stage.fetch("select * from field.patrol_point where patrol_id = $1 order by number", patrol)
    return [dict(row) for row in rows]


async def start(world: World, who: str = "officer_n1", crew: str = "N1") -> UUID:
    """A crew begins what it was given."""
    patrol = await patrol_of(world, crew)
    await world.do(who, move_patrol, MovePatrol(patrol_id=patrol, to="start"))
    return patrol


async def fix(
    world: World, point: Point, crew: str = "N1", who: str = "officer_n1", at: datetime | None = None
) -> None:
    """A position of a crew comes in."""
    one = Fix(crew_id=world.crews[crew], point=point, at=at or world.stage.clock.now(), accuracy_m=8)
    await world.do(who, report_positions, ReportPositions(fixes=(one,)))


async def visit(world: World, patrol: UUID, number: int, who: str = "officer_n1", **more: Any) -> VisitReply:
    """Somebody presses "here" or "done"."""
    fields = {"patrol_id": patrol, "number": number, "step": "arrive", "at": world.stage.clock.now(), **more}
    reply: VisitReply = await world.do(who, visit_point, VisitPoint.model_validate(fields))
    return reply


def later(world: World, seconds: float) -> datetime:
    """So long from now."""
    return world.stage.clock.now() + timedelta(seconds=seconds)
