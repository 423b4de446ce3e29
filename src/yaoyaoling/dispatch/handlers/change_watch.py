"""The change of watch: no crew goes off duty under its running order."""

from typing import Any

from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.events import OrderAdvanced
from yaoyaoling.dispatch.states import LIVE
from yaoyaoling.force.public import change_watch, relieve
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded


async def on_watch_over(tx: Tx, payload: dict[str, Any]) -> None:
    """A watch is over: the next shift takes over, crews on an order excepted."""
    await change_watch(tx, payload["shift"], await store.list_busy_crews(tx))


async def on_order_ended(tx: Tx, recorded: Recorded) -> None:
    """Follower, as the program itself (a crew does not see those it outran): who should be off duty is now."""
    event = recorded.event
    assert isinstance(event, OrderAdvanced)
    if event.state not in LIVE and event.crew_id not in await store.list_busy_crews(tx):
        await relieve(tx, event.crew_id)
