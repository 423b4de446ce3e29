"""Routes of plans: ask for one, look at those that are kept, take the drawing along, stop one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime

from yaoyaoling.kernel.contract import Value
from yaoyaoling.planning.commands import AskPlan, CancelPlan, RemovePlan
from yaoyaoling.planning.contract import PlanFigures, PlanRequest, PlanRows, Refusal
from yaoyaoling.planning.handlers.ask_plan import PlanReply, ask_plan
from yaoyaoling.planning.handlers.cancel_plan import cancel_plan
from yaoyaoling.planning.handlers.remove_plan import remove_plan
from yaoyaoling.planning.plans import Plan, get_drawing, get_plan, list_plans
from yaoyaoling.planning.states import PlanState
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["planning"])
Commander = Annotated[Principal, allow(Role.COMMANDER)]
Viewer = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK)]
Many = Annotated[int, Query(ge=1, le=200)]


class PlanShort(Value):
    """A plan in the list. While it runs a step takes it from share to step_until (0..1) in about step_most_s."""

    id: UUID
    request: PlanRequest
    state: PlanState
    step: str
    share: float
    step_until: float
    step_most_s: float
    step_at: AwareDatetime | None
    asked_by_name: str
    asked_at: AwareDatetime
    started_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    ended_by_name: str | None
    refusal: Refusal | None
    figures: PlanFigures | None


class PlanView(Value):
    """A plan and its figures post by post or grid by grid; rows None: it is not done."""

    plan: PlanShort
    rows: PlanRows | None


def _short(plan: Plan) -> PlanShort:
    return PlanShort(**vars(plan))


@router.post("/api/planning/plans", status_code=201)
async def post_plan(body: PlanRequest, desk: DeskDep, principal: Commander) -> PlanReply:
    """选点或划网格: computed in the background; look at it for how far it is."""
    return await desk.run(principal, ask_plan, AskPlan(request=body))


@router.get("/api/planning/plans")
async def get_plans(hall: HallDep, principal: Viewer, limit: Many = 50) -> list[PlanShort]:
    """Plans that are kept, newest first."""
    async with hall.db.snapshot(principal) as tx:
        return [_short(plan) for plan in await list_plans(tx, limit)]


@router.get("/api/planning/plans/{plan_id}")
async def get_one_plan(plan_id: UUID, hall: HallDep, principal: Viewer) -> PlanView:
    """One plan with all its figures."""
    async with hall.db.snapshot(principal) as tx:
        plan, rows = await get_plan(tx, plan_id)
    return PlanView(plan=_short(plan), rows=rows)


@router.get("/api/planning/plans/{plan_id}/drawing", responses={200: {"content": {"application/geo+json": {}}}})
async def get_plan_drawing(plan_id: UUID, hall: HallDep, principal: Viewer) -> Response:
    """Today's and the proposed posts and grids as GeoJSON (WGS-84)."""
    async with hall.db.snapshot(principal) as tx:
        drawing = await get_drawing(tx, plan_id)
    headers = {"Content-Disposition": f'attachment; filename="plan-{plan_id}.geojson"'}
    return Response(drawing, media_type="application/geo+json", headers=headers)


@router.post("/api/planning/plans/{plan_id}/cancel")
async def post_plan_cancel(plan_id: UUID, desk: DeskDep, principal: Commander) -> PlanReply:
    """Stop it: within a second nothing of it runs any more."""
    return await desk.run(principal, cancel_plan, CancelPlan(plan_id=plan_id))


@router.post("/api/planning/plans/{plan_id}/remove")
async def post_plan_remove(plan_id: UUID, desk: DeskDep, principal: Commander) -> PlanReply:
    """Remove a plan that has ended, with its figures and drawing; the ledger keeps that it was made."""
    return await desk.run(principal, remove_plan, RemovePlan(plan_id=plan_id))
