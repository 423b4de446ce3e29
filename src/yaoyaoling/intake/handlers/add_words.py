"""The citizen adds to a contact."""

from uuid import UUID

from yaoyaoling.intake import store
from yaoyaoling.intake.events import ContactAdded
from yaoyaoling.intake.repeats import trace
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.platform.db.tx import Tx


async def add_words(tx: Tx, contact_id: UUID, words: str) -> None:
    """Append words with their time; the seat and, through `citizen`, the incident see them. Raises: NotFound."""
    contact = await store.get_contact(tx, contact_id, lock=True)
    stamp = f"[{tx.now.astimezone(HALL_ZONE):%H:%M}] {words}"
    text = f"{contact.text}\n{stamp}" if contact.text else stamp
    version = await store.save_contact(tx, contact, text=text)
    await trace(tx, contact.id, words=words)
    event = ContactAdded(contact_id=contact.id, incident_id=contact.incident_id, words=words, text=text)
    tx.record(event, stream=f"contact:{contact.id}", seq=version, about=contact.id, subject=contact.id)
