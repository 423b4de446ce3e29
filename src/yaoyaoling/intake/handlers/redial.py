"""Two calls of one number at once, and one that dials again: shown together until a person says otherwise."""

from typing import Any
from uuid import UUID

from yaoyaoling.incidents.public import get_incident
from yaoyaoling.intake import store
from yaoyaoling.intake.commands import UntieContact
from yaoyaoling.intake.handlers.moves import mark_contact
from yaoyaoling.intake.handlers.take import ContactReply, reply_of
from yaoyaoling.intake.policy import ORDINARY
from yaoyaoling.intake.states import CONTACT_FINAL
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.telephony.public import TieCall, tie_call


async def find_earlier(tx: Tx, earlier_id: UUID) -> dict[str, Any]:
    """What a contact takes over of the earlier one of its number: its incident, and where it rings first.

    A complaint about police is not handed on: it is out of the hall's sight.
    """
    try:
        earlier = await store.get_contact(tx, earlier_id)
    except NotFound:
        return {}
    incident_id = earlier.incident_id or earlier.tied_incident_id
    if incident_id is not None and (await get_incident(tx, incident_id)).is_inspection_only:
        return {}
    seat_id = None
    if earlier.taken_by is not None:
        seat_id = await tx.fetchval("select id from intake.seat where account_id = $1", earlier.taken_by)
    return {"redial_of": earlier_id, "tied_incident_id": incident_id, "prefers_seat": seat_id or earlier.prefers_seat}


async def show_with_incident(tx: Tx, contact: store.Contact) -> None:
    """Whoever sees the tied incident sees the contact, and the call is known to belong to it."""
    if contact.tied_incident_id is None:
        return
    incident = await get_incident(tx, contact.tied_incident_id)
    await audience.grant(tx, contact.id, f"t/{incident.station_path}", "redial")
    await tie_call(tx, TieCall(call_id=contact.id, incident_id=incident.id))


async def speak_again(tx: Tx, contact: store.Contact) -> None:
    """Who dials again is not rung back: what stood in the queue for that waits as any other."""
    if contact.redial_of is None:
        return
    earlier = await store.get_contact(tx, contact.redial_of, lock=True)
    if earlier.call_back and earlier.state not in CONTACT_FINAL:
        await mark_contact(tx, earlier, call_back=False, priority=ORDINARY)


async def tie_redials(tx: Tx, contact: store.Contact) -> None:
    """An incident came of a contact: others of the same number that wait or are in a hand are shown with it."""
    if contact.incident_id is None or (await get_incident(tx, contact.incident_id)).is_inspection_only:
        return
    for other in await store.lock_redials_of(tx, contact.id):
        await show_with_incident(tx, await mark_contact(tx, other, tied_incident_id=contact.incident_id))


async def untie_contact(tx: Tx, command: UntieContact) -> ContactReply:
    """It belongs to itself from now on; what a person decided of it stays. Raises: NotFound."""
    return reply_of(await _part(tx, await store.get_contact(tx, command.contact_id, lock=True)))


async def part_redials(tx: Tx, incident_id: UUID) -> None:
    """The incident leaves the hall's sight: nothing is shown with it any more."""
    for contact in await store.lock_tied_to(tx, incident_id):
        await _part(tx, contact)


async def _part(tx: Tx, contact: store.Contact) -> store.Contact:
    tied = contact.tied_incident_id
    contact = await mark_contact(tx, contact, redial_of=None, tied_incident_id=None)
    if tied is not None and contact.incident_id is None:
        await tie_call(tx, TieCall(call_id=contact.id, incident_id=None))
        incident = await get_incident(tx, tied)
        await audience.revoke(tx, contact.id, f"t/{incident.station_path}", "untied")
    return contact
