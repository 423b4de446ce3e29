"""Moving a contact or a seat: state, row, fact and timers together, for all verbs of this room."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from yaoyaoling.force.public import close_seat, open_seat
from yaoyaoling.intake import store
from yaoyaoling.intake.clocks import clocks_of_hall
from yaoyaoling.intake.commands import PauseReason
from yaoyaoling.intake.events import ContactAdvanced, ContactMarked, SeatLined, SeatMoved
from yaoyaoling.intake.states import (
    CONTACT_FINAL,
    ContactSignal,
    ContactState,
    SeatSignal,
    SeatState,
    advance_contact,
    advance_seat,
)
from yaoyaoling.platform.db.tx import Tx

OFFER_TIMER = "intake.offer_expired"
SILENT_TIMER = "intake.seat_silent"
WRAP_UP_TIMER = "intake.wrap_up"


async def move_contact(
    tx: Tx, contact: store.Contact, signal: ContactSignal, *, note: str | None = None, **changed: Any
) -> store.Contact:
    """Give a locked contact a signal and write what changes with it. Raises: IllegalContactSignal."""
    state = advance_contact(contact.state, signal)
    changed["state"] = state.value
    if state is not ContactState.OFFERED:
        changed["offered_seat"] = None
    if signal is not ContactSignal.RETIE:
        changed["held_at"] = tx.now if state is ContactState.HELD else None
    if state in CONTACT_FINAL and contact.state not in CONTACT_FINAL:
        changed["ended_at"] = tx.now
    if signal is ContactSignal.UNLINK:
        changed["ended_at"] = None
    if state is ContactState.WAITING:
        changed |= {"taken_by": None, "taken_by_name": None, "taken_at": None}
    if signal is ContactSignal.CALL_RETURNED:
        changed |= {"ended_at": None, "disposition": None}
    version = await store.save_contact(tx, contact, **changed)
    if contact.state is ContactState.OFFERED and state is not ContactState.OFFERED:
        await tx.cancel_timer(OFFER_TIMER, str(contact.id))
    moved = await store.get_contact(tx, contact.id)
    parted = contact.incident_id if signal is ContactSignal.UNLINK else None
    said = moved.said if signal is ContactSignal.LINK else None
    event = ContactAdvanced(
        contact_id=contact.id,
        signal=signal,
        state=state,
        seat_id=moved.offered_seat,
        taken_by=moved.taken_by,
        taken_by_name=moved.taken_by_name,
        incident_id=moved.incident_id,
        incident_number=moved.incident_number,
        disposition=moved.disposition,
        note=note,
        said=said,
        parted_incident_id=parted,
        contact_number=moved.number if signal in (ContactSignal.LINK, ContactSignal.UNLINK) else None,
    )
    stream = f"contact:{contact.id}"
    incident = parted or moved.incident_id
    tx.record(event, stream=stream, seq=version, about=contact.id, incident=incident, subject=contact.id)
    return moved


async def mark_contact(tx: Tx, contact: store.Contact, **changed: Any) -> store.Contact:
    """Write what is known of a locked contact beside its state; nothing happens when it stands so already."""
    if all(getattr(contact, name) == value for name, value in changed.items()):
        return contact
    version = await store.save_contact(tx, contact, **changed)
    moved = replace(contact, version=version, **changed)
    names = ContactMarked.model_fields.keys() - {"contact_id"}
    event = ContactMarked(contact_id=contact.id, **{name: getattr(moved, name) for name in names})
    tx.record(event, stream=f"contact:{contact.id}", seq=version, about=contact.id, incident=moved.incident_id)
    return moved


async def offer_contact(tx: Tx, contact: store.Contact, seat: store.Seat) -> None:
    """Ring a waiting contact at a ready seat; a durable timer takes it on when nobody answers."""
    await move_contact(
        tx, contact, ContactSignal.OFFER, offered_seat=seat.id, last_seat=seat.id, offers=contact.offers + 1
    )
    await move_seat(tx, seat, SeatSignal.OFFER, contact_id=contact.id)
    due = tx.now + timedelta(seconds=(await clocks_of_hall(tx)).offer_s)
    payload = {"contact_id": contact.id, "seat_id": seat.id}
    await tx.set_timer(OFFER_TIMER, str(contact.id), due, payload, about=contact.id)


async def move_seat(
    tx: Tx,
    seat: store.Seat,
    signal: SeatSignal,
    *,
    contact_id: UUID | None = None,
    reason: PauseReason | None = None,
) -> store.Seat:
    """Give a locked seat a signal. A wrap-up ends by itself, on a durable timer. Raises: IllegalSeatSignal."""
    state = advance_seat(seat.state, signal)
    in_hand = contact_id if state in (SeatState.OFFERED, SeatState.BUSY) else None
    until = None
    if state is SeatState.WRAP_UP:
        until = tx.now + timedelta(seconds=(await clocks_of_hall(tx)).wrap_up_s)
    changed: dict[str, Any] = {
        "contact_id": in_hand,
        "reason": reason if state is SeatState.PAUSED else None,
        "until": until,
    }
    version = await store.save_seat(tx, seat, state=state.value, since=tx.now, **changed)
    if state is SeatState.OFF:
        await tx.cancel_timer(SILENT_TIMER, str(seat.id))
    if until is not None:
        await tx.set_timer(WRAP_UP_TIMER, str(seat.id), until, {"seat_id": seat.id}, about=seat.id)
    elif seat.state is SeatState.WRAP_UP:
        await tx.cancel_timer(WRAP_UP_TIMER, str(seat.id))
    event = SeatMoved(
        seat_id=seat.id,
        account_id=seat.account_id,
        account_name=seat.account_name,
        state=state,
        has_line=seat.has_line,
        takes_calls=seat.takes_calls,
        **changed,
    )
    tx.record(event, stream=f"seat:{seat.id}", seq=version, about=seat.id)
    if state is SeatState.OFF:
        await close_seat(tx, seat.id)
    elif seat.state is SeatState.OFF:
        await open_seat(tx, seat.id, seat.account_id)
    return replace(seat, state=state, since=tx.now, version=version, **changed)


async def line_seat(
    tx: Tx, seat: store.Seat, *, has_line: bool | None = None, takes_calls: bool | None = None
) -> store.Seat:
    """Write whether callers may ring at a locked seat (None: as it was); nothing happens when it stands so already."""
    changed: dict[str, Any] = {
        "has_line": seat.has_line if has_line is None else has_line,
        "takes_calls": seat.takes_calls if takes_calls is None else takes_calls,
    }
    if (seat.has_line, seat.takes_calls) == tuple(changed.values()):
        return seat
    if seat.version == 0:
        # Nobody was told of this seat yet, so the fact says all of it.
        version = await store.save_seat(tx, seat, since=tx.now, **changed)
        whole = SeatMoved(
            seat_id=seat.id, account_id=seat.account_id, account_name=seat.account_name, state=seat.state, **changed
        )
        tx.record(whole, stream=f"seat:{seat.id}", seq=version, about=seat.id)
        return replace(seat, since=tx.now, version=version, **changed)
    version = await store.save_seat(tx, seat, **changed)
    tx.record(SeatLined(seat_id=seat.id, **changed), stream=f"seat:{seat.id}", seq=version, about=seat.id)
    return replace(seat, version=version, **changed)


async def free_offered_seat(
    tx: Tx,
    contact: store.Contact,
    signal: SeatSignal = SeatSignal.OFFER_GONE,
    reason: PauseReason | None = None,
) -> None:
    """Let the seat at which a contact rang go free again."""
    if contact.offered_seat is None:
        return
    seat = await store.find_seat(tx, contact.offered_seat)
    if seat is not None and seat.state is SeatState.OFFERED and seat.contact_id == contact.id:
        await move_seat(tx, seat, signal, reason=reason)


async def see_seat(tx: Tx, seat: store.Seat) -> None:
    """The console was heard: put off the moment at which the seat counts as lost."""
    due = tx.now + timedelta(seconds=(await clocks_of_hall(tx)).seat_silent_s)
    await tx.set_timer(SILENT_TIMER, str(seat.id), due, {"seat_id": seat.id}, about=seat.id)
