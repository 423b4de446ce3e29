"""Routes of patrols on the officer's phone and at the desks: what runs, and what was done."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from pydantic import AwareDatetime, Field

from yaoyaoling.evidence.public import MediaFiles
from yaoyaoling.field.handlers.give_patrol import ask_for_patrol, give_patrol
from yaoyaoling.field.handlers.move_patrol import move_patrol
from yaoyaoling.field.handlers.report_hazard import HazardReply, handle_hazard, report_hazard
from yaoyaoling.field.handlers.visit_point import VisitReply, visit_point
from yaoyaoling.field.patrol.contract import CheckResult, HazardKind, PatrolView
from yaoyaoling.field.patrol.moves import PatrolReply
from yaoyaoling.field.patrol.report import ReportRow, read_report, report_file
from yaoyaoling.field.patrol.requests import (
    AskForPatrol,
    GivePatrol,
    HandleHazard,
    MovePatrol,
    ReportHazard,
    VisitPoint,
)
from yaoyaoling.field.patrol.store import get_view
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import StatedPosition
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["patrol"])
PointNumber = Annotated[int, Path(ge=1, le=60)]
Officer = Annotated[Principal, allow(Role.OFFICER)]
Planner = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]
Visitor = Annotated[Principal, allow(Role.OFFICER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]
Viewer = Annotated[Principal, allow(Role.OFFICER, Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]
Photos = Annotated[tuple[UUID, ...], Field(max_length=9)]


class CrewBody(Value):
    """Which crew. minutes: for a round beside the plan's, how long it may take."""

    crew_id: UUID
    minutes: int | None = Field(default=None, ge=5, le=720)


class EndBody(Value):
    """Why, when not everything is done."""

    reason: str = Field(default="", max_length=300)


class TakeBackBody(Value):
    """Why."""

    reason: str = Field(min_length=2, max_length=300)


class VisitBody(Value):
    """Being at a point, or done there. at: by the phone's clock. position: of the phone, on a datum that is named."""

    step: Literal["arrive", "done"]
    at: AwareDatetime
    position: StatedPosition | None = None
    accuracy_m: float | None = Field(default=None, ge=0, le=1_000_000, allow_inf_nan=False)
    results: tuple[CheckResult, ...] = Field(default=(), max_length=20)
    note: str = Field(default="", max_length=1000)
    reason: str = Field(default="", max_length=300)
    photos: Photos = ()


class HazardBody(Value):
    """What was found. number: of the patrol's point, if at one. Names of people do not belong here."""

    number: int | None = Field(default=None, ge=1, le=60)
    kind: HazardKind
    text: str = Field(min_length=2, max_length=1000)
    position: StatedPosition | None = None
    photos: Photos = ()


class AnswerBody(Value):
    """What was done about it."""

    answer: str = Field(min_length=2, max_length=300)


@router.get("/api/field/patrols/{patrol_id}")
async def get_patrol(patrol_id: UUID, hall: HallDep, principal: Viewer) -> PatrolView:
    """A patrol with its route and points."""
    async with hall.db.snapshot(principal) as tx:
        return await get_view(tx, patrol_id)


@router.post("/api/field/patrol-plans/{patrol_plan_id}/ask", status_code=201)
async def post_ask(patrol_plan_id: UUID, body: CrewBody, desk: DeskDep, principal: Planner) -> PatrolReply:
    """A round now, beside those of the plan, by this crew."""
    return await desk.run(principal, ask_for_patrol, AskForPatrol(plan_id=patrol_plan_id, **body.model_dump()))


@router.post("/api/field/patrols/{patrol_id}/give")
async def post_give(patrol_id: UUID, body: CrewBody, desk: DeskDep, principal: Planner) -> PatrolReply:
    """Give a patrol that has not begun to a crew."""
    return await desk.run(principal, give_patrol, GivePatrol(patrol_id=patrol_id, crew_id=body.crew_id))


