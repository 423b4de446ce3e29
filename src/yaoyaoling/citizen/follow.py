"""What the reporter is shown: state in words' keys, who comes and how soon; never another person's data.

Read by the program itself, field by field: the citizen has no right on the incident's row. An incident
marked unsafe to contact shows no map, no crew and no minutes.
"""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from yaoyaoling.citizen.links import LinkInvalid
from yaoyaoling.citizen.messages import MessageView, list_messages
from yaoyaoling.citizen.settings import CitizenSettings
from yaoyaoling.citizen.states import WithdrawalState
from yaoyaoling.dispatch.public import LIVE, Order, OrderState, list_orders
from yaoyaoling.evidence.public import list_photos
from yaoyaoling.force.public import find_position
from yaoyaoling.incidents.public import FINAL, Incident, IncidentState, get_incident
from yaoyaoling.intake.public import Contact, ContactState, get_contact
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.places.public import Origin, RoadClient
from yaoyaoling.platform.db.pool import Database
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import system
from yaoyaoling.telephony.public import VideoState, find_video

Stage = Literal[
    "received",  # 已收到，正在排队
    "answering",  # 接警员正在处理
    "opened",  # 已立警，正在派警
    "reopened",  # 已恢复处置，正在重新派警
    "dispatched",  # 已通知警组
    "under_way",  # 警组已出发
    "on_scene",  # 警组已到场
    "handled",  # 处置完毕，正在复核
    "closed",  # 已办结
    "cancelled",  # 已撤销
    "settled",  # 已答复，无需出警
]
_STAGES: dict[IncidentState, Stage] = {
    IncidentState.OPENED: "opened",
    IncidentState.DISPATCHED: "dispatched",
    IncidentState.UNDER_WAY: "under_way",
    IncidentState.ON_SCENE: "on_scene",
    IncidentState.HANDLED: "handled",
    IncidentState.CLOSED: "closed",
    IncidentState.CANCELLED: "cancelled",
    IncidentState.MERGED: "opened",  # its contacts went to the primary with it; nobody is shown this
}
_OVER: frozenset[Stage] = frozenset({"closed", "cancelled", "settled"})
_WITHDRAWABLE: frozenset[Stage] = frozenset({"received", "answering", "opened", "dispatched", "under_way"})
_SETTINGS = CitizenSettings()


class CrewOnTheWay(Value):
    """The crew that comes, WGS-84; eta_s and distance_m by road, None when unknown."""

    call_sign: str
    lon: float | None
    lat: float | None
    eta_s: float | None
    distance_m: float | None
    has_arrived: bool


class WithdrawalView(Value):
    """The newest request to withdraw, and what was answered."""

    state: WithdrawalState
    asked_at: datetime
    reply: str | None


class FollowView(Value):
    """All the reporter is shown."""

    number: str
    stage: Stage
    received_at: datetime
    text: str | None
    lon: float | None
    lat: float | None
    shows_map: bool
    crew: CrewOnTheWay | None
    photos: tuple[UUID, ...]
    may_add: bool
    may_rate: bool
    is_rated: bool
    may_withdraw: bool
    withdrawal: WithdrawalView | None
    video: VideoState | None = None
    """The caller is asked to show what there is, or shows it."""
    messages: tuple[MessageView, ...] = ()
    may_write: bool = False
    """Whether this page holds a conversation: the hall wrote, or asked for video, or the reporter could not speak."""


class Watched(Value):
    """A view with the subjects whose facts change it."""

    view: FollowView
    subjects: tuple[UUID, ...]
    moves: bool
    """A crew is under way: the minutes change without any fact."""


async def read_follow(db: Database, roads: RoadClient, contact_id: UUID) -> Watched:
    """The reporter's view now. Raises: LinkInvalid when the link has expired."""
    async with db.snapshot(system("follow")) as tx:
        try:
            contact = await get_contact(tx, contact_id)
        except NotFound as error:
            raise LinkInvalid from error
        incident = None if contact.incident_id is None else await get_incident(tx, contact.incident_id)
        _check_age(contact, incident, tx.now)
        rated = await tx.fetchval("select exists (select from citizen.rating where contact_id = $1)", contact_id)
        photos = await list_photos(tx, contact_id)
        # Nobody has asked whether it is safe yet: whoever could not speak is taken not to be.
        hides = contact.is_silent
        if incident is not None:
            hides = incident.is_unsafe_to_contact or incident.is_inspection_only
        asked = await tx.fetchrow(
            "select state, asked_at, reply from citizen.withdrawal where contact_id = $1"
            " order by asked_at desc, id desc limit 1",
            contact_id,
        )
        video = await find_video(tx, contact_id)
        messages = await list_messages(tx, contact_id)
        found = None if incident is None or hides else await _crew(tx, incident)
    crew = None if found is None or incident is None else await _with_road_time(roads, incident, *found)
    stage = _stage(contact, incident)
    view = FollowView(
        number=contact.number,
        stage=stage,
        received_at=contact.received_at,
        text=contact.text,
        lon=None if hides else contact.lon,
        lat=None if hides else contact.lat,
        shows_map=not hides,
        crew=crew,
        photos=tuple(photos),
        may_add=stage not in _OVER,
        may_rate=stage == "closed" and not rated and not hides,
        is_rated=rated,
        may_withdraw=stage in _WITHDRAWABLE and not hides,
        withdrawal=None if asked is None else WithdrawalView(**dict(asked)),
        video=None if video is None or stage in _OVER else video.state,
        messages=messages,
        may_write=stage not in _OVER and (video is not None or bool(messages) or contact.is_silent),
    )
    subjects = (contact.id,) if incident is None else (contact.id, incident.id)
    return Watched(view=view, subjects=subjects, moves=crew is not None and not crew.has_arrived)


def _stage(contact: Contact, incident: Incident | None) -> Stage:
    if incident is not None and incident.state is IncidentState.OPENED and incident.reopened_at is not None:
        return "reopened"
    if incident is not None:
        return _STAGES[incident.state]
    if contact.state is ContactState.SETTLED:
        return "settled"
    return "answering" if contact.state is ContactState.TAKEN else "received"


def _check_age(contact: Contact, incident: Incident | None, now: datetime) -> None:
    ended = incident.closed_at if incident is not None and incident.state in FINAL else None
    if incident is None:
        ended = contact.ended_at
    if ended is not None and now - ended > timedelta(days=_SETTINGS.link_days):
        raise LinkInvalid


async def _crew(tx: Tx, incident: Incident) -> tuple[Order, Point | None] | None:
    orders = [order for order in await list_orders(tx, incident.id) if order.state in LIVE]
    coming = [order for order in orders if order.state is not OrderState.ORDERED]
    if not coming:
        return None
    position = await find_position(tx, coming[0].crew_id)
    return coming[0], None if position is None else position[0]


async def _with_road_time(roads: RoadClient, incident: Incident, order: Order, point: Point | None) -> CrewOnTheWay:
    has_arrived = order.state is OrderState.ARRIVED
    times = []
    if point is not None and not has_arrived:
        times = await roads.nearest(incident.point, [Origin(id=str(order.crew_id), point=point)], k=1)
    return CrewOnTheWay(
        call_sign=order.call_sign,
        lon=point.lon if point else None,
        lat=point.lat if point else None,
        eta_s=round(times[0].eta_s) if times else None,
        distance_m=round(times[0].distance_m) if times else None,
        has_arrived=has_arrived,
    )
