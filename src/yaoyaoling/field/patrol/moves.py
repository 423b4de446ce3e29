"""What several verbs of patrols do: open a round, give it to a crew, move its state, write what is known of a point."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.dispatch.public import list_busy_crews
from yaoyaoling.field.patrol import store
from yaoyaoling.field.patrol.choose import Able
from yaoyaoling.field.patrol.contract import CheckResult, PatrolNow, PatrolPlanView, PointNow, ProofKind
from yaoyaoling.field.patrol.events import (
    PatrolAdvanced,
    PatrolGiven,
    PatrolPlanned,
    PatrolPointDone,
    PatrolPointLeft,
    PatrolPointReached,
    PlannedPoint,
)
from yaoyaoling.field.patrol.refusals import AlreadyPatrols
from yaoyaoling.field.patrol.states import PATROL_FINAL, PatrolSignal, PatrolState, advance_patrol
from yaoyaoling.field.patrol.windows import Round
from yaoyaoling.field.settings import FieldSettings
from yaoyaoling.force.public import CrewNow, list_aboard, list_crews
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx

PATROL_TIMER = "field.patrol_due"
SETTINGS = FieldSettings()
_REMEMBERED = timedelta(hours=12)
"""Whoever had least in so many hours is given the next."""


class PatrolReply(Value):
    """A patrol after a command."""

    patrol_id: UUID
    state: PatrolState
    crew_id: UUID | None


def reply_of(patrol: PatrolNow) -> PatrolReply:
    """The reply of a command on a patrol."""
    return PatrolReply(patrol_id=patrol.id, state=patrol.state, crew_id=patrol.crew_id)


def stream_of(patrol_id: UUID) -> str:
    """The patrol's stream in the ledger."""
    return f"patrol:{patrol_id}"


async def open_patrol(tx: Tx, plan: PatrolPlanView, org_path: str, turn: Round, *, is_extra: bool) -> PatrolNow | None:
    """Write a round with the points as the plan has them now; None when this round is there already."""
    patrol_id = new_id()
    is_new = await tx.execute(
        "insert into field.patrol (id, plan_id, title, kind, org_code, org_path, grid_code, line, length_m,"
        " is_estimated, is_extra, state, starts_at, due_at, version)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1) on conflict do nothing",
        patrol_id, plan.id, plan.title, plan.kind, plan.org_code, org_path, plan.grid_code, plan.line, plan.length_m,
        plan.is_estimated, is_extra, PatrolState.PLANNED.value, turn.starts_at, turn.ends_at,
    )  # fmt: skip
    if not is_new:
        return None
    for scope in (f"t/{org_path}", f"h/{await get_hall_code(tx)}"):
        await audience.grant(tx, patrol_id, scope, "patrol", initial=True)
    points = tuple(
        PlannedPoint(
            id=new_id(), number=number, title=one.title, lon=one.point.lon, lat=one.point.lat, radius_m=one.radius_m,
            stay_s=one.stay_s, checks=one.checks,
        )
        for number, one in enumerate(plan.points, 1)
    )  # fmt: skip
    for point in points:
        await tx.execute(
            "insert into field.patrol_point (id, patrol_id, number, title, lon, lat, radius_m, stay_s, checks, version)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
            point.id, patrol_id, point.number, point.title, point.lon, point.lat, point.radius_m, point.stay_s,
            point.checks,
        )  # fmt: skip
    event = PatrolPlanned(
        patrol_id=patrol_id, plan_id=plan.id, title=plan.title, kind=plan.kind, org_code=plan.org_code,
        grid_code=plan.grid_code, is_extra=is_extra, starts_at=turn.starts_at, due_at=turn.ends_at,
        length_m=plan.length_m, points=points,
    )  # fmt: skip
    tx.record(event, stream=stream_of(patrol_id), seq=1, about=patrol_id)
    await arm(tx, patrol_id, turn.ends_at)
    return await store.get_patrol(tx, patrol_id)


async def arm(tx: Tx, patrol_id: UUID, due: datetime) -> None:
    """Look at the patrol again then."""
    await tx.set_timer(PATROL_TIMER, str(patrol_id), due, {"patrol_id": patrol_id}, about=patrol_id)


async def give(tx: Tx, patrol: PatrolNow, crew: CrewNow | None) -> PatrolNow:
    """Let a crew have it, or nobody; who had it before sees it no longer. The crew's own desks see it as well."""
    crew_id, call_sign = (None, None) if crew is None else (crew.id, crew.call_sign)
    after = await store.save_patrol(tx, patrol, crew_id=crew_id, call_sign=call_sign)
    await tx.execute(
        "update field.patrol set given_at = $2 where id = $1", patrol.id, None if crew is None else tx.now
    )  # fmt: skip
    if crew is not None:
        for scope in (f"c/{crew.id}", f"t/{crew.org_path}"):
            await audience.grant(tx, patrol.id, scope, "patrol")
    event = PatrolGiven(patrol_id=patrol.id, crew_id=crew_id, call_sign=call_sign, by_name=tx.principal.name)
    tx.record(event, stream=stream_of(patrol.id), seq=after.version, about=patrol.id)
    if patrol.crew_id is not None and patrol.crew_id != crew_id:
        await audience.revoke(tx, patrol.id, f"c/{patrol.crew_id}", "patrol")
    return after


