"""Hold the contact in hand, and take it back."""

from uuid import UUID

from yaoyaoling.intake import store
from yaoyaoling.intake.clocks import SETTINGS
from yaoyaoling.intake.commands import HoldContact, ResumeContact
from yaoyaoling.intake.handlers.moves import move_contact, move_seat, see_seat
from yaoyaoling.intake.handlers.seats import own_seat
from yaoyaoling.intake.handlers.take import ContactReply, SeatBusy, reply_of
from yaoyaoling.intake.states import ContactSignal, ContactState, SeatSignal, SeatState
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony.public import LegKind, set_modes

_SIDES: tuple[LegKind, ...] = ("citizen", "callback", "seat")
"""Who hears the announcement while a contact is held; others in the call go on talking to each other."""


class HoldsTooMany(Refused):
    """Somebody waits in each of them."""

    code = "holds_too_many"
    status = 409
    zh = "保持中的报警已达上限（{most}），请先接回一个。"
    en = "You hold {most} contacts already. Take one of them back first."


class NotHeld(Refused):
    """Only whoever holds a contact takes it back."""

    code = "not_held"
    status = 409
    zh = "该报警不在您的保持中（{name}）。"
    en = "You do not hold this contact ({name})."


async def hold_contact(tx: Tx, command: HoldContact) -> ContactReply:
    """Hold it; the hand is empty then. Raises: NotFound, NotHeld, HoldsTooMany, IllegalContactSignal."""
    await store.lock_work(tx, tx.principal.account_id, command.contact_id)
    contact = await store.get_contact(tx, command.contact_id)
    seat = await own_seat(tx)
    if contact.state is ContactState.TAKEN and contact.id != seat.contact_id:
        raise NotHeld(name=contact.taken_by_name or "")
    held = len(await store.list_held(tx, seat.account_id))
    contact = await move_contact(tx, contact, ContactSignal.HOLD)
    if held >= SETTINGS.held_most:
        raise HoldsTooMany(most=SETTINGS.held_most)
    await move_seat(tx, seat, SeatSignal.HOLD)
    await set_modes(tx, contact.id, "held", _SIDES, seat.account_id)
    return reply_of(contact)


async def resume_contact(tx: Tx, command: ResumeContact) -> ContactReply:
    """Take it back; an undecided contact in hand is held instead.

    Raises: NotFound, NotHeld, HoldsTooMany, SeatBusy when what is in hand is an incident already.
    """
    await store.lock_work(tx, tx.principal.account_id, command.contact_id)
    contact = await store.get_contact(tx, command.contact_id)
    seat = await own_seat(tx)
    if contact.state is not ContactState.HELD or contact.taken_by != seat.account_id:
        raise NotHeld(name=contact.taken_by_name or "")
    if seat.state is SeatState.BUSY:
        seat = await _swap(tx, seat, seat.contact_id)
    elif seat.state is SeatState.OFFERED and seat.contact_id is not None:
        ringing = await store.get_contact(tx, seat.contact_id)
        await move_contact(tx, ringing, ContactSignal.OFFER_DECLINED)
    await move_seat(tx, seat, SeatSignal.TAKE, contact_id=contact.id)
    await see_seat(tx, seat)
    contact = await move_contact(tx, contact, ContactSignal.RESUME)
    await set_modes(tx, contact.id, "open", _SIDES, seat.account_id)
    return reply_of(contact)


async def _swap(tx: Tx, seat: store.Seat, in_hand: UUID | None) -> store.Seat:
    assert in_hand is not None
    other = await store.get_contact(tx, in_hand)
    if other.state is not ContactState.TAKEN:
        raise SeatBusy
    await move_contact(tx, other, ContactSignal.HOLD)
    await set_modes(tx, other.id, "held", _SIDES, seat.account_id)
    return await move_seat(tx, seat, SeatSignal.HOLD)
