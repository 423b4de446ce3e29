"""The citizen adds words or photos; an open incident hears of it too."""

from uuid import UUID

from pydantic import Field

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.evidence.public import Upload, claim_uploads, tie_to_incident
from yaoyaoling.incidents.public import FINAL, AmendIncident, amend_incident, get_incident
from yaoyaoling.intake.public import ContactAdded, add_words, get_contact
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.contract import Command
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded

PHOTOS_ONLY = "（补充照片）"


class AddToReport(Command):
    """More words, more photos."""

    contact_id: UUID
    text: str = Field(default="", max_length=4000)
    uploads: tuple[Upload, ...] = ()


async def add_to_report(tx: Tx, command: AddToReport) -> None:
    """Append to the contact. Raises: NotFound, UploadGone."""
    await claim_uploads(tx, command.uploads, purpose="report", contact_id=command.contact_id)
    await add_words(tx, command.contact_id, command.text.strip() or PHOTOS_ONLY)


async def on_contact_added(tx: Tx, recorded: Recorded) -> None:
    """Follower, as the program itself: the citizen sees no incident, yet what they add belongs to it."""
    event = recorded.event
    assert isinstance(event, ContactAdded)
    if event.incident_id is None:
        return
    await tie_to_incident(tx, event.contact_id, event.incident_id)
    incident = await get_incident(tx, event.incident_id, lock=True)
    if incident.state in FINAL:
        return
    contact = await get_contact(tx, event.contact_id)
    stamp = recorded.at.astimezone(HALL_ZONE).strftime("%H:%M")
    words = f"[{contact.number} {stamp}] {event.words or ''}"
    narrative = f"{incident.narrative}\n{words}" if incident.narrative else words
    command = AmendIncident(
        incident_id=incident.id,
        narrative=narrative[:8000],
        reason="citizen_added",
        hall_code=await get_hall_code(tx),
    )
    await amend_incident(tx, command)
