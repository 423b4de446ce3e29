"""Write down that somebody takes an incident's file out of the hall, before it is handed over."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from yaoyaoling.incidents.public import get_incident
from yaoyaoling.kernel.contract import Command, Value
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.oversight.events import IncidentExported
from yaoyaoling.platform.db.tx import Tx


class ExportIncident(Command):
    """Take the file out. purpose: for what personal data is wanted in clear; None: as the role sees it."""

    incident_id: UUID
    purpose: str | None = Field(default=None, min_length=4, max_length=200)


class ExportReply(Value):
    """The export's own number, which stands on every sheet, and its time."""

    export_id: UUID
    at: datetime


async def export_incident(tx: Tx, command: ExportIncident) -> ExportReply:
    """Record it. Raises: NotFound."""
    incident = await get_incident(tx, command.incident_id)
    export_id = new_id()
    event = IncidentExported(
        export_id=export_id,
        incident_id=incident.id,
        is_personal=command.purpose is not None,
        purpose=command.purpose,
    )
    tx.record(event, stream=f"export:{export_id}", seq=1, about=incident.id, incident=incident.id)
    return ExportReply(export_id=export_id, at=tx.now)
