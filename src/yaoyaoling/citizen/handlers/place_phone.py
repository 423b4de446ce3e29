"""A handset's own place goes to the call it makes, whichever comes first; it is no message and makes no contact."""

from datetime import timedelta
from uuid import UUID

from yaoyaoling.channels.public import SETTINGS, PhonePlace, list_phone_places
from yaoyaoling.intake.public import PlaceContact, find_open_contacts, place_contact
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.telephony.public import CallRang


async def place_phone(tx: Tx, place: PhonePlace) -> None:
    """Give it to the newest call of its number that is not over; where there is none it waits for one."""
    since = tx.now - timedelta(minutes=SETTINGS.aml_call_min)
    for contact in await find_open_contacts(tx, place.number, (), since):
        if contact.channel == "voice":
            await place_contact(tx, _command(place, contact.id))
            return


async def on_call_rang(tx: Tx, recorded: Recorded) -> None:
    """Follower: what its handset told before the call was known."""
    event = recorded.event
    assert isinstance(event, CallRang)
    for place in await list_phone_places(tx, event.caller_number):
        await place_contact(tx, _command(place, event.call_id))


def _command(place: PhonePlace, contact_id: UUID) -> PlaceContact:
    return PlaceContact(
        contact_id=contact_id,
        point=place.point,
        uncertainty_m=place.radius_m,
        source="aml",
        method=place.method,
        measured_at=place.measured_at,
        confidence=place.confidence,
    )
