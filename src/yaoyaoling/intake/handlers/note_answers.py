"""Write down what was answered to the question card, after the incident was opened."""

from yaoyaoling.incidents.public import get_incident
from yaoyaoling.intake.answers import write_answers
from yaoyaoling.intake.commands import NoteAnswers
from yaoyaoling.platform.db.tx import Tx


async def note_answers(tx: Tx, command: NoteAnswers) -> None:
    """Whoever sees the incident writes; what stood before stays in the ledger. Raises: NotFound, UnknownAnswer."""
    incident = await get_incident(tx, command.incident_id, lock=True)
    await write_answers(tx, incident.id, incident.contact_id, command.answers)
