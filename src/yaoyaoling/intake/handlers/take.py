"""Take a contact, decline it, or let it ring out."""

from uuid import UUID

from yaoyaoling.intake import store
from yaoyaoling.intake.commands import DeclineContact, TakeContact
from yaoyaoling.intake.handlers.moves import free_offered_seat, move_contact, move_seat, see_seat
from yaoyaoling.intake.handlers.seats import own_seat
from yaoyaoling.intake.states import CONTACT_FINAL, ContactSignal, ContactState, SeatSignal, SeatState
from yaoyaoling.kernel.contract import Value
from yaoyaoling.kernel.refused import Refused
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony.public import join_seat


class AlreadyTaken(Refused):
    """Somebody else was first."""

    code = "already_taken"
    status = 409
    zh = "该报警已由{name}接听。"
    en = "{name} has taken this contact already."


class SeatBusy(Refused):
    """One contact at a time."""

    code = "seat_busy"
    status = 409
    zh = "请先完成当前报警，再接听下一个。"
    en = "Finish the contact in hand before taking another."


class ContactReply(Value):
    """A contact after a command."""

    contact_id: UUID
    number: str
    state: ContactState
    incident_id: UUID | None = None
    incident_number: str | None = None


def reply_of(contact: store.Contact) -> ContactReply:
    """What commands on a contact answer."""
    return ContactReply(
        contact_id=contact.id,
        number=contact.number,
        state=contact.state,
        incident_id=contact.incident_id,
        incident_number=contact.incident_number,
    )


async def take_contact(tx: Tx, command: TakeContact) -> ContactReply:
    """Take it; one person has it then, and the person's line joins a call that goes on.

    Raises: NotFound, AlreadyTaken (with the name), SeatBusy.
    """
    await store.lock_work(tx, tx.principal.account_id, command.contact_id)
    contact = await store.get_contact(tx, command.contact_id)
    if contact.state in CONTACT_FINAL or contact.state in (ContactState.TAKEN, ContactState.HELD):
        if contact.taken_by == tx.principal.account_id and contact.state is ContactState.TAKEN:
            return reply_of(contact)
        raise AlreadyTaken(name=contact.taken_by_name or "")
    seat = await own_seat(tx)
    if seat.state is SeatState.BUSY:
        raise SeatBusy
    if contact.offered_seat is not None and contact.offered_seat != seat.id:
        # Whoever takes it from the queue first has it; the seat where it rang stops ringing.
        await free_offered_seat(tx, contact)
    if seat.state is SeatState.OFFERED and seat.contact_id not in (None, contact.id):
        # What rang at this seat meanwhile goes on to the next one.
        assert seat.contact_id is not None
        other = await store.get_contact(tx, seat.contact_id)
        await move_contact(tx, other, ContactSignal.OFFER_DECLINED)
    if seat.state is SeatState.OFF:
        seat = await move_seat(tx, seat, SeatSignal.GO_READY)
    await move_seat(tx, seat, SeatSignal.TAKE, contact_id=contact.id)
    await see_seat(tx, seat)
    contact = await move_contact(
        tx,
        contact,
        ContactSignal.TAKE,
        taken_by=tx.principal.account_id,
        taken_by_name=tx.principal.name,
        taken_at=tx.now,
    )
    assert tx.principal.account_id is not None
    await join_seat(tx, contact.id, tx.principal.account_id, tx.principal.name)
    return reply_of(contact)


async def decline_contact(tx: Tx, command: DeclineContact) -> ContactReply:
    """Let the next seat have what rings here. Raises: NotFound, IllegalContactSignal."""
    contact = await store.get_contact(tx, command.contact_id, lock=True)
    seat = await own_seat(tx)
    if contact.offered_seat != seat.id:
        raise AlreadyTaken(name=contact.taken_by_name or "")
    await move_seat(tx, seat, SeatSignal.OFFER_GONE)
    return reply_of(await move_contact(tx, contact, ContactSignal.OFFER_DECLINED))


async def ring_out(tx: Tx, contact_id: UUID, seat_id: UUID) -> None:
    """Nobody answered at that seat: the contact goes on; the seat is paused so that calls do not die there."""
    contact = await store.get_contact(tx, contact_id, lock=True)
    if contact.state is not ContactState.OFFERED or contact.offered_seat != seat_id:
        return
    await free_offered_seat(tx, contact, SeatSignal.PAUSE, "no_answer")
    await move_contact(tx, contact, ContactSignal.OFFER_EXPIRED)