@router.post("/api/field/patrols/{patrol_id}/cancel")
async def post_cancel(patrol_id: UUID, body: TakeBackBody, desk: DeskDep, principal: Planner) -> PatrolReply:
    """Take it back."""
    return await desk.run(principal, move_patrol, MovePatrol(patrol_id=patrol_id, to="cancel", reason=body.reason))


@router.post("/api/field/patrols/{patrol_id}/start")
async def post_start(patrol_id: UUID, desk: DeskDep, principal: Officer) -> PatrolReply:
    """开始巡逻: from now on positions prove the points."""
    return await desk.run(principal, move_patrol, MovePatrol(patrol_id=patrol_id, to="start"))


@router.post("/api/field/patrols/{patrol_id}/end")
async def post_end(patrol_id: UUID, body: EndBody, desk: DeskDep, principal: Officer) -> PatrolReply:
    """结束巡逻: what was done counts."""
    return await desk.run(principal, move_patrol, MovePatrol(patrol_id=patrol_id, to="end", reason=body.reason))


@router.post("/api/field/patrols/{patrol_id}/points/{point_number}/visit")
async def post_visit(
    patrol_id: UUID, point_number: PointNumber, body: VisitBody, desk: DeskDep, principal: Visitor
) -> VisitReply:
    """打卡: at a point, or done there, with what was looked at; a desk does so for points of a video patrol."""
    files = desk.hall.need(MediaFiles) if body.photos else None
    uploads = () if files is None else tuple(files.find_upload(photo) for photo in body.photos)
    command = VisitPoint(
        patrol_id=patrol_id, number=point_number, uploads=uploads,
        point=None if body.position is None else body.position.point(),
        **body.model_dump(exclude={"position", "photos"}),
    )  # fmt: skip
    return await desk.run(principal, visit_point, command)


@router.post("/api/field/patrols/{patrol_id}/hazards", status_code=201)
async def post_hazard(patrol_id: UUID, body: HazardBody, desk: DeskDep, principal: Officer) -> HazardReply:
    """上报隐患: something that somebody has to do something about."""
    files = desk.hall.need(MediaFiles) if body.photos else None
    uploads = () if files is None else tuple(files.find_upload(photo) for photo in body.photos)
    command = ReportHazard(
        patrol_id=patrol_id, number=body.number, kind=body.kind, text=body.text, uploads=uploads,
        point=None if body.position is None else body.position.point(),
    )  # fmt: skip
    return await desk.run(principal, report_hazard, command)


@router.post("/api/field/hazards/{hazard_id}/handle")
async def post_handle(hazard_id: UUID, body: AnswerBody, desk: DeskDep, principal: Planner) -> HazardReply:
    """What was done about it."""
    return await desk.run(principal, handle_hazard, HandleHazard(hazard_id=hazard_id, answer=body.answer))


@router.get("/api/field/patrol-report")
async def get_report(
    hall: HallDep,
    principal: Planner,
    since: Annotated[AwareDatetime, Query()],
    until: Annotated[AwareDatetime, Query()],
    org_code: str | None = None,
) -> list[ReportRow]:
    """Patrols in sight that began in this time, with shares done and proven."""
    async with hall.db.snapshot(principal) as tx:
        return await read_report(tx, since, until, org_code)


@router.get("/api/field/patrol-report/file", response_class=Response)
async def get_report_file(
    hall: HallDep,
    principal: Planner,
    since: Annotated[AwareDatetime, Query()],
    until: Annotated[AwareDatetime, Query()],
    org_code: str | None = None,
) -> Response:
    """The same as CSV."""
    async with hall.db.snapshot(principal) as tx:
        rows = await read_report(tx, since, until, org_code)
    headers = {"Content-Disposition": 'attachment; filename="patrols.csv"', "X-Content-Type-Options": "nosniff"}
    return Response(report_file(rows), media_type="text/csv; charset=utf-8", headers=headers)
