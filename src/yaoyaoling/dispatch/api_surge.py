"""Routes of the surge: the proposal for all that wait, kept when somebody reads it, and what came of it.

What is accepted is sent by the ordinary route of orders, which names the surge.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from yaoyaoling.dispatch import surges
from yaoyaoling.dispatch.commands import AcceptSurge, ProposeSurge
from yaoyaoling.dispatch.coverage import CoverageWatch
from yaoyaoling.dispatch.feed import order_fields
from yaoyaoling.dispatch.handlers.accept_surge import SurgeAccepts, SurgeReply, accept_surge, keep_proposal
from yaoyaoling.dispatch.policy import SurgePlan, pack
from yaoyaoling.dispatch.surge import SurgeView, propose_surge, weigh_surge
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role

router = APIRouter(tags=["dispatch"])
Commander = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK)]


class TooFewWait(Refused):
    """Nothing is weighed at once any more."""

    code = "too_few_wait"
    status = 409
    zh = "待派警情已不足 {from_count} 起，请逐起派警。"
    en = "Fewer than {from_count} wait now; send crews one by one."


class AcceptBody(Value):
    """The incidents whose lines are accepted."""

    incident_ids: list[UUID] = Field(min_length=1, max_length=100)


class AcceptedView(Value):
    """A line that was accepted, by whom."""

    incident_id: UUID
    by_name: str
    at: datetime


class SurgeRecord(Value):
    """A surge as a whole: the proposal as it was shown, to whom; which lines were accepted; the orders it gave."""

    surge_id: UUID
    proposed_to_name: str
    proposed_at: datetime
    plan: SurgePlan
    accepted: tuple[AcceptedView, ...]
    orders: list[dict[str, Any]]


@router.get("/api/dispatch/surge")
async def get_surge(hall: HallDep, principal: Commander) -> SurgeView:
    """集中派警: when many incidents wait, which crew to which, all weighed at once; compared with one by one."""
    return await propose_surge(hall.db, hall.bus, principal, hall.find(CoverageWatch))


@router.post("/api/dispatch/surges", status_code=201)
async def post_surge(desk: DeskDep, principal: Commander) -> SurgeReply:
    """Weigh all that wait now and keep the proposal with all it follows from, to read it and accept of it."""
    hall = desk.hall
    found = await weigh_surge(hall.db, hall.bus, principal, hall.find(CoverageWatch))
    if found.view.plan is None:
        raise TooFewWait(from_count=found.view.from_count)
    return await desk.run(principal, keep_proposal, ProposeSurge(basis=pack(found.waiting), plan=found.view.plan))


@router.post("/api/dispatch/surges/{surge_id}/accept")
async def post_accept(surge_id: UUID, body: AcceptBody, desk: DeskDep, principal: Commander) -> SurgeAccepts:
    """采纳: accept these lines; each is then sent by the route of orders, with the surge's id."""
    command = AcceptSurge(surge_id=surge_id, incident_ids=tuple(body.incident_ids))
    return await desk.run(principal, accept_surge, command)


@router.get("/api/dispatch/surges/{surge_id}")
async def get_kept_surge(surge_id: UUID, hall: HallDep, principal: Commander) -> SurgeRecord:
    """What was proposed to whom, who accepted which lines, and which orders that gave."""
    async with hall.db.snapshot(principal) as tx:
        kept = await surges.get_kept(tx, surge_id)
        accepted = await surges.list_accepted(tx, surge_id)
        orders = await surges.list_orders_of(tx, surge_id)
    return SurgeRecord(
        surge_id=surge_id,
        proposed_to_name=kept.proposed_to_name,
        proposed_at=kept.proposed_at,
        plan=kept.plan,
        accepted=tuple(
            AcceptedView(incident_id=one.incident_id, by_name=one.accepted_by_name, at=one.accepted_at)
            for one in accepted
        ),
        orders=[{"id": str(order.id), **order_fields(order)} for order in orders],
    )
