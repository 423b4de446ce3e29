"""有警接警、无警巡逻: an order interrupts the crew's patrol, and when it ends the patrol goes on by itself."""

from uuid import UUID

from yaoyaoling.dispatch.public import LIVE, CrewOrdered, OrderAdvanced, find_live_order
from yaoyaoling.field.patrol import moves, store
from yaoyaoling.field.patrol.states import PatrolSignal, PatrolState
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded


async def on_order_moved(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside: in the order's own transaction, as far as whoever acts sees the patrol."""
    event = recorded.event
    if isinstance(event, CrewOrdered):
        await _follow(tx, event.crew_id, is_ordered=True)
    elif isinstance(event, OrderAdvanced) and event.state not in LIVE:
        await _follow(tx, event.crew_id, is_ordered=False)


async def on_order_told(tx: Tx, recorded: Recorded) -> None:
    """Follower, as the program itself: a crew that outruns another one does not see that one's patrol."""
    event = recorded.event
    if isinstance(event, CrewOrdered) or (isinstance(event, OrderAdvanced) and event.state not in LIVE):
        await _follow(tx, event.crew_id, is_ordered=await find_live_order(tx, event.crew_id) is not None)


async def _follow(tx: Tx, crew_id: UUID, *, is_ordered: bool) -> None:
    patrol = await store.find_running(tx, crew_id)
    if patrol is None:
        return
    if is_ordered and patrol.state is PatrolState.UNDER_WAY:
        await moves.move(tx, patrol, PatrolSignal.INTERRUPT, "ordered")
    elif not is_ordered and patrol.state is PatrolState.INTERRUPTED:
        await moves.move(tx, patrol, PatrolSignal.RESUME, "order_ended")
