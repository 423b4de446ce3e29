"""What somebody entered, for the page it was entered on."""

from datetime import datetime, timedelta
from uuid import UUID

from yaoyaoling.intake.commands import EnteredChannel
from yaoyaoling.intake.states import ContactState
from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx

_SHOWN = timedelta(hours=24)
_COLUMNS = (
    "number", "channel", "state", "text", "received_at", "taken_by_name", "incident_number", "disposition",
)  # fmt: skip
_MOST = 50


class EnteredReport(Value):
    """One of them, and how far it has come."""

    contact_id: UUID
    number: str
    channel: EnteredChannel
    state: ContactState
    text: str | None
    received_at: datetime
    taken_by_name: str | None
    incident_number: str | None
    disposition: str | None


async def list_entered(tx: Tx) -> list[EnteredReport]:
    """What the actor entered within a day and may still see, newest first."""
    rows = await tx.fetch(
        f"select id, {', '.join(_COLUMNS)}"
        " from intake.contact where entered_by = $1 and received_at > $2 order by received_at desc, id desc limit $3",
        tx.principal.account_id,
        tx.now - _SHOWN,
        _MOST,
    )
    return [EnteredReport(contact_id=row["id"], **{name: row[name] for name in _COLUMNS}) for row in rows]
