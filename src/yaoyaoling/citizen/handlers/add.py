"""The citizen adds words or photos; an open incident hears of it too."""

import re
from uuid import UUID

from pydantic import Field

from yaoyaoling.agencies.public import get_hall_code
from yaoyaoling.evidence.public import Upload, claim_uploads, tie_to_incident
from yaoyaoling.incidents.public import FINAL, AmendIncident, amend_incident, get_incident
from yaoyaoling.intake.public import ContactAdded, ContactAdvanced, add_words, get_contact
from yaoyaoling.kernel.clock import HALL_ZONE
from yaoyaoling.kernel.contract import Command
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.envelope import Recorded

_MARKED = re.compile(r"\[J\d{8}\S* \d\d:\d\d\] ")
PHOTOS_ONLY = "（补充照片）"


def _mark(number: str) -> str:
    """How words begin in an incident that a contact added to it."""
    return f"[{number} "


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
    words = f"{_mark(contact.number)}{stamp}] {event.words or ''}"
    narrative = f"{incident.narrative}\n{words}" if incident.narrative else words
    command = AmendIncident(
        incident_id=incident.id,
        narrative=narrative[:8000],
        reason="citizen_added",
        hall_code=await get_hall_code(tx),
    )
    await amend_incident(tx, command)


async def on_contact_unlinked(tx: Tx, recorded: Recorded) -> None:
    """Reaction inside: what a contact added to an incident that it is not about is taken out of its words again."""
    event = recorded.event
    assert isinstance(event, ContactAdvanced)
    if event.parted_incident_id is None:
        return
    incident = await get_incident(tx, event.parted_incident_id, lock=True)
    contact = await get_contact(tx, event.contact_id)
    kept = _without(incident.narrative or "", contact.number)
    if incident.state in FINAL or kept == (incident.narrative or ""):
        return
    command = AmendIncident(
        incident_id=incident.id, narrative=kept, reason="contact_unlinked", hall_code=await get_hall_code(tx)
    )
    await amend_incident(tx, command)


def _without(narrative: str, number: str) -> str:
    """The lines that are not of this contact; one that begins with no mark belongs to the line before it."""
    kept: list[str] = []
    is_of_contact = False
    for line in narrative.split("\n"):
        if _MARKED.match(line):
            is_of_contact = line.startswith(_mark(number))
        if not is_of_contact:
            kept.append(line)
    return "\n".join(kept)
