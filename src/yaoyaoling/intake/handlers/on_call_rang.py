"""A call that rings at the trunk becomes a contact in the queue, in the same transaction."""

from typing import Any

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.intake import store
from yaoyaoling.intake.commands import ReceiveContact
from yaoyaoling.intake.handlers.receive import receive_contact
from yaoyaoling.intake.handlers.redial import find_earlier, show_with_incident, speak_again
from yaoyaoling.intake.repeats import has_history
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import find_territory
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.telephony.public import JUNK, CallRang


async def on_call_rang(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside the ring's transaction; the contact has the call's id."""
    event = recorded.event
    assert isinstance(event, CallRang)
    point = None
    if event.lon is not None and event.lat is not None:
        point = Point(lon=event.lon, lat=event.lat)
    outside = point is not None and await find_territory(tx, point) is None
    command = ReceiveContact(
        contact_id=event.call_id,
        channel="voice",
        hall_code=await get_hall_code(tx),
        caller_number=event.caller_number,
        place_text=event.place_text,
        point=point,
        uncertainty_m=event.uncertainty_m,
        is_outside_city=outside,
        **await _known_of(tx, event),
    )
    await receive_contact(tx, command)


async def _known_of(tx: Tx, event: CallRang) -> dict[str, Any]:
    """What is known of the number; of calls that do not run over our line nothing is asked."""
    if not event.has_media:
        return {}
    known: dict[str, Any] = {
        "is_marked": JUNK in event.tags,
        "has_history": await has_history(tx, event.caller_number),
    }
    return known if event.redial_of is None else known | await find_earlier(tx, event.redial_of)


async def tie_redial(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside, when the call is in the feeds: it is shown with the incident of the earlier one."""
    event = recorded.event
    assert isinstance(event, CallRang)
    if event.has_media:
        contact = await store.get_contact(tx, event.call_id, lock=True)
        await show_with_incident(tx, contact)
        await speak_again(tx, contact)
