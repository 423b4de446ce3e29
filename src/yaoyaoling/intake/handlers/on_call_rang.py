"""A call that rings at the trunk becomes a contact in the queue, in the same transaction."""

from typing import Any

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.channels.public import (
    UNREADABLE,
    Msd,
    MsdUnreadable,
    TakeCrash,
    crash_words,
    read_msd,
    take_crash,
    uncertainty_of,
)
from yaoyaoling.intake import store
from yaoyaoling.intake.commands import ReceiveContact
from yaoyaoling.intake.handlers.receive import receive_contact
from yaoyaoling.intake.handlers.redial import find_earlier, show_with_incident, speak_again
from yaoyaoling.intake.repeats import has_history
from yaoyaoling.kernel.geo import Point
from yaoyaoling.places.public import find_territory
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded
from yaoyaoling.platform.logs import logger
from yaoyaoling.telephony.public import JUNK, CallRang

log = logger("intake")


async def on_call_rang(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside the ring's transaction; the contact has the call's id."""
    event = recorded.event
    assert isinstance(event, CallRang)
    point = None
    if event.lon is not None and event.lat is not None:
        point = Point(lon=event.lon, lat=event.lat)
    car, is_broken = _car_of(event.msd)
    if point is None and car is not None:
        point = car.point
    outside = point is not None and await find_territory(tx, point) is None
    command = ReceiveContact(
        contact_id=event.call_id,
        channel="voice",
        hall_code=await get_hall_code(tx),
        caller_number=event.caller_number,
        place_text=event.place_text,
        point=point,
        uncertainty_m=uncertainty_of(car) if event.lon is None and car is not None else event.uncertainty_m,
        is_outside_city=outside,
        text=crash_words(car) if car is not None else UNREADABLE if is_broken else None,
        is_urgent=car is not None and car.is_automatic,
        is_test=car is not None and car.is_test,
        **await _known_of(tx, event),
    )
    await receive_contact(tx, command)
    if car is not None:
        crash = TakeCrash(adapter="sip", call=str(event.call_id), msd=car, contact_id=event.call_id)
        await take_crash(tx, crash)


def _car_of(msd: str | None) -> tuple[Msd | None, bool]:
    """What a car told, and whether something came that cannot be read: that never stops a ring."""
    if msd is None:
        return None, False
    try:
        return read_msd(bytes.fromhex(msd)), False
    except MsdUnreadable as unreadable:
        log.warning("msd_unreadable", fault=unreadable.fault)
        return None, True


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
