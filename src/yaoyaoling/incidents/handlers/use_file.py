"""Who opened an incident's file, and who printed it, stands in the ledger before anything is shown."""

from datetime import timedelta

from yaoyaoling.incidents import store
from yaoyaoling.incidents.commands import OpenFile, PrintFile
from yaoyaoling.incidents.events import FileOpened, FilePrinted
from yaoyaoling.incidents.timeline import shows_personal
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx

ONE_SITTING = timedelta(minutes=15)
"""A page that stays open asks again with every new fact: within this time it is the same opening."""


async def open_file(tx: Tx, command: OpenFile) -> bool:
    """Record it, once a sitting; gives whether it was. Raises: NotFound."""
    incident = await store.get_incident(tx, command.incident_id)
    if await tx.fetchval(
        "select exists (select from ledger.event where incident = $1 and name = $2 and actor = $3 and at > $4)",
        incident.id,
        FileOpened.name,
        tx.principal.id,
        tx.now - ONE_SITTING,
    ):
        return False
    event = FileOpened(incident_id=incident.id, is_personal=shows_personal(tx.principal))
    tx.record(event, stream=f"file:{new_id()}", seq=1, about=incident.id, incident=incident.id)
    return True


async def print_file(tx: Tx, command: PrintFile) -> None:
    """Record it. Raises: NotFound."""
    incident = await store.get_incident(tx, command.incident_id)
    event = FilePrinted(incident_id=incident.id, is_personal=shows_personal(tx.principal))
    tx.record(event, stream=f"file:{new_id()}", seq=1, about=incident.id, incident=incident.id)
