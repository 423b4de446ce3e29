"""What the people at the seats do: sit down, pause, leave, be heard."""

from uuid import UUID

from yaoyaoling.agencies.public import account_scope, get_hall_code, hall_scope
from yaoyaoling.intake import store
from yaoyaoling.intake.commands import MoveSeat
from yaoyaoling.intake.handlers.moves import line_seat, mark_contact, move_contact, move_seat, see_seat
from yaoyaoling.intake.policy import RETURNED
from yaoyaoling.intake.states import ContactSignal, ContactState, SeatSignal, SeatState
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotAllowed, Refused
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony.public import has_line, is_live, lose_seats


class SeatHolds(Refused):
    """Whoever holds contacts does not leave them."""

    code = "seat_holds"
    status = 409
    zh = "您还有保持中的报警，请先接回并处理，再小休或离席。"
    en = "You still hold contacts. Take them back and finish them before you pause or leave."


_SIGNALS = {"ready": SeatSignal.GO_READY, "paused": SeatSignal.PAUSE, "off": SeatSignal.LEAVE}


class SeatReply(Value):
    """A seat after a move."""

    seat_id: UUID
    state: SeatState
    contact_id: UUID | None


class Heartbeat(Command):
    """The console lives."""


async def own_seat(tx: Tx) -> store.Seat:
    """The actor's seat, made at first use, and as the person's line is now."""
    account_id = tx.principal.account_id
    if account_id is None:
        raise NotAllowed
    seat = await store.find_seat_of(tx, account_id)
    can_speak = await has_line(tx, account_id)
    if seat is not None:
        return await line_seat(tx, seat, has_line=can_speak)
    seat = store.Seat(
        new_id(), account_id, tx.principal.name, SeatState.OFF, tx.now, None, None, None, 0, has_line=can_speak
    )
    hall_code = await get_hall_code(tx)
    for scope in (hall_scope(hall_code), account_scope(account_id)):
        await audience.grant(tx, seat.id, scope, "seat", initial=True)
    await store.insert_seat(tx, seat)
    return seat


async def move_own_seat(tx: Tx, command: MoveSeat) -> SeatReply:
    """Go ready, pause or leave. A ringing contact goes back to the queue. Raises: IllegalSeatSignal, SeatHolds."""
    await store.lock_work(tx, tx.principal.account_id)
    seat = await own_seat(tx)
    if command.to != "ready" and await store.list_held(tx, seat.account_id):
        raise SeatHolds
    if command.to == "ready":
        seat = await line_seat(tx, seat, takes_calls=command.takes_calls)
    if seat.state.value != command.to:
        rang = seat.contact_id if seat.state is SeatState.OFFERED else None
        seat = await move_seat(tx, seat, _SIGNALS[command.to], reason=command.reason or "rest")
        if rang is not None:
            contact = await store.get_contact(tx, rang, lock=True)
            await move_contact(tx, contact, ContactSignal.OFFER_DECLINED)
    if seat.state is not SeatState.OFF:
        await see_seat(tx, seat)
    return SeatReply(seat_id=seat.id, state=seat.state, contact_id=seat.contact_id)


async def hear_seat(tx: Tx, _: Heartbeat) -> SeatReply:
    """Note that the console lives; gives the seat as it is, so that the console can correct itself."""
    seat = await own_seat(tx)
    if seat.state is not SeatState.OFF:
        await see_seat(tx, seat)
    return SeatReply(seat_id=seat.id, state=seat.state, contact_id=seat.contact_id)


async def lose_seat(tx: Tx, seat_id: UUID) -> None:
    """The console was silent for too long: its contacts, held ones too, go back to the front of the queue.

    A caller who is on the line rings before all others; the seat's side of the call is lost.
    """
    await store.lock_work(tx, await store.account_at(tx, seat_id))
    seat = await store.find_seat(tx, seat_id)
    if seat is None or seat.state is SeatState.OFF:
        return
    in_hand = seat.contact_id
    await move_seat(tx, seat, SeatSignal.LOST)
    left = await store.list_held(tx, seat.account_id)
    if in_hand is not None:
        contact = await store.get_contact(tx, in_hand, lock=True)
        if contact.state in (ContactState.OFFERED, ContactState.TAKEN):
            left.append(contact)
    for contact in left:
        is_on_line = contact.state is not ContactState.OFFERED and await is_live(tx, contact.id)
        contact = await mark_contact(tx, contact, priority=RETURNED) if is_on_line else contact
        await move_contact(tx, contact, ContactSignal.SEAT_LOST)
    await lose_seats(tx, seat.account_id)


async def end_wrap_up(tx: Tx, seat_id: UUID) -> None:
    """The time to wrap up is over: the seat is ready, unless its person moved it already."""
    seat = await store.find_seat(tx, seat_id)
    if seat is not None and seat.state is SeatState.WRAP_UP:
        await move_seat(tx, seat, SeatSignal.GO_READY)
