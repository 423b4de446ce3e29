"""Contacts and their files follow their incident when it is merged into another, and come back when it is parted."""

from yaoyaoling.evidence.public import follow_merger, follow_parting
from yaoyaoling.incidents.public import Incident, IncidentAdvanced, IncidentSignal, get_incident
from yaoyaoling.intake import store
from yaoyaoling.intake.handlers.moves import move_contact
from yaoyaoling.intake.states import ContactSignal
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.telephony.public import TieCall, tie_call


async def on_incident_merged(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside: the reporters' pages follow the incident that is worked on.

    Whoever sees an incident only on loan (a crew's own desk, say) does not see its contacts and cannot move them:
    the merger is refused as a whole. Raises: NotFound.
    """
    event = recorded.event
    assert isinstance(event, IncidentAdvanced)
    if event.signal is IncidentSignal.MERGED:
        assert event.primary_id is not None
        await _join(tx, await get_incident(tx, event.incident_id), await get_incident(tx, event.primary_id))
    elif event.signal is IncidentSignal.UNMERGED:
        assert event.primary_id is not None
        await _part(tx, await get_incident(tx, event.incident_id), await get_incident(tx, event.primary_id))


async def _join(tx: Tx, duplicate: Incident, primary: Incident) -> None:
    contacts = await store.lock_contacts_of(tx, duplicate.id)
    if not contacts:
        raise NotFound
    for contact in contacts:
        await audience.grant(tx, contact.id, f"t/{primary.station_path}", "merged")
        await _tie(tx, contact, primary, duplicate)
    await follow_merger(tx, duplicate.id, primary.id)


async def _part(tx: Tx, merged: Incident, primary: Incident) -> None:
    contacts = await store.lock_contacts_merged(tx, merged.id)
    if not contacts:
        raise NotFound
    for contact in contacts:
        await _tie(tx, contact, merged, None)
        if primary.station_path != merged.station_path:
            await audience.revoke(tx, contact.id, f"t/{primary.station_path}", "unmerged")
    await follow_parting(tx, merged.id, primary.id, [contact.id for contact in contacts])


async def _tie(tx: Tx, contact: store.Contact, to: Incident, merged: Incident | None) -> None:
    await move_contact(
        tx,
        contact,
        ContactSignal.RETIE,
        incident_id=to.id,
        incident_number=to.number,
        merged_incident_id=merged.id if merged else None,
    )
    await tie_call(tx, TieCall(call_id=contact.id, incident_id=to.id))
