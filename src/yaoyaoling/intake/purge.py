"""What this room forgets of an erased subject."""

from uuid import UUID

from yaoyaoling.intake import store
from yaoyaoling.intake.answers import erase_answers
from yaoyaoling.intake.events import ContactErased
from yaoyaoling.kernel.refused import NotFound
from yaoyaoling.platform.db.tx import Tx

PERSONAL = ("caller_number", "caller_name", "text", "place_text", "lon", "lat", "uncertainty_m", "said")
"""Columns that hold the person."""


async def purge(tx: Tx, subject: UUID) -> None:
    """The contact keeps its number, times and states, and nothing of the person."""
    try:
        contact = await store.get_contact(tx, subject, lock=True)
    except NotFound:
        return
    await tx.execute("delete from intake.trace where contact_id = $1", subject)
    await erase_answers(tx, subject)
    version = await store.save_contact(tx, contact, **dict.fromkeys(PERSONAL))
    tx.record(ContactErased(contact_id=subject), stream=f"contact:{subject}", seq=version, about=subject)
