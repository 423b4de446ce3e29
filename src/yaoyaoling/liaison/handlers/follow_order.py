"""Followers, as the program itself: a partner sees no incident, and yet what it does settles what is owed to one."""

from yaoyaoling.incidents.public import IncidentAmended, add_obligation, settle_obligation
from yaoyaoling.liaison import store
from yaoyaoling.liaison.desks import police_scopes
from yaoyaoling.liaison.events import WorkOrderAdvanced
from yaoyaoling.liaison.handlers.send_order import OWED
from yaoyaoling.liaison.states import OPEN, WorkOrderSignal
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded


async def on_order_moved(tx: Tx, recorded: Recorded) -> None:
    """An order that ended is owed to its incident no more; one that goes on anew is owed anew."""
    event = recorded.event
    assert isinstance(event, WorkOrderAdvanced)
    if event.incident_id is None:
        return
    debt = store.debt_of(event.work_order_id, event.rounds)
    if event.state not in OPEN:
        await settle_obligation(tx, event.incident_id, OWED, debt)
    elif event.signal is WorkOrderSignal.REOPEN:
        await add_obligation(tx, event.incident_id, OWED, debt)


async def on_incident_amended(tx: Tx, recorded: Recorded) -> None:
    """Who of the police sees an incident now sees its orders: another station's, or inspection alone."""
    event = recorded.event
    assert isinstance(event, IncidentAmended)
    rows = await tx.fetch("select id from liaison.work_order where incident_id = $1 order by id", event.incident_id)
    if not rows:
        return
    wanted = set(await police_scopes(tx, event.incident_id))
    for row in rows:
        held = set(await police_scopes(tx, row["id"]))
        for scope in sorted(wanted - held):
            await audience.grant(tx, row["id"], scope, "work_order", incident=event.incident_id)
        for scope in sorted(held - wanted):
            await audience.revoke(tx, row["id"], scope, "amended", incident=event.incident_id)
