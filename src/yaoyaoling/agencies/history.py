"""What administrators changed, as the ledger has it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from yaoyaoling.kernel.contract import Value
from yaoyaoling.platform.db.tx import Tx
from yaoyaoling.platform.ledger.tail import SELECT_COLUMNS, Decoder

NAMES = (
    "agencies.account.created",
    "agencies.account.changed",
    "agencies.account.deactivated",
    "agencies.account.reactivated",
    "agencies.account.password_reset",
    "agencies.account.sessions_ended",
    "agencies.organisation.added",
    "agencies.organisation.renamed",
    "agencies.organisation.retired",
    "agencies.setting.changed",
    "incidents.class_table.changed",
    "dispatch.force_table.changed",
    "triage.sheet.changed",
    "liaison.desk.put",
)


class HistoryEntry(Value):
    """One change. position: its place in the ledger; None while it waits for it."""

    event_id: UUID
    position: int | None
    name: str
    at: datetime
    actor_name: str
    data: dict[str, Any]


async def list_history(tx: Tx, decoder: Decoder, before: datetime | None, limit: int) -> list[HistoryEntry]:
    """Changes the actor may see, newest first."""
    rows = await tx.fetch(
        f"select {SELECT_COLUMNS} from ledger.event e left join ledger.position p using (event_id)"
        " where e.incident is null and e.name = any($1) and ($2::timestamptz is null or e.at < $2)"
        " order by e.origin_seq desc limit $3",
        list(NAMES),
        before,
        limit,
    )
    return [
        HistoryEntry(
            event_id=one.event_id,
            position=one.position,
            name=one.event.name,
            at=one.at,
            actor_name=one.actor_name,
            data=one.event.model_dump(mode="json"),
        )
        for one in await decoder.decode_all(tx.conn, rows)
    ]