async def move(tx: Tx, patrol: PatrolNow, signal: PatrolSignal, reason: str | None = None) -> PatrolNow:
    """Advance the state; the clock goes with it. Raises: IllegalPatrolSignal."""
    state = advance_patrol(patrol.state, signal)
    due_at = patrol.due_at
    changed: dict[str, object] = {"state": state.value}
    if signal is PatrolSignal.START:
        changed["started_at"] = tx.now
    elif signal is PatrolSignal.INTERRUPT:
        changed |= {"interrupted_at": tx.now, "interruptions": patrol.interruptions + 1}
        await arm(tx, patrol.id, tx.now + timedelta(seconds=SETTINGS.patrol_interrupted_s))
    elif signal is PatrolSignal.RESUME:
        # The time of the order is given back.
        due_at += tx.now - (patrol.interrupted_at or tx.now)
        changed |= {"interrupted_at": None, "due_at": due_at}
        await arm(tx, patrol.id, due_at)
    if state in PATROL_FINAL:
        changed |= {"ended_at": tx.now, "end_reason": reason, "interrupted_at": None}
        await tx.cancel_timer(PATROL_TIMER, str(patrol.id))
    after = (await store.save_patrol(tx, patrol, **changed)).model_copy(update={"state": state})
    event = PatrolAdvanced(
        patrol_id=patrol.id, crew_id=patrol.crew_id, signal=signal, state=state, due_at=due_at,
        interruptions=after.interruptions, by_name=tx.principal.name, reason=reason,
    )  # fmt: skip
    tx.record(event, stream=stream_of(patrol.id), seq=after.version, about=patrol.id)
    return after


async def start(tx: Tx, patrol: PatrolNow) -> PatrolNow:
    """Set a crew's patrol under way. Raises: AlreadyPatrols, IllegalPatrolSignal."""
    running = None if patrol.crew_id is None else await store.find_running(tx, patrol.crew_id)
    if running is not None and running.id != patrol.id:
        raise AlreadyPatrols(title=running.title)
    return await move(tx, patrol, PatrolSignal.START)


async def list_able(tx: Tx, org_path: str) -> list[tuple[Able, CrewNow]]:
    """Crews of an organisation as a patrol sees them, as far as the actor does."""
    crews = await list_crews(tx, org_path)
    had = await store.count_given(tx, [crew.id for crew in crews], tx.now - _REMEMBERED)
    busy, aboard = await list_busy_crews(tx), await list_aboard(tx)
    return [
        (
            Able(
                id=crew.id, code=crew.code, grid_code=crew.grid_code, shift=crew.shift,
                is_on_duty=crew.duty == "on_duty", is_aboard=crew.id in aboard,
                is_in_street=crew.readiness == "street", is_busy=crew.id in busy,
                had=had.get(crew.id, 0),
            ),
            crew,
        )
        for crew in crews
    ]  # fmt: skip


async def reach(
    tx: Tx, patrol: PatrolNow, point: PointNow, at: datetime, by: ProofKind, distance_m: float | None,
    accuracy_m: float | None,
) -> PointNow:  # fmt: skip
    """Note that the crew is at a point."""
    after = await store.save_point(
        tx, point, arrived_at=at, arrived_by=by, distance_m=distance_m, accuracy_m=accuracy_m
    )  # fmt: skip
    event = PatrolPointReached(
        patrol_id=patrol.id, point_id=point.id, arrived_at=at, arrived_by=by, distance_m=distance_m,
        accuracy_m=accuracy_m,
    )  # fmt: skip
    _record(tx, event, patrol, after)
    return after


async def leave(tx: Tx, patrol: PatrolNow, point: PointNow) -> PointNow:
    """Note that the crew went too early: the point is open again."""
    after = await store.save_point(
        tx, point, arrived_at=None, arrived_by=None, distance_m=None, accuracy_m=None, left_early=point.left_early + 1
    )
    event = PatrolPointLeft(patrol_id=patrol.id, point_id=point.id, left_early=after.left_early)
    _record(tx, event, patrol, after)
    return after


async def finish_point(
    tx: Tx, patrol: PatrolNow, point: PointNow, at: datetime, results: Sequence[CheckResult] = (), note: str = "",
    reason: str = "", media: tuple[UUID, ...] = (),
) -> PointNow:  # fmt: skip
    """Note that a point is done; with the last one the patrol is."""
    after = await store.save_point(
        tx, point, done_at=at, results=tuple(results), note=note, reason=reason, media=media
    )  # fmt: skip
    event = PatrolPointDone(
        patrol_id=patrol.id, point_id=point.id, done_at=at, results=tuple(results), note=note, reason=reason,
        media=media,
    )  # fmt: skip
    _record(tx, event, patrol, after)
    if patrol.state not in PATROL_FINAL and all(one.done_at for one in await store.list_points(tx, patrol.id)):
        await move(tx, patrol, PatrolSignal.FINISH)
    return after


def _record(
    tx: Tx, event: PatrolPointReached | PatrolPointLeft | PatrolPointDone, patrol: PatrolNow, point: PointNow
) -> None:
    tx.record(event, stream=f"patrol_point:{point.id}", seq=point.version, about=patrol.id)
