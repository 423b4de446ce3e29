"""Take a crew off and send another in one step (改派): no moment in which nobody is rung."""

from yaoyaoling.dispatch import store
from yaoyaoling.dispatch.commands import ReassignOrder
from yaoyaoling.dispatch.handlers.chain import go_on, ring
from yaoyaoling.dispatch.handlers.orders import BY_HAND, order_crew, take_off
from yaoyaoling.dispatch.handlers.send import CrewBusy, SendReply, callout_for, check_may_go
from yaoyaoling.dispatch.rules import rules_of
from yaoyaoling.incidents.public import get_incident
from yaoyaoling.platform.db.tx import Tx


async def reassign_order(tx: Tx, command: ReassignOrder) -> SendReply:
    """Release a live order and order the chosen crew, or the best of the ranking; when that cannot be, nothing is done.

    Raises: NotFound, IllegalOrderSignal, MayNotGo, CrewBusy.
    """
    order = await store.get_order(tx, command.order_id)
    incident = await get_incident(tx, order.incident_id, lock=True)
    callout = await store.find_callout(tx, incident.id)
    assert callout is not None
    order = await store.get_order(tx, command.order_id)
    if command.crew_id == order.crew_id:
        raise CrewBusy
    if command.crew_id is not None:
        await check_may_go(tx, incident, command.crew_id)
    await take_off(tx, incident, callout, order, command.reason)
    callout = await callout_for(tx, incident, command.ranking)
    before = {one.id for one in await store.list_orders(tx, incident.id)}
    within_s = (await rules_of(tx, incident.station_code)).accept_s
    if command.crew_id is None:
        await go_on(tx, await get_incident(tx, incident.id), callout)
    elif await order_crew(tx, incident, callout, command.crew_id, within_s, command.reason, choice=BY_HAND):
        await ring(tx, incident, callout, within_s)
    else:
        raise CrewBusy
    after = await store.find_callout(tx, incident.id)
    assert after is not None
    orders = [one.id for one in await store.list_orders(tx, incident.id) if one.id not in before]
    return SendReply(callout_id=after.id, state=after.state, order_ids=tuple(orders))
