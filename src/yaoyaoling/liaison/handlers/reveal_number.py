"""Look at the caller's number of a work order, with a purpose that stays in the ledger."""

from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.liaison import store
from yaoyaoling.liaison.commands import RevealNumber
from yaoyaoling.liaison.events import OrderNumberRevealed
from yaoyaoling.liaison.states import OPEN
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.principal import Role


class CallerNumber(Value):
    """What was masked; None when the order holds no number."""

    caller_number: str | None


async def reveal_number(tx: Tx, command: RevealNumber) -> CallerNumber:
    """Who looked, and why, is recorded first; a partner looks while the order is open. Raises: NotFound."""
    order = await store.get_order(tx, command.work_order_id)
    if Role.PARTNER in tx.principal.roles and order.state not in OPEN:
        raise NotFound
    event = OrderNumberRevealed(
        work_order_id=order.id, incident_id=order.incident_id, purpose=command.purpose, by_name=tx.principal.name
    )
    tx.record(event, stream=f"reveal:{new_id()}", seq=1, about=order.id, incident=order.incident_id)
    return CallerNumber(caller_number=order.caller_number)
