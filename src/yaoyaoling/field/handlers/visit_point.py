"""A crew is at a point of its patrol, and does there what is to be done."""

from datetime import timedelta
from uuid import UUID

from yaoyaoling.dispatch.public import find_live_order
from yaoyaoling.evidence.public import claim_uploads
from yaoyaoling.field.patrol import moves, store
from yaoyaoling.field.patrol.contract import PatrolNow, PointNow, ProofKind
from yaoyaoling.field.patrol.plans import require_patrol_planner
from yaoyaoling.field.patrol.proof import is_near
from yaoyaoling.field.patrol.refusals import (
    ChecksOpen,
    NoPosition,
    PatrolOver,
    PhoneClockWrong,
    StayLonger,
    TooFar,
)
from yaoyaoling.field.patrol.requests import VisitPoint
from yaoyaoling.field.patrol.states import PATROL_FINAL, PatrolSignal, PatrolState
from yaoyaoling.field.settings import FieldSettings
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.geo import Point, distance_m
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx

SETTINGS = FieldSettings()
_BEFORE = timedelta(minutes=5)
"""So much earlier than the patrol itself a phone may say that something was: its clock may be a little off."""


class VisitReply(Value):
    """The point after a visit, and the patrol: with the last point it is finished."""

    point_id: UUID
    distance_m: float | None
    arrived_by: ProofKind
    is_done: bool
    state: PatrolState


async def visit_point(tx: Tx, command: VisitPoint) -> VisitReply:
    """Note the arrival with its proof and, with step `done`, what was looked at. A planned patrol starts by it.

    What was done without a network counts from when it was done. Raises: NotFound, PhoneClockWrong, PatrolOver,
    TooFar, NoPosition, StayLonger, ChecksOpen, UploadGone.
    """
    patrol = await _own(tx, command.patrol_id)
    points = await store.list_points(tx, patrol.id, lock=True)
    point = next((one for one in points if one.number == command.number), None)
    if point is None:
        raise NotFound
    _check_time(tx, patrol, command)
    if patrol.state is PatrolState.PLANNED:
        # Where somebody does the first point the patrol has begun, whoever forgot to say so.
        patrol = await moves.start(tx, patrol)
        if patrol.crew_id is not None and await find_live_order(tx, patrol.crew_id) is not None:
            patrol = await moves.move(tx, patrol, PatrolSignal.INTERRUPT, "ordered")
    if point.done_at is not None:
        return _reply(point, patrol)
    if point.arrived_at is None:
        by, metres = _proof(patrol, point, command)
        point = await moves.reach(tx, patrol, point, command.at, by, metres, command.accuracy_m)
    if command.step == "arrive":
        return _reply(point, patrol)
    _check_done(point, command)
    await claim_uploads(tx, command.uploads, purpose="patrol", about_id=patrol.id)
    media = tuple(upload.media_id for upload in command.uploads)
    point = await moves.finish_point(
        tx, patrol, point, command.at, command.results, command.note, command.reason, media
    )
    return _reply(point, await store.get_patrol(tx, patrol.id))


async def _own(tx: Tx, patrol_id: UUID) -> PatrolNow:
    patrol = await store.get_patrol(tx, patrol_id)
    if tx.principal.crew_id is not None:
        if patrol.crew_id != tx.principal.crew_id:
            raise NotFound
    elif patrol.kind != "video":
        raise NotFound  # a desk walks no street
    else:
        require_patrol_planner(tx, patrol.org_path)
    return patrol


def _check_time(tx: Tx, patrol: PatrolNow, command: VisitPoint) -> None:
    latest = tx.now + timedelta(seconds=SETTINGS.future_s)
    if not patrol.starts_at - _BEFORE <= command.at <= latest:
        raise PhoneClockWrong(at=command.at.isoformat(timespec="minutes"))
    if patrol.state in PATROL_FINAL and command.at > (patrol.ended_at or tx.now):
        raise PatrolOver


def _proof(patrol: PatrolNow, point: PointNow, command: VisitPoint) -> tuple[ProofKind, float | None]:
    """How it is known that somebody is there, and how far off the position was."""
    if patrol.kind == "video":
        return "video", None
    there = Point(lon=point.lon, lat=point.lat)
    metres = None if command.point is None else distance_m(there, command.point)
    if metres is not None and is_near(point.radius_m, metres, command.accuracy_m):
        return "tap", metres
    if command.reason.strip():
        return "said", metres
    if metres is None:
        raise NoPosition(point=point.title)
    raise TooFar(point=point.title, metres=round(metres), radius=round(point.radius_m))


def _check_done(point: PointNow, command: VisitPoint) -> None:
    answered = {one.check for one in command.results}
    missing = [check for check in point.checks if check not in answered]
    if missing:
        raise ChecksOpen(checks="、".join(missing))
    assert point.arrived_at is not None
    stayed_s = (command.at - point.arrived_at).total_seconds()
    if stayed_s < point.stay_s and not command.reason.strip():
        raise StayLonger(stay=point.stay_s, left=round(point.stay_s - stayed_s))


def _reply(point: PointNow, patrol: PatrolNow) -> VisitReply:
    assert point.arrived_by is not None
    return VisitReply(
        point_id=point.id, distance_m=point.distance_m, arrived_by=point.arrived_by,
        is_done=point.done_at is not None, state=patrol.state,
    )  # fmt: skip
