"""A car's data that came without a ring becomes a contact in the queue, or joins the one of its crash."""

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.channels.public import TakeCrash, crash_words, take_crash, uncertainty_of
from yaoyaoling.intake.public import (
    PlaceContact,
    ReceiveContact,
    add_words,
    place_contact,
    receive_contact,
)
from yaoyaoling.places.public import find_territory
from yaoyaoling.platform.db.tx import Tx


async def receive_crash(tx: Tx, command: TakeCrash) -> None:
    """Take it once; a test makes no contact. Raises: AlreadyTakenRequest."""
    crash = await take_crash(tx, command)
    if crash is None:
        return
    msd = command.msd
    words = crash_words(msd) + command.words.strip()
    if not crash.is_new:
        await add_words(tx, crash.contact_id, words)
        if msd.point is not None:
            place = PlaceContact(
                contact_id=crash.contact_id,
                point=msd.point,
                uncertainty_m=uncertainty_of(msd),
                source="ecall",
                method="gnss",
                measured_at=min(msd.at, tx.now),
            )
            await place_contact(tx, place)
        return
    report = ReceiveContact(
        contact_id=crash.contact_id,
        channel="device",
        hall_code=await get_hall_code(tx),
        caller_number=command.callback,
        text=words,
        point=msd.point,
        uncertainty_m=uncertainty_of(msd),
        is_outside_city=msd.point is not None and await find_territory(tx, msd.point) is None,
        is_urgent=msd.is_automatic,
    )
    await receive_contact(tx, report)
