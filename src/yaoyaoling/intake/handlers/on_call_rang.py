"""A call that rings at the trunk becomes a contact in the queue, in the same transaction."""

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.intake.commands import ReceiveContact
from yaoyaoling.intake.handlers.receive import receive_contact
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import find_territory
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.telephony.public import CallRang


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
    )
    await receive_contact(tx, command)
