"""A better place of a contact comes by other means than words."""

from dataclasses import replace

from yaoyaoling.intake import store
from yaoyaoling.intake.commands import PlaceContact
from yaoyaoling.intake.events import ContactPlaced
from yaoyaoling.intake.policy import Placed, counts_more, placed_priority
from yaoyaoling.intake.repeats import exact_point, trace
from yaoyaoling.intake.states import CONTACT_FINAL
from yaoyaoling.places.public import find_territory
from yaoyaoling.platform.db.tx import Tx


async def place_contact(tx: Tx, command: PlaceContact) -> bool:
    """Write it when it says more than what is known; gives whether it did. What the form or the incident says of the
    place a person decided: that stays. Raises: NotFound."""
    contact = await store.get_contact(tx, command.contact_id, lock=True)
    new = Placed(uncertainty_m=command.uncertainty_m, at=command.measured_at)
    if not counts_more(new, _present(contact)):
        return False
    point = command.point
    outside = await find_territory(tx, point) is None
    priority = contact.priority
    if contact.lon is None and contact.state not in CONTACT_FINAL:
        priority = placed_priority(priority)
    version = await store.save_contact(
        tx,
        contact,
        lon=point.lon,
        lat=point.lat,
        uncertainty_m=command.uncertainty_m,
        is_outside_city=outside,
        priority=priority,
        place_source=command.source,
        place_method=command.method,
        place_at=command.measured_at,
        place_confidence=command.confidence,
    )
    moved = replace(contact, lon=point.lon, lat=point.lat, uncertainty_m=command.uncertainty_m)
    await trace(tx, contact.id, point=exact_point(moved))
    event = ContactPlaced(
        contact_id=contact.id,
        source=command.source,
        method=command.method,
        measured_at=command.measured_at,
        confidence=command.confidence,
        is_outside_city=outside,
        priority=priority,
        lon=point.lon,
        lat=point.lat,
        uncertainty_m=command.uncertainty_m,
    )
    stream = f"contact:{contact.id}"
    tx.record(event, stream=stream, seq=version, about=contact.id, incident=contact.incident_id, subject=contact.id)
    return True


def _present(contact: store.Contact) -> Placed | None:
    """What a call brought itself counts as of when it came."""
    if contact.lon is None or contact.lat is None:
        return None
    return Placed(uncertainty_m=contact.uncertainty_m, at=contact.place_at or contact.received_at)
