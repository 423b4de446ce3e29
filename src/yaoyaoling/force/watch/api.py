"""Routes of a watch: sign on and off, take over, special duties."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from yaoyaoling.force.handlers.mark_alarm import mark_alarm
from yaoyaoling.force.handlers.plan_special_duty import SpecialDutyReply, cancel_special_duty, plan_special_duty
from yaoyaoling.force.handlers.sign_off import SignOffReply, sign_off
from yaoyaoling.force.handlers.sign_on import sign_on
from yaoyaoling.force.handlers.take_handover import take_handover
from yaoyaoling.force.watch.requests import CancelSpecialDuty, MarkAlarm, PlanSpecialDuty, SignOff, SignOn, TakeHandover
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["duty"])
Officer = Annotated[Principal, allow(Role.OFFICER)]
Planner = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]


class RemarksBody(Value):
    """What was found otherwise than it was left."""

    remarks: str = Field(default="", max_length=1_000)


class ReasonBody(Value):
    """Why."""

    reason: str = Field(min_length=2, max_length=200)


class SeenNoteBody(Value):
    """What was done."""

    note: str = Field(min_length=2, max_length=200)


class NeighbourCrew(Value):
    """A crew of the same grid, by name only."""

    id: UUID
    call_sign: str


@router.post("/api/force/watch/sign-on", status_code=204)
async def post_sign_on(body: SignOn, desk: DeskDep, principal: Officer) -> None:
    """Register who is aboard one's crew, with what."""
    await desk.run(principal, sign_on, body)


@router.post("/api/force/watch/sign-off")
async def post_sign_off(body: SignOff, desk: DeskDep, principal: Officer) -> SignOffReply:
    """Leave one's crew; with `to_crew` the watch is handed over."""
    return await desk.run(principal, sign_off, body)


@router.post("/api/force/handovers/{handover_id}/take", status_code=204)
async def post_take(handover_id: UUID, body: RemarksBody, desk: DeskDep, principal: Officer) -> None:
    """Sign for what the earlier watch left."""
    await desk.run(principal, take_handover, TakeHandover(handover_id=handover_id, remarks=body.remarks))


@router.get("/api/force/watch/neighbours")
async def get_neighbours(hall: HallDep, principal: Officer) -> list[NeighbourCrew]:
    """The other crews of one's grid, to hand over to."""
    async with hall.db.snapshot(principal) as tx:
        rows = await tx.fetch(
            "select n.id, n.call_sign from force.crew c, force.crews_of_grid(c.grid_code) n"
            " where c.id = $1 and n.id <> $1",
            principal.crew_id,
        )
        return [NeighbourCrew(**dict(row)) for row in rows]


@router.post("/api/force/special-duties", status_code=201)
async def post_special_duty(body: PlanSpecialDuty, desk: DeskDep, principal: Planner) -> SpecialDutyReply:
    """Plan posts and denser patrol around named sites for named hours."""
    return await desk.run(principal, plan_special_duty, body)


@router.post("/api/force/special-duties/{special_duty_id}/cancel")
async def post_cancel(special_duty_id: UUID, body: ReasonBody, desk: DeskDep, principal: Planner) -> SpecialDutyReply:
    """Take it back."""
    command = CancelSpecialDuty(special_duty_id=special_duty_id, reason=body.reason)
    return await desk.run(principal, cancel_special_duty, command)


@router.post("/api/force/duty-alarms/{alarm_id}/mark", status_code=204)
async def post_mark(alarm_id: UUID, body: SeenNoteBody, desk: DeskDep, principal: Planner) -> None:
    """Say what was done about a crew that did not sign on, or a roster that ends: the alarm goes away."""
    await desk.run(principal, mark_alarm, MarkAlarm(alarm_id=alarm_id, note=body.note))
