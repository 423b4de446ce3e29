"""Start a patrol, end it, take it back; and what its clock does."""

from typing import Any
from uuid import UUID

from yaoyaoling.dispatch.public import find_live_order
from yaoyaoling.field.patrol import moves, store
from yaoyaoling.field.patrol.contract import PatrolNow
from yaoyaoling.field.patrol.moves import PatrolReply, reply_of
from yaoyaoling.field.patrol.plans import require_patrol_planner
from yaoyaoling.field.patrol.refusals import OnAnOrder
from yaoyaoling.field.patrol.requests import MovePatrol
from yaoyaoling.field.patrol.states import PATROL_FINAL, PatrolSignal, ending
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx


async def move_patrol(tx: Tx, command: MovePatrol) -> PatrolReply:
    """The crew starts or ends its own, a desk takes one back.

    Raises: NotFound (another crew's too), NotYourPatrol, IllegalPatrolSignal, OnAnOrder, AlreadyPatrols.
    """
    patrol = await store.get_patrol(tx, command.patrol_id)
    if command.to == "cancel":
        require_patrol_planner(tx, patrol.org_path)
        return reply_of(await moves.move(tx, patrol, PatrolSignal.CANCEL, command.reason))
    if patrol.crew_id is None or patrol.crew_id != tx.principal.crew_id:
        raise NotFound
    if command.to == "start":
        if await find_live_order(tx, patrol.crew_id) is not None:
            raise OnAnOrder
        return reply_of(await moves.start(tx, patrol))
    return reply_of(await moves.move(tx, patrol, await _ending(tx, patrol), command.reason or None))


async def _ending(tx: Tx, patrol: PatrolNow) -> PatrolSignal:
    points = await store.list_points(tx, patrol.id)
    return ending(sum(point.done_at is not None for point in points), len(points))


async def on_patrol_due(tx: Tx, payload: dict[str, Any]) -> None:
    """Its time is over: what was done counts, nothing waits any longer."""
    patrol = await store.get_patrol(tx, UUID(payload["patrol_id"]))
    if patrol.state not in PATROL_FINAL:
        await moves.move(tx, patrol, await _ending(tx, patrol), "time_over")
