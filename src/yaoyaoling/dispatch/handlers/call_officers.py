"""The officer in the call: an order rings him into it, joining it accepts the order, not answering passes it on.

The chain's own clock decides as always; nothing here waits. Locks as everywhere: incident, call-out, order, call.
"""

import re
from contextlib import suppress
from uuid import UUID

from yaoyaoling.agencies.public import principal_for
from yaoyaoling.dispatch import policy, store
from yaoyaoling.dispatch.commands import AcceptOrder, CallOfficer
from yaoyaoling.dispatch.events import CrewOrdered, OrderAdvanced
from yaoyaoling.dispatch.handlers.answer import OrderGone, accept_order
from yaoyaoling.dispatch.handlers.moves import arm, move_order
from yaoyaoling.dispatch.rules import SETTINGS
from yaoyaoling.dispatch.states import LIVE, IllegalOrderSignal, OrderSignal, OrderState
from yaoyaoling.force.public import find_registered
from yaoyaoling.incidents.public import get_incident
from yaoyaoling.kernel.refused import NotFound, Refused
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.telephony.public import (
    AskLeg,
    LegAdvanced,
    LegReply,
    LegState,
    ask_leg,
    calls_of_order,
    end_legs_of_order,
    has_leg_of_order,
    list_live_of,
)


class NobodyOnLine(Refused):
    """The incident's caller is not on our line."""

    code = "nobody_on_line"
    status = 409
    zh = "该警情没有正在进行的通话。"
    en = "No caller of this incident is on the line."


async def on_crew_ordered(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside, and follower where the actor did not see the call: ring the officer, once for an order."""
    event = recorded.event
    assert isinstance(event, CrewOrdered)
    if not SETTINGS.rings_officers or event.role != "respond":
        return
    calls = await list_live_of(tx, event.incident_id)
    if not calls or await has_leg_of_order(tx, event.order_id):
        return
    try:
        order = await store.get_order(tx, event.order_id)
    except NotFound:
        return
    if order.state is OrderState.ORDERED:
        await _ring(tx, calls[0], order)


async def _ring(tx: Tx, call_id: UUID, order: store.Order) -> LegReply:
    """The crew sees the call from now on; its registered officer is rung, or whichever of its lines is open."""
    await audience.grant(tx, call_id, f"c/{order.crew_id}", "order", incident=order.incident_id)
    aboard = await find_registered(tx, order.crew_id)
    number = re.sub(r"[ -]", "", aboard.phone) if aboard is not None and aboard.phone else None
    return await ask_leg(
        tx,
        AskLeg(
            call_id=call_id,
            kind="officer",
            person_id=None if aboard is None else aboard.person_id,
            number=number,
            display=order.call_sign if aboard is None else f"{order.call_sign} {aboard.name}",
            order_id=order.id,
            crew_id=order.crew_id,
        ),
    )


async def call_officer(tx: Tx, command: CallOfficer) -> LegReply:
    """Ring the officer of a live order by hand. Raises: NotFound, OrderGone, NobodyOnLine."""
    order = await store.get_order(tx, command.order_id)
    if order.state not in LIVE:
        raise OrderGone(state=order.state.value, why_zh="派警单已结束", why_en="it has ended")
    calls = await list_live_of(tx, order.incident_id)
    if not calls:
        raise NobodyOnLine
    return await _ring(tx, calls[0], order)


async def on_order_gone(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside, and follower where the actor did not see the call: a crew that does not go leaves it."""
    event = recorded.event
    assert isinstance(event, OrderAdvanced)
    if event.state in LIVE or event.state is OrderState.FED_BACK:
        return
    live = await store.find_live_order(tx, event.crew_id)
    scope = f"c/{event.crew_id}"
    for call_id in await calls_of_order(tx, event.order_id):
        # Told twice, or ordered here anew meanwhile: then it keeps its sight, or has lost it already.
        is_here = live is not None and live.incident_id == event.incident_id
        if not is_here and scope in await audience.list_scopes(tx, call_id):
            await audience.revoke(tx, call_id, scope, event.state.value, incident=event.incident_id)
    await end_legs_of_order(tx, event.order_id)


async def on_leg_moved(tx: Tx, recorded: Recorded) -> None:
    """Follower: who joins has accepted; who could not be reached has not."""
    event = recorded.event
    assert isinstance(event, LegAdvanced)
    if event.kind != "officer" or event.order_id is None:
        return
    if event.state is LegState.JOINED:
        await _accept(tx, event.order_id, event.person_id)
    elif event.state is LegState.FAILED and policy.is_missed(event.reason, event.sip_status):
        await _pass_on(tx, event.order_id)


async def _accept(tx: Tx, order_id: UUID, person_id: UUID | None) -> None:
    """In the name of whoever joined; nothing happens when it was accepted or passed on already."""
    order = await store.get_order(tx, order_id)
    if order.state is not OrderState.ORDERED:
        return
    actor = tx.principal if person_id is None else await principal_for(tx, person_id)
    if actor.crew_id != order.crew_id:
        actor = tx.principal
    with tx.acting(actor), suppress(OrderGone, IllegalOrderSignal, NotFound):
        await accept_order(tx, AcceptOrder(order_id=order_id))


async def _pass_on(tx: Tx, order_id: UUID) -> None:
    """As an order nobody accepted in time: the chain goes on at once when nobody else is being rung."""
    order = await store.get_order(tx, order_id)
    incident = await get_incident(tx, order.incident_id, lock=True)
    callout = await store.find_callout(tx, incident.id)
    order = await store.get_order(tx, order_id)
    if callout is None or order.state is not OrderState.ORDERED or await has_leg_of_order(tx, order_id, live_only=True):
        return
    await move_order(tx, order, OrderSignal.EXPIRE, reason="not_accepted_in_time")
    ringing = [one for one in await store.list_responding(tx, incident.id) if one.state is OrderState.ORDERED]
    if not ringing:
        await arm(tx, callout, callout.wave, 0)
