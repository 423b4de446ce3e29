"""What becomes of a contact when its call moves on: given up, left alone, not taken by the other side."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.intake import policy, store
from yaoyaoling.intake.clocks import clocks_of_hall
from yaoyaoling.intake.handlers.moves import line_seat, mark_contact, move_contact, move_seat
from yaoyaoling.intake.handlers.seats import lose_seat
from yaoyaoling.intake.states import CONTACT_FINAL, ContactSignal, ContactState, SeatSignal, SeatState
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.telephony.public import (
    CALL_LIVE,
    HELP_KEY,
    CallAdvanced,
    CallLeftAlone,
    CallSignal,
    CallState,
    KeyPressed,
    LegAdvanced,
    LegState,
    LineMoved,
    count_given_up,
    find_live,
    has_line,
    has_spoken_since,
    is_live,
    join_seat,
)

LINE_TIMER = "intake.line_lost"
_CALLER = ("citizen", "callback")
_QUEUED = frozenset({ContactState.WAITING, ContactState.OFFERED})
_GONE = frozenset({"hung_up", "error"})


async def on_call_moved(tx: Tx, recorded: Recorded) -> None:
    """Follower: what the line told of a call."""
    match recorded.event:
        case CallAdvanced() as event:
            await _on_advanced(tx, event)
        case CallLeftAlone() as event:
            contact = await _find(tx, event.call_id)
            if contact is not None:
                await _return(tx, contact)
        case KeyPressed() as event if event.key == HELP_KEY:
            contact = await _find(tx, event.call_id)
            if contact is not None and contact.state not in CONTACT_FINAL:
                await mark_contact(tx, contact, priority=max(contact.priority, policy.PRESSED))
        case LegAdvanced() as event:
            await _on_leg(tx, event)
        case LineMoved() as event:
            await _on_line(tx, event.person_id)
        case _:
            pass


async def _find(tx: Tx, contact_id: UUID) -> store.Contact | None:
    try:
        return await store.get_contact(tx, contact_id, lock=True)
    except NotFound:
        return None


async def _on_advanced(tx: Tx, event: CallAdvanced) -> None:
    """Who hung up before an answer stays in the queue to be called back, first in line but for a flood.

    So does who was answered once, waited in the queue again with nobody, and is gone.
    """
    contact = await _find(tx, event.call_id)
    if contact is None or contact.state in CONTACT_FINAL:
        return
    if event.state is CallState.ABANDONED:
        if await store.has_redial(tx, contact.id) or await has_spoken_since(tx, contact.id):
            return  # dialled again before this was heard of: nobody is to be rung back
        found = await find_live(tx, contact.id)
        rang_s = 0.0 if found is None else ((found.call.ended_at or tx.now) - found.call.rang_at).total_seconds()
        given_up = await count_given_up(tx, tx.now - timedelta(minutes=1))
        priority = policy.abandoned_priority(contact.priority, rang_s, given_up)
        await mark_contact(tx, contact, call_back=True, priority=priority)
    elif event.state is CallState.ENDED and contact.state in _QUEUED and event.reason in _GONE:
        await mark_contact(tx, contact, call_back=True, priority=max(contact.priority, policy.CALL_BACK))
    elif event.signal is CallSignal.CALL_BACK:
        await mark_contact(tx, contact, call_back=False)


async def _on_leg(tx: Tx, event: LegAdvanced) -> None:
    if event.kind == "seat" and event.state is LegState.LOST and event.person_id is not None:
        due = tx.now + timedelta(seconds=(await clocks_of_hall(tx)).seat_drop_s)
        payload = {"call_id": event.call_id, "leg_id": event.leg_id, "person_id": event.person_id}
        await tx.set_timer(LINE_TIMER, str(event.leg_id), due, payload, about=event.call_id)
    elif event.kind == "seat" and event.was is LegState.LOST:
        await tx.cancel_timer(LINE_TIMER, str(event.leg_id))
    elif event.kind == "partner" and event.state is LegState.FAILED and event.reason != "cancelled":
        await _come_back(tx, event.call_id)


async def _on_line(tx: Tx, person_id: UUID) -> None:
    """A seat can speak again, or cannot: then a caller who rings there goes on to the next at once."""
    await store.lock_work(tx, person_id)
    seat = await store.find_seat_of(tx, person_id)
    if seat is None:
        return
    seat = await line_seat(tx, seat, has_line=await has_line(tx, person_id))
    if seat.has_line or seat.state is not SeatState.OFFERED or seat.contact_id is None:
        return
    contact = await store.get_contact(tx, seat.contact_id, lock=True)
    if await is_live(tx, contact.id):
        await move_seat(tx, seat, SeatSignal.OFFER_GONE)
        await move_contact(tx, contact, ContactSignal.OFFER_DECLINED)


async def on_line_lost(tx: Tx, payload: dict[str, Any]) -> None:
    """A seat's voice line has not come back: the seat is lost, and its caller rings at the next."""
    person_id = UUID(payload["person_id"])
    found = await find_live(tx, UUID(payload["call_id"]))
    leg = next((one for one in found.legs if str(one.id) == payload["leg_id"]), None) if found else None
    if leg is None or leg.state is not LegState.LOST:
        return
    contact = await _find(tx, leg.call_id)
    if contact is None or contact.taken_by != person_id or contact.state in CONTACT_FINAL:
        return  # the form is done: whether the caller is alone then, the line tells
    seat_id = await tx.fetchval("select id from intake.seat where account_id = $1", person_id)
    if seat_id is not None:
        await lose_seat(tx, seat_id)


async def _return(tx: Tx, contact: store.Contact) -> None:
    """A caller who is on the line with nobody rings again, before all others; what was decided stays."""
    if not await is_live(tx, contact.id):
        return
    if contact.state in (ContactState.TAKEN, ContactState.HELD):
        seat_id = await tx.fetchval("select id from intake.seat where account_id = $1", contact.taken_by)
        await mark_contact(tx, contact, priority=policy.RETURNED)
        if seat_id is not None:
            await lose_seat(tx, seat_id)
    elif contact.state in CONTACT_FINAL:
        contact = await mark_contact(tx, contact, priority=policy.RETURNED)
        await move_contact(tx, contact, ContactSignal.CALL_RETURNED, waiting_since=tx.now)


async def _come_back(tx: Tx, call_id: UUID) -> None:
    """The other side did not take the caller: back to the seat, or to the front of the queue when it has left."""
    contact = await _find(tx, call_id)
    found = await find_live(tx, call_id)
    if contact is None or found is None or found.call.state not in CALL_LIVE:
        return
    present = [leg for leg in found.legs if leg.is_live and leg.end_asked_at is None and leg.kind not in _CALLER]
    where = policy.return_of(
        is_seat_in=any(leg.kind == "seat" for leg in present),
        has_company=bool(present),
        is_in_hand=contact.state is ContactState.TAKEN,
    )
    if where == "seat":
        await _join_taker(tx, contact)
    elif where == "queue":
        await _return(tx, contact)


async def _join_taker(tx: Tx, contact: store.Contact) -> None:
    """Have the line of whoever works on the contact join its call."""
    if contact.state is ContactState.TAKEN and contact.taken_by is not None:
        await join_seat(tx, contact.id, contact.taken_by, contact.taken_by_name or "")
