"""A contact was joined to an incident it is not about: it comes back as it was (撤销并入)."""

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.evidence.public import part_from_incident
from yaoyaoling.incidents.public import Incident, get_incident
from yaoyaoling.intake import store
from yaoyaoling.intake.commands import UnlinkContact
from yaoyaoling.intake.handlers.moves import mark_contact, move_contact, move_seat, see_seat
from yaoyaoling.intake.handlers.seats import own_seat
from yaoyaoling.intake.handlers.take import ContactReply, SeatBusy, reply_of
from yaoyaoling.intake.states import ContactSignal, SeatSignal, SeatState, advance_contact
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony.public import TieCall, tie_call


async def unlink_contact(tx: Tx, command: UnlinkContact) -> ContactReply:
    """Take it back into the own hand, with its words, files and call; the incident and its orders stay as they are.

    What was written of it (`said`) stays with it. Raises: NotFound, IllegalContactSignal, SeatBusy.
    """
    await store.lock_work(tx, tx.principal.account_id, command.contact_id)
    contact = await store.get_contact(tx, command.contact_id)
    advance_contact(contact.state, ContactSignal.UNLINK)
    seat = await own_seat(tx)
    if seat.state in (SeatState.BUSY, SeatState.OFFERED):
        raise SeatBusy
    if seat.state is SeatState.OFF:
        seat = await move_seat(tx, seat, SeatSignal.GO_READY)
    assert contact.incident_id is not None
    incident = await get_incident(tx, contact.incident_id)
    await _give_back(tx, contact, incident)
    await move_seat(tx, seat, SeatSignal.TAKE, contact_id=contact.id)
    await see_seat(tx, seat)
    contact = await move_contact(
        tx,
        contact,
        ContactSignal.UNLINK,
        taken_by=tx.principal.account_id,
        taken_by_name=tx.principal.name,
        incident_id=contact.before_incident_id,
        incident_number=contact.before_incident_number,
        before_incident_id=None,
        before_incident_number=None,
        merged_incident_id=None,
    )
    return reply_of(contact)


async def _give_back(tx: Tx, contact: store.Contact, incident: Incident) -> None:
    """Files, call, redials and those who see it, as they were before it was joined."""
    before = contact.before_incident_id
    await part_from_incident(tx, contact.id, incident.id, before)
    await tie_call(tx, TieCall(call_id=contact.id, incident_id=before or contact.tied_incident_id))
    for other in await store.lock_tied_to(tx, incident.id):
        if other.redial_of == contact.id:
            await mark_contact(tx, other, tied_incident_id=before)
    if incident.is_inspection_only:
        await audience.grant(tx, contact.id, f"h/{await get_hall_code(tx)}", "unlinked")
        await audience.revoke(tx, contact.id, f"i/{incident.station_path}", "unlinked")
        return
    kept = {(await get_incident(tx, one)).station_path for one in (before, contact.tied_incident_id) if one is not None}
    if incident.station_path not in kept:
        await audience.revoke(tx, contact.id, f"t/{incident.station_path}", "unlinked")
