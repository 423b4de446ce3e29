"""What others owe an incident: upper rooms add and settle it in their own transaction."""

from uuid import UUID

from yaoyaoling.incidents import store
from yaoyaoling.incidents.events import ObligationAdded, ObligationSettled
from yaoyaoling.kernel.ids import new_id
from yaoyaoling.platform.db.tx import Tx


async def add_obligation(tx: Tx, incident_id: UUID, kind: str, reference: str) -> None:
    """Keep the incident open until (kind, reference) is settled; adding it twice is one."""
    incident = await store.get_incident(tx, incident_id, lock=True)
    obligation_id = new_id()
    new = await tx.execute(
        "insert into incidents.obligation (id, incident_id, kind, reference, created_at) values ($1,$2,$3,$4,$5)"
        " on conflict do nothing",
        obligation_id,
        incident.id,
        kind,
        reference,
        tx.now,
    )
    if new:
        event = ObligationAdded(obligation_id=obligation_id, incident_id=incident.id, kind=kind, reference=reference)
        _record(tx, event, 1)


async def settle_obligation(tx: Tx, incident_id: UUID, kind: str, reference: str) -> None:
    """Settle what was owed; settling what is not owed changes nothing. The last one closes the incident."""
    incident = await store.get_incident(tx, incident_id, lock=True)
    row = await tx.fetchrow(
        "select id from incidents.obligation"
        " where incident_id = $1 and kind = $2 and reference = $3 and settled_at is null",
        incident.id,
        kind,
        reference,
    )
    if row is None:
        return
    await tx.execute("update incidents.obligation set settled_at = $2 where id = $1", row["id"], tx.now)
    event = ObligationSettled(obligation_id=row["id"], incident_id=incident.id, kind=kind, reference=reference)
    _record(tx, event, 2)


def _record(tx: Tx, event: ObligationAdded | ObligationSettled, seq: int) -> None:
    stream = f"obligation:{event.obligation_id}"
    tx.record(event, stream=stream, seq=seq, about=event.incident_id, incident=event.incident_id)
