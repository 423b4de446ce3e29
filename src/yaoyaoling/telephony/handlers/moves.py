"""Moving a call or a leg: state, row, fact and timers together, for all verbs of this room.

Whoever moves anything of a call has locked it (`store.get_call(lock=True)`), after contacts, seats, incidents and
orders: two orders of locking would lock each other out. A fact takes the call's next version, also one about a leg.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.kernel.contract import Event
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony import store
from yaoyaoling.telephony.commands import Reason
from yaoyaoling.telephony.events import CallAdvanced, LegAdvanced, LegEndAsked, LegView
from yaoyaoling.telephony.settings import SETTINGS
from yaoyaoling.telephony.states import (
    CALL_LIVE,
    CALLED,
    CallSignal,
    LegSignal,
    LegState,
    advance_call,
    advance_leg,
)

LEG_TIMER = "telephony.leg_due"
CALL_TIMER = "telephony.call_due"


async def tell(tx: Tx, call: store.Call, event: Event, *, subject: UUID | None = None, **changed: Any) -> store.Call:
    """Write what changed of a locked call with the fact that says so. subject: whose personal data is in it."""
    version = await store.save_call(tx, call, **changed)
    tx.record(
        event,
        stream=f"call:{call.id}",
        seq=version,
        about=call.id,
        incident=call.incident_id,
        subject=subject or call.id,
    )
    return replace(call, version=version, **changed)


async def views(tx: Tx, call_id: UUID) -> tuple[LegView, ...]:
    """All legs of a call, as they stand in this transaction."""
    return tuple(leg.view() for leg in await store.list_legs(tx, [call_id]))


async def move_call(
    tx: Tx, call: store.Call, signal: CallSignal, reason: Reason | None = None, sip_status: int | None = None
) -> store.Call:
    """Give a locked call a signal; with its end all its legs end. Raises: IllegalCallSignal."""
    state = advance_call(call.state, signal)
    changed: dict[str, Any] = {"state": state}
    if state in CALL_LIVE:
        changed |= {"answered_at": tx.now, "ended_at": None, "end_reason": None, "end_asked_at": None}
        due = tx.now + timedelta(seconds=SETTINGS.longest_s)
        await tx.set_timer(CALL_TIMER, str(call.id), due, {"call_id": call.id}, about=call.id)
    else:
        changed |= {"ended_at": tx.now, "end_reason": reason}
        await tx.cancel_timer(CALL_TIMER, str(call.id))
    event = CallAdvanced(
        call_id=call.id, signal=signal, was=call.state, state=state, reason=reason, sip_status=sip_status
    )
    call = await tell(tx, call, event, **changed)
    if state not in CALL_LIVE:
        for leg in await store.list_legs(tx, [call.id], live_only=True):
            ends = LegSignal.FAIL if leg.state in CALLED else LegSignal.LEAVE
            call, _ = await move_leg(tx, call, leg, ends, "cancelled" if leg.state in CALLED else "call_ended")
    return call


async def move_leg(
    tx: Tx,
    call: store.Call,
    leg: store.Leg,
    signal: LegSignal,
    reason: Reason | None = None,
    sip_status: int | None = None,
    **changed: Any,
) -> tuple[store.Call, store.Leg]:
    """Give a leg of a locked call a signal. Raises: IllegalLegSignal."""
    state = advance_leg(leg.state, signal)
    changed |= {"state": state, "since": tx.now, "sip_status": sip_status or leg.sip_status}
    if state is LegState.RINGING:
        changed["rang_at"] = tx.now
    elif state is LegState.JOINED and leg.joined_at is None:
        changed["joined_at"] = tx.now
    elif state in (LegState.LEFT, LegState.FAILED):
        changed |= {"left_at": tx.now, "end_reason": reason}
    if state not in CALLED:
        await tx.cancel_timer(LEG_TIMER, str(leg.id))
    await store.save_leg(tx, leg, **changed)
    was, leg = leg.state, replace(leg, **changed, version=leg.version + 1)
    event = LegAdvanced(
        leg_id=leg.id,
        call_id=call.id,
        kind=leg.kind,
        signal=signal,
        was=was,
        state=state,
        reason=reason,
        sip_status=sip_status,
        person_id=leg.person_id,
        crew_id=leg.crew_id,
        order_id=leg.order_id,
        partner_id=leg.partner_id,
        attended=leg.attended,
        legs=await views(tx, call.id),
    )
    return await tell(tx, call, event), leg


async def ask_end(tx: Tx, call: store.Call, leg: store.Leg, reason: Reason) -> store.Call:
    """Ask that a leg of a locked call leaves; once: asking again changes nothing."""
    if not leg.is_live or leg.end_asked_at is not None:
        return call
    await store.save_leg(tx, leg, end_asked_at=tx.now)
    event = LegEndAsked(
        leg_id=leg.id,
        call_id=call.id,
        kind=leg.kind,
        reason=reason,
        person_id=leg.person_id,
        legs=await views(tx, call.id),
    )
    return await tell(tx, call, event)
