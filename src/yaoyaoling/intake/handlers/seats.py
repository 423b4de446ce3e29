"""What the people at the seats do: sit down, pause, leave, be heard."""

from uuid import UUID

from yaoyaoling.agencies.public import account_scope, get_hall_code, hall_scope
from yaoyaoling.intake import store
from yaoyaoling.intake.commands import MoveSeat
from yaoyaoling.intake.handlers.moves import move_contact, move_seat, see_seat
from yaoyaoling.intake.states import ContactSignal, ContactState, SeatSignal, SeatState
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.kernel.refused import NotAllowed
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx

_SIGNALS = {"ready": SeatSignal.GO_READY, "paused": SeatSignal.PAUSE, "off": SeatSignal.LEAVE}


class SeatReply(Value):
    """A seat after a move."""

    seat_id: UUID
    state: SeatState
    contact_id: UUID | None


class Heartbeat(Command):
    """The console lives."""


async def own_seat(tx: Tx) -> store.Seat:
    """The actor's seat, made at first use."""
    account_id = tx.principal.account_id
    if account_id is None:
        raise NotAllowed
    seat = await store.find_seat_of(tx, account_id)
    if seat is not None:
        return seat
    seat = store.Seat(new_id(), account_id, tx.principal.name, SeatState.OFF, tx.now, None, 0)
    hall_code = await get_hall_code(tx)
    for scope in (hall_scope(hall_code), account_scope(account_id)):
        await audience.grant(tx, seat.id, scope, "seat", initial=True)
    await store.insert_seat(tx, seat)
    return seat


async def move_own_seat(tx: Tx, command: MoveSeat) -> SeatReply:
    """Go ready, pause or leave. A ringing contact goes back to the queue. Raises: IllegalSeatSignal."""
    seat = await own_seat(tx)
    if seat.state.value != command.to:
        rang = seat.contact_id if seat.state is SeatState.OFFERED else None
        seat = await move_seat(tx, seat, _SIGNALS[command.to])
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
    """The console was silent for too long: its contact goes back to the front of the queue."""
    seat = await store.find_seat(tx, seat_id)
    if seat is None or seat.state is SeatState.OFF:
        return
    held = seat.contact_id
    await move_seat(tx, seat, SeatSignal.LOST)
    if held is None:
        return
    contact = await store.get_contact(tx, held, lock=True)
    if contact.state in (ContactState.OFFERED, ContactState.TAKEN):
        await move_contact(tx, contact, ContactSignal.SEAT_LOST)
