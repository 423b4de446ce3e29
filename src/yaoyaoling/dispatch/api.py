"""Routes of dispatch: the ranking, sending, releasing, taking over."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from yaoyaoling.agencies.public import list_counties_in_sight
from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.basis import rank_crews
from yaoyaoling.dispatch.commands import CallOfficer, ReassignOrder, ReleaseOrder, SendCrew, TakeCallout
from yaoyaoling.dispatch.coverage import CoverageWatch
from yaoyaoling.dispatch.events import OrderRole
from yaoyaoling.dispatch.feed import callout_fields, order_fields
from yaoyaoling.dispatch.handlers.answer import OrderReply
from yaoyaoling.dispatch.handlers.call_officers import call_officer
from yaoyaoling.dispatch.handlers.escalate import take_callout
from yaoyaoling.dispatch.handlers.reassign import reassign_order
from yaoyaoling.dispatch.handlers.release import release_order
from yaoyaoling.dispatch.handlers.send import SendReply, send_crew
from yaoyaoling.dispatch.policy import Ranking
from yaoyaoling.dispatch.rules import SETTINGS, PositionAge, list_position_ages
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.places.public import RoadClient
from yaoyaoling.platform.hall import Hall
from yaoyaoling.platform.http.deps import DeskDep, HallDep, allow
from yaoyaoling.platform.principal import Principal, Role
from yaoyaoling.telephony.public import LegReply

router = APIRouter(tags=["dispatch"])
Watcher = Annotated[
    Principal,
    allow(Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK, Role.OFFICER, Role.REVIEWER),
]
Dispatcher = Annotated[Principal, allow(Role.CALL_TAKER, Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]
DutyDesk = Annotated[Principal, allow(Role.COMMANDER, Role.COUNTY_DESK, Role.STATION_DESK)]


class SendBody(Value):
    """Send the best crew (crew_id left out) or a chosen one; reason: why one more is sent (增援).

    further: chosen crews that go with it; whoever of them cannot be had is left out. surge_id: carries
    out a line of that surge, which was accepted before.
    """

    crew_id: UUID | None = None
    reason: str | None = Field(default=None, min_length=2, max_length=200)
    role: OrderRole = "respond"
    further: list[UUID] | None = Field(default=None, max_length=20)
    surge_id: UUID | None = None


class ReassignBody(Value):
    """Which crew goes instead (left out: the best), and why."""

    crew_id: UUID | None = None
    reason: str = Field(min_length=2, max_length=200)


class ReleaseBody(Value):
    """Why the crew is taken off."""

    reason: str = Field(min_length=2, max_length=200)


class CoverageView(Value):
    """What free crews cover now. share, grids: 0..1 of the demand, all and by grid; None when it is not known."""

    at: datetime | None
    within_s: float
    share: float | None
    free: int
    grids: dict[str, float]


class DispatchView(Value):
    """What happened so far: the call-out with the ranking it followed, and all orders."""

    callout: dict[str, Any] | None
    ranking: Ranking | None
    orders: list[dict[str, Any]]


async def _rank(hall: Hall, principal: Principal, incident_id: UUID) -> Ranking:
    return await rank_crews(hall.db, hall.need(RoadClient), principal, incident_id, hall.find(CoverageWatch))


@router.get("/api/dispatch/incidents/{incident_id}/ranking")
async def get_ranking(incident_id: UUID, hall: HallDep, principal: Dispatcher) -> Ranking:
    """The crews for this incident by road time from where they are now, with reasons; and who may not go, and why."""
    return await _rank(hall, principal, incident_id)


@router.get("/api/dispatch/incidents/{incident_id}")
async def get_dispatch(incident_id: UUID, hall: HallDep, principal: Dispatcher) -> DispatchView:
    """The call-out, the ranking the decision was made on, and all orders."""
    async with hall.db.snapshot(principal) as tx:
        row = await tx.fetchrow(f"{store.SELECT_CALLOUT} where incident_id = $1", incident_id)
        callout = None if row is None else store.callout_of(row)
        orders = await store.list_orders(tx, incident_id)
    if callout is None and not orders:
        raise NotFound
    return DispatchView(
        callout=None if callout is None else {"id": str(callout.id), **callout_fields(callout)},
        ranking=None if callout is None else callout.ranking,
        orders=[{"id": str(order.id), **order_fields(order)} for order in orders],
    )


@router.post("/api/dispatch/incidents/{incident_id}/orders", status_code=201)
async def post_order(incident_id: UUID, body: SendBody, desk: DeskDep, principal: Dispatcher) -> SendReply:
    """Send: one key. The crews are ranked now; the chosen one, or the best, is ordered; the chain does the rest."""
    ranking = await _rank(desk.hall, principal, incident_id)
    command = SendCrew(
        incident_id=incident_id,
        ranking=ranking,
        crew_id=body.crew_id,
        reason=body.reason,
        role=body.role,
        further=tuple(body.further or ()),
        surge_id=body.surge_id,
    )
    return await desk.run(principal, send_crew, command)


@router.post("/api/dispatch/orders/{order_id}/release")
async def post_release(order_id: UUID, body: ReleaseBody, desk: DeskDep, principal: Dispatcher) -> OrderReply:
    """Take a crew off the incident."""
    return await desk.run(principal, release_order, ReleaseOrder(order_id=order_id, reason=body.reason))


@router.post("/api/dispatch/orders/{order_id}/call", status_code=201)
async def post_call(order_id: UUID, desk: DeskDep, principal: Dispatcher) -> LegReply:
    """Ring the crew's officer into the call of the incident, once more."""
    return await desk.run(principal, call_officer, CallOfficer(order_id=order_id))


@router.post("/api/dispatch/orders/{order_id}/reassign", status_code=201)
async def post_reassign(order_id: UUID, body: ReassignBody, desk: DeskDep, principal: Dispatcher) -> SendReply:
    """改派: take the crew off and send another in one step."""
    async with desk.hall.db.snapshot(principal) as tx:
        order = await store.get_order(tx, order_id)
    ranking = await _rank(desk.hall, principal, order.incident_id)
    command = ReassignOrder(order_id=order_id, ranking=ranking, crew_id=body.crew_id, reason=body.reason)
    return await desk.run(principal, reassign_order, command)


@router.post("/api/dispatch/incidents/{incident_id}/take-over")
async def post_take_over(incident_id: UUID, desk: DeskDep, principal: DutyDesk) -> SendReply:
    """A duty desk takes over a call-out nobody accepted."""
    return await desk.run(principal, take_callout, TakeCallout(incident_id=incident_id))


@router.get("/api/dispatch/position-ages")
async def get_position_ages(hall: HallDep, principal: Watcher) -> list[PositionAge]:
    """定位时效: how old a crew's position may be, as the ranking counts it and as maps show it."""
    async with hall.db.snapshot(principal) as tx:
        return await list_position_ages(tx)


@router.get("/api/dispatch/coverage")
async def get_coverage(hall: HallDep, principal: Dispatcher) -> CoverageView:
    """覆盖: which share of the demand a free crew reaches in time now, by road; measured every ten seconds."""
    watch = hall.find(CoverageWatch)
    async with hall.db.snapshot(principal) as tx:
        counties = await list_counties_in_sight(tx)
        found = None if watch is None else watch.latest(tx.now)
    if found is None:
        return CoverageView(at=None, within_s=SETTINGS.cover_within_s, share=None, free=0, grids={})
    return CoverageView(
        at=found.at,
        within_s=found.within_s,
        share=found.share(counties),
        free=found.free_in(counties),
        grids=dict(found.by_grid(counties)),
    )
