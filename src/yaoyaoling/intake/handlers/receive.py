"""A report comes in: it has a number and a place in the queue before anything else happens."""

from yaoyaoling.intake import store
from yaoyaoling.intake.commands import ReceiveContact
from yaoyaoling.intake.events import ContactReceived
from yaoyaoling.intake.policy import priority_of
from yaoyaoling.intake.repeats import exact_point, trace
from yaoyaoling.intake.states import ContactState
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.platform import audience
from yaoyaoling.platform.db.tx import Tx


async def next_number(tx: Tx) -> str:
    """J, date, origin, running number: unique in the province, also for an installation cut off from it."""
    running = await tx.fetchval("select nextval('intake.contact_no')")
    return f"J{tx.now.astimezone(HALL_ZONE):%Y%m%d}{tx.origin}{running:06d}"


async def receive_contact(tx: Tx, command: ReceiveContact) -> store.Contact:
    """Write the contact, waiting in the queue, seen by the hall (and by the citizen who holds its link)."""
    contact = _waiting(tx, command, await next_number(tx))
    await audience.grant(tx, contact.id, f"h/{command.hall_code}", "queue", initial=True)
    if command.citizen_scope is not None:
        await audience.grant(tx, contact.id, command.citizen_scope, "reporter", initial=True)
    if contact.entered_by is not None:
        await audience.grant(tx, contact.id, f"u/{contact.entered_by}", "entered_it", initial=True)
    await store.insert_contact(tx, contact)
    await _leave_traces(tx, contact)
    names = ContactReceived.model_fields.keys() - {"contact_id"}
    event = ContactReceived(contact_id=contact.id, **{name: getattr(contact, name) for name in names})
    tx.record(event, stream=f"contact:{contact.id}", seq=1, about=contact.id, subject=contact.id)
    return contact


def _waiting(tx: Tx, command: ReceiveContact, number: str) -> store.Contact:
    point, now = command.point, tx.now
    return store.Contact(
        id=command.contact_id,
        number=number,
        channel=command.channel,
        state=ContactState.WAITING,
        caller_number=command.caller_number,
        caller_name=command.caller_name,
        text=command.text,
        place_text=command.place_text,
        lon=None if point is None else point.lon,
        lat=None if point is None else point.lat,
        uncertainty_m=command.uncertainty_m,
        is_outside_city=command.is_outside_city,
        is_silent=command.is_silent,
        priority=priority_of(
            is_silent=command.is_silent,
            has_place=point is not None,
            has_history=command.has_history,
            is_marked=command.is_marked,
            is_urgent=command.is_urgent,
            is_test=command.is_test,
        ),
        received_at=now,
        waiting_since=now,
        offered_seat=None,
        last_seat=None,
        offers=0,
        taken_by=None,
        taken_by_name=None,
        taken_at=None,
        incident_id=None,
        incident_number=None,
        disposition=None,
        ended_at=None,
        held_at=None,
        merged_incident_id=None,
        call_back=False,
        redial_of=command.redial_of,
        tied_incident_id=command.tied_incident_id,
        prefers_seat=command.prefers_seat,
        said=None,
        before_incident_id=None,
        before_incident_number=None,
        entered_by=tx.principal.account_id if command.is_entered else None,
        entered_by_name=tx.principal.name if command.is_entered else None,
        place_source=None,
        place_method=None,
        place_at=None,
        place_confidence=None,
        is_test=command.is_test,
        version=1,
    )


async def _leave_traces(tx: Tx, contact: store.Contact) -> None:
    numbers, point = (contact.caller_number,), exact_point(contact)
    await trace(tx, contact.id, numbers=numbers, name=contact.caller_name, point=point, words=contact.text)
